"""The papers that lie on the desk: counted, or scanned; and those that the register gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from onestop import door
from onestop.filing.papers import Slot, counted, slots_of, taken
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Asked, Fault
from workflows.dossiers import drafts
from workflows.dossiers.models import Component

from .assisting import Assisted

MOST = 99
PAPER = Component.Origin.PAPER
COUNTS = ("originals", "copies")


@dataclass(frozen=True)
class Place:
    """A paper, and the fields in which it is counted; none where nothing is to be counted."""

    slot: Slot
    counts: tuple[BoundField, ...]

    @property
    def asked(self) -> str:
        """How many the law wants."""
        return counted(self.slot.requirement.originals, self.slot.requirement.copies)


class Count(forms.IntegerField):
    """A box that was left empty counts nothing."""

    def clean(self, value: Any) -> int:
        number: int = super().clean(value or "0")
        return number


class Desk(forms.Form):
    """How many sheets there are of each paper. `refused`: by paper, why its files were not kept."""

    use_required_attribute = False

    def __init__(
        self,
        draft: Assisted,
        data: Mapping[str, Any] | None = None,
        refused: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.draft, self.refused = draft, dict(refused or {})
        self.slots = slots_of(draft, self.refused)
        for slot in self.counted:
            for kind in COUNTS:
                self.fields[_name(kind, slot)] = _count(kind, slot)

    @property
    def counted(self) -> list[Slot]:
        """What may come over the counter, and is no file yet."""
        asked = (
            one
            for one in self.slots
            if one.requirement.from_citizen and not one.requirement.from_form and not one.reused
        )
        return [one for one in asked if one.component is None or one.component.origin == PAPER]

    @property
    def places(self) -> list[Place]:
        there = self.counted
        return [
            Place(one, tuple(self[_name(kind, one)] for kind in COUNTS if one in there))
            for one in self.slots
        ]

    def count(self, slot: Slot) -> tuple[int, int]:
        originals, copies = (self.cleaned_data[_name(kind, slot)] for kind in COUNTS)
        return originals, copies

    @property
    def faults(self) -> Iterator[Fault]:
        """What cannot be read or kept, then what is not there."""
        for one in self.counted:
            for kind in COUNTS:
                bound = self[_name(kind, one)]
                for sentence in bound.errors:
                    yield Fault(f"{one.requirement.title}: {sentence}", Asked(bound).first)
        for key, sentence in self.refused.items():
            yield Fault(sentence, f"tep-{key}")
        for missing in self.draft.missing:
            if missing.key not in self.refused:
                told = _("Not there yet: %(paper)s") % {"paper": missing.title}
                yield Fault(told, f"giay-{missing.key}")


def put_down(request: HttpRequest, draft: Assisted) -> dict[str, str]:
    """Keeps what was counted and scanned; hands back which files were refused, and why."""
    desk, refused = Desk(draft, request.POST), dict[str, str]()
    desk.is_valid()
    for slot in desk.counted:
        key = slot.requirement.key
        try:
            if files := request.FILES.getlist(f"tep-{key}"):
                sent = taken(files, title=slot.requirement.title.vi, request=request)
                drafts.attach(
                    draft.dossier, draft.procedure, key, sent, by=draft.account, at=moment(request)
                )
            elif not any(desk[_name(kind, slot)].errors for kind in COUNTS):
                _counted(request, draft, slot, desk.count(slot))
        except door.REFUSALS as refusal:
            refused[key] = str(refusal)
    return refused


def _counted(request: HttpRequest, draft: Assisted, slot: Slot, count: tuple[int, int]) -> None:
    key, one = slot.requirement.key, slot.component
    if count == ((one.originals, one.copies) if one else (0, 0)):
        return
    if not any(count):
        drafts.take_out(draft.dossier, key, by=draft.account, at=moment(request))
        return
    drafts.note_paper(
        draft.dossier,
        draft.procedure,
        key,
        originals=count[0],
        copies=count[1],
        by=draft.account,
        at=moment(request),
    )


def _name(kind: str, slot: Slot) -> str:
    return f"{kind}-{slot.requirement.key}"


def _count(kind: str, slot: Slot) -> forms.Field:
    words = {"originals": _("Originals"), "copies": _("Copies")}[kind]
    wrong = _("Write a whole number from 0 to 99.")
    return Count(
        label=format_html('{}<span class="sr">: {}</span>', words, slot.requirement.title),
        min_value=0,
        max_value=MOST,
        initial=getattr(slot.component, kind, None),
        widget=forms.TextInput(
            attrs={"class": "in s num", "inputmode": "numeric", "autocomplete": "off"}
        ),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
