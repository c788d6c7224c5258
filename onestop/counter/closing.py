"""The acts at the end: number and day, the agency's seal, the result in the hands of its owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop import proof
from onestop.ui.components.reading import Fact
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import result_type_of

from .asking import ActForm, named
from .checklist import LONGEST_REASON
from .opened import Opened
from .results import ended


class Number(ActForm):
    """No field: the book knows the next number."""

    act = "number"
    title = gettext_lazy("Number the result")
    lead = gettext_lazy(
        "The result gets the next number of the book and today's day. Both stay with it for good."
    )
    button = gettext_lazy("Give number and day")

    @property
    def facts(self) -> tuple[Fact, ...]:
        return decided(self.opened)


class Issue(proof.Pin, ActForm):
    """The seal takes the PIN of its key and a code that is not old."""

    act = "issue"
    title = gettext_lazy("Seal and issue the result")
    lead = gettext_lazy(
        "The agency's seal is set and the result enters the register. The time of the agency ends,"
        " and the applicant is told."
    )
    button = gettext_lazy("Seal and issue")
    icon = "seal"
    signs = True

    @property
    def facts(self) -> tuple[Fact, ...]:
        return decided(self.opened)


class HandOver(ActForm):
    """The proof of it is how, and to whom. What no longer counts goes with what ended it."""

    act = "hand_over"
    title = gettext_lazy("Hand over the result")
    lead = gettext_lazy("Write down how and to whom. It is kept as the proof of the handing over.")
    button = gettext_lazy("Hand over")

    how = forms.ChoiceField(
        label=gettext_lazy("How it is handed over"),
        choices=Dossier.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say how it is handed over.")},
    )
    received_by = forms.CharField(
        label=gettext_lazy("Received by"),
        help_text=gettext_lazy(
            "Name of the person who takes it. Compare with their card; ask for the letter of"
            " authority if it is not the applicant."
        ),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Write down who received the result.")},
    )

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        self.initial["how"] = opened.dossier.channel

    @property
    def facts(self) -> tuple[Fact, ...]:
        dossier = self.opened.dossier
        return (
            *decided(self.opened),
            *(
                Fact(_("No longer in force; give what ended it with it"), line.words)
                for line in ended(self.opened)
            ),
            Fact(_("Owner of the dossier"), str(dossier.owner)),
            Fact(_("Filed by"), str(dossier.submitter)),
        )


def decided(opened: Opened) -> tuple[Fact, ...]:
    """Which document this is about, and how far it has come."""
    dossier, procedure = opened.dossier, opened.procedure
    kind = result_type_of(dossier, procedure)
    number = dossier.document_numbers.exclude(state="void").select_related("book").first()
    return (
        Fact(_("Document"), str(kind.title)),
        Fact(_("Signed by"), named(opened.signer) if opened.signer else ""),
        *([Fact(_("Number"), str(number), kind="num")] if number else []),
    )
