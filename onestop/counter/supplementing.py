"""What is missing after assessment began: to ask for it once, and to judge what was sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day
from onestop.ui.limits import days_left
from procedures import shown
from workflows.dossiers.models import CompletionItem, CompletionRequest, Component
from workflows.people.models import Role
from workflows.routes.giving import last_moment

from .asking import ActForm, basis_for_results, consent, legal_basis, reason_of, written
from .checklist import LONGEST_REASON
from .intake import offered
from .opened import Opened

Stage, State = CompletionRequest.Stage, CompletionItem.State
TONES = {State.SENT: "info", State.ACCEPTED: "ok", State.INSUFFICIENT: "bad"}
ITEM = "muc"
PAPER, ANSWER = "paper-", "answer-"


class AskSupplement(ActForm):
    """One full list, within three working days; later, or again, it takes a ground in law."""

    act = "ask_supplement"
    title = gettext_lazy("Ask for a supplement")
    lead = gettext_lazy(
        "The applicant gets one list of all that is missing (Form 02), and the agency's time stands"
        " still until it is answered. Write a reason at each paper or answer that you ask for, and"
        " leave the others empty. What is left out today cannot be asked for later."
    )
    button = gettext_lazy("Send the request")
    folded = gettext_lazy("Ask for an answer of the form")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        for key, label in self._papers:
            self.fields[f"{PAPER}{key}"] = reason_of(label, required=False)
        if self.too_late or self.again:
            self.fields["legal_basis"] = legal_basis(
                gettext_lazy("Legal basis for asking again")
                if self.again
                else gettext_lazy("Legal basis for asking after three working days")
            )
        else:
            self.fields |= basis_for_results(opened)
        if self.again:
            self.fields["approved_by"] = consent(opened, Role.HANDLER)
        for key, label in self._answers:
            self.fields[f"{ANSWER}{key}"] = reason_of(label, required=False)

    @property
    def _papers(self) -> list[tuple[str, str]]:
        """Those that are needed of this applicant, then those that may be."""
        every = self.opened.procedure.requirements_of(self.opened.dossier.case)
        situation = self.opened.dossier.situation
        first = [r for r in every if r in self.opened.requirements]
        then = [r for r in every if r not in first and r.applies_to(situation)]
        may = offered(self.opened, on_ground=True)
        return [(r.key, str(r.title)) for r in (*first, *then) if r.key in may]

    @property
    def _answers(self) -> list[tuple[str, str]]:
        asked = self.opened.procedure.questions_of(self.opened.dossier.case)
        may = offered(self.opened, on_ground="legal_basis" in self.fields)
        return [(q.key, str(q.label)) for q in asked if q.key in may]

    @property
    def rare(self) -> frozenset[str]:
        return frozenset(name for name in self.fields if name.startswith(ANSWER))

    @property
    def too_late(self) -> bool:
        received = self.opened.dossier.received_at
        return received is not None and self.opened.at > last_moment(
            self.opened.dossier, self.opened.calendar
        )

    @property
    def again(self) -> bool:
        return any(one.stage == Stage.ASSESSMENT for one in self.opened.completions)

    @property
    def facts(self) -> tuple[Fact, ...]:
        if self.opened.dossier.received_at is None:
            return ()
        last = last_moment(self.opened.dossier, self.opened.calendar)
        said = f"{clock_time(last)}, {day(last)}"
        left, over = days_left(last, self.opened.calendar, at=self.opened.at)
        more = _("over") if over else ngettext("%(n)d day left", "%(n)d days left", left)
        times = Fact(_("May be asked for until"), f"{said} ({more % {'n': left}})")
        how = _("the second time: it needs a text of law and a superior") if self.again else ""
        return (times, *([Fact(_("This request"), how)] if how else []))

    @property
    def details(self) -> dict[str, Any]:
        ground: dict[str, Any] = {
            name: self.cleaned_data[name]
            for name in ("legal_basis", "approved_by")
            if name in self.fields
        }
        return {"items": self._items, **ground}

    @property
    def _items(self) -> dict[str, str]:
        return {
            name.partition("-")[2]: text
            for name, text in self.cleaned_data.items()
            if name.startswith((PAPER, ANSWER)) and text
        }

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if not any(sent.get(name) for name in self.fields if name.startswith((PAPER, ANSWER))):
            first = next((n for n in self.fields if n.startswith((PAPER, ANSWER))), None)
            self.add_error(first, _("Write a reason at one paper or answer at least."))
        return sent


@dataclass(frozen=True)
class Sent:
    """One item before an officer: what was asked, what stood there, and what came in its place."""

    item: CompletionItem
    title: str
    before: str
    now: str
    files: tuple[tuple[Promise | str, str], ...] = ()

    @property
    def tone(self) -> str:
        return TONES.get(State(self.item.state), "")


def sent_items(opened: Opened) -> tuple[Sent, ...]:
    """The items of the newest request that was answered."""
    answered = [one for one in opened.completions if one.answered_at]
    if not answered:
        return ()
    newest = max(answered, key=lambda one: one.asked_at)
    versions: dict[str, list[Component]] = {}
    for one in opened.dossier.components.select_related("file").order_by("version"):
        versions.setdefault(one.requirement, []).append(one)
    items = sorted(newest.items.all(), key=lambda item: item.key)
    return tuple(_sent(opened, item, versions.get(item.key, [])) for item in items)


def _sent(opened: Opened, item: CompletionItem, versions: list[Component]) -> Sent:
    papers = {r.key: str(r.title) for r in opened.procedure.requirements}
    if item.key in papers:
        before = (item.before or {}).get("version", 0)
        kept = [one for one in versions if one.version >= before and one.file]
        return Sent(item, papers[item.key], "", "", tuple(_files(opened, kept, before)))
    question = next(q for q in opened.procedure.questions if q.key == item.key)
    before, now = (
        shown.shown(question, value, opened.language) if value not in (None, "") else "–"
        for value in ((item.before or {}).get("value"), item.value)
    )
    return Sent(item, str(question.label), before, now)


def _files(
    opened: Opened, versions: list[Component], before: int
) -> Iterator[tuple[Promise | str, str]]:
    for one in versions:
        words = _("before: version %(number)d") if one.version == before else None
        words = words or _("sent: version %(number)d")
        where = reverse("viewer:attachment", args=[opened.dossier.public_id, one.public_id])
        yield words % {"number": one.version}, where


class Judge(ActForm):
    """One item at a time; the applicant reads what is said of it."""

    act = "judge"
    barred = True
    title = gettext_lazy("Look at what was sent")
    lead = gettext_lazy(
        "Compare what was sent with what stood there before. The applicant sees it."
    )
    button = gettext_lazy("Note it")

    item = forms.CharField(widget=forms.HiddenInput)
    accepted = forms.ChoiceField(
        label=gettext_lazy("Does it suffice?"),
        choices=[("yes", gettext_lazy("It suffices")), ("no", gettext_lazy("It does not suffice"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether it suffices.")},
    )
    note = written(
        gettext_lazy("What is still wrong with it"),
        hint=gettext_lazy("Only where it does not suffice."),
        required=False,
        longest=LONGEST_REASON,
        rows=2,
    )

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        chosen = self.judged
        self.initial["item"] = chosen.item.key if chosen else ""

    @cached_property
    def judged(self) -> Sent | None:
        """The one that was named, else the first that nobody has looked at."""
        every = sent_items(self.opened)
        asked = (self.data.get("item") or self.opened.request.GET.get(ITEM, "")).strip()
        open_ones = [one for one in every if one.item.state == State.SENT]
        named = [one for one in every if one.item.key == asked]
        return next(iter([*named, *open_ones, *every]), None)

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        return () if self.judged else (Fault(_("Nothing was sent that could be judged."), "act"),)

    @property
    def facts(self) -> tuple[Fact, ...]:
        one = self.judged
        if one is None:
            return ()
        lines = (
            Fact(_("Asked for"), one.title),
            Fact(_("Why"), one.item.reason),
            Fact(_("Before"), one.before),
            Fact(_("Sent"), one.now),
        )
        return tuple(line for line in lines if line.value)

    @property
    def links(self) -> tuple[tuple[Promise | str, str], ...]:
        return self.judged.files if self.judged else ()

    @property
    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        accepted = said["accepted"] == "yes"
        return {
            "item": said["item"],
            "accepted": accepted,
            "note": "" if accepted else said["note"],
        }

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        if sent.get("accepted") == "no" and not sent.get("note"):
            self.add_error("note", _("Say what is still wrong with it."))
        return sent
