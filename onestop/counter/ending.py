"""Ends that are no result, and results put right: acts of the head of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day
from workflows.dossiers.models import Dossier, Ending
from workflows.people.models import Role
from workflows.results.models import Result
from workflows.routes.giving import patience

from .asking import ActForm, a_day, choices_of, consent, holders, legal_basis, written
from .opened import Opened

Kind, Finance = Dossier.Correction, Ending.Finance
PRINTED = gettext_lazy("It is printed on the form that the applicant gets.")


class Stop(ActForm):
    """On a ground in law, with a superior's consent; whatever was paid is concluded."""

    act = "stop"
    title = gettext_lazy("Stop the dossier")
    lead = gettext_lazy(
        "The dossier ends without a decision. The applicant gets the ground in writing (Form 05)"
        " and may file anew at any time. To refuse what is asked for, propose a refusal instead."
    )
    button = gettext_lazy("Stop the dossier")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        self.fields["ground"] = written(
            gettext_lazy("Why it is stopped"),
            hint=PRINTED,
            error=gettext_lazy("Say why the dossier is stopped."),
        )
        self.fields["legal_basis"] = legal_basis(gettext_lazy("Legal basis"))
        self.fields["approved_by"] = consent(opened, Role.HEAD)
        self.fields["finance"] = forms.ChoiceField(
            label=gettext_lazy("What becomes of the fee"),
            choices=Finance.choices,
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Say what becomes of the fee.")},
        )
        self.fields["finance_note"] = written(
            gettext_lazy("Why it is kept or refunded, and how"),
            hint=gettext_lazy("Not needed where nothing was charged."),
            required=False,
            longest=500,
            rows=2,
        )
        fee = opened.procedure.channel(opened.dossier.channel).fee
        if fee.amount == 0:
            self.initial["finance"] = Finance.NO_CHARGE

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or self.cleaned_data
        charged = sent.get("finance") in (Finance.KEPT, Finance.REFUND)
        if charged and not sent.get("finance_note"):
            self.add_error("finance_note", _("Say why it is kept or refunded."))
        return sent


class StopForSilence(ActForm):
    """Nothing ends by itself: a person decides it, after the agency's own limit."""

    act = "stop_for_silence"
    barred = True
    title = gettext_lazy("Stop, as the applicant does not answer")
    lead = gettext_lazy(
        "The dossier ends without a decision, and the applicant gets the notice in writing (Form"
        " 05). How long the law lets an applicant be silent is not established: the limit is the"
        " agency's own, and provisional."
    )
    button = gettext_lazy("Stop the dossier")

    note = written(
        gettext_lazy("How the applicant was reminded"), hint=PRINTED, required=False, rows=2
    )

    @cached_property
    def until(self) -> datetime | None:
        open_one = [one for one in self.opened.completions if one.answered_at is None]
        if not open_one:
            return None
        return patience(self.opened.dossier, self.opened.calendar)

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        if self.until is None or self.opened.at > self.until:
            return ()
        said = _("The applicant may still answer until %(day)s.") % {"day": day(self.until)}
        return (Fault(said, "act"),)

    @property
    def facts(self) -> tuple[Fact, ...]:
        asked = [one for one in self.opened.completions if one.answered_at is None]
        if not asked or self.until is None:
            return ()
        return (
            Fact(_("Silent since"), day(asked[-1].asked_at), kind="num"),
            Fact(
                _("Internal limit (provisional)"),
                f"{clock_time(self.until)}, {day(self.until)}",
                kind="num",
            ),
        )


class Correct(ActForm):
    """Opens a file of its own, which is drafted, approved, signed and sealed like any result."""

    act = "correct"
    title = gettext_lazy("Put the result right")
    lead = gettext_lazy(
        "A file of its own is opened: it is assessed, approved, signed and issued like any result."
        " Until then the result counts as it is."
    )
    button = gettext_lazy("Open the correction")

    def __init__(self, opened: Opened, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(opened, data)
        self.fields["kind"] = forms.ChoiceField(
            label=gettext_lazy("How it is put right"),
            choices=[
                (
                    Kind.AMEND,
                    gettext_lazy(
                        "Letter of correction: only how it is written is wrong;"
                        " the result stays in force"
                    ),
                ),
                (
                    Kind.REPLACE,
                    gettext_lazy(
                        "Replacement: what it says is wrong; another result takes its"
                        " place, and nobody relies on this one any more"
                    ),
                ),
                (
                    Kind.REVOKE,
                    gettext_lazy(
                        "Revocation: it should not have been issued; it ends, and nobody"
                        " relies on it any more"
                    ),
                ),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose how it is put right.")},
        )
        self.fields["reason"] = written(
            gettext_lazy("What is wrong with it"), error=gettext_lazy("Say what is wrong with it.")
        )
        agencies = (opened.dossier.counter_agency, opened.dossier.competent_agency)
        self.fields["handler"] = forms.ChoiceField(
            label=Role.HANDLER.label,
            choices=choices_of(holders(opened, (Role.HANDLER,), agencies)),
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose who handles it.")},
        )
        self.fields["due_on"] = a_day(
            gettext_lazy("To be done by"), error=gettext_lazy("Enter the day.")
        )

    @cached_property
    def result(self) -> Result | None:
        code = self.opened.dossier.code or ""
        return Result.objects.filter(dossier_code=code).first()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Which result, and who relies on it: they are told when it is put right."""
        if self.result is None:
            return ()
        one = self.result
        used = set(one.uses.values_list("dossier", flat=True))
        codes = Dossier.objects.filter(public_id__in=used).values_list("code", "lookup_secret")
        relying = "; ".join(sorted(code or _("not received yet") for code, _secret in codes))
        return (
            Fact(_("Result"), f"{one.title_vi} {one.number}, {day(one.issued_on)}"),
            Fact(_("State"), one.get_state_display()),
            Fact(_("Used by"), relying or _("nobody so far")),
        )
