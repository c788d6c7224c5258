"""What moves a dossier, or its day: passed on, taken up, an event noted, an apology."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import day
from procedures import shown
from workflows.dossiers.models import DueChange
from workflows.routes.apologising import last_day

from .asking import ActForm, a_day, written
from .opened import Opened


class Forward(ActForm):
    """The agency that decides receives it; there its clock starts."""

    act = "forward"
    title = gettext_lazy("Pass on to the agency that decides")
    lead = gettext_lazy(
        "This agency may take the dossier in, but another one decides it. There it is received, and"
        " its time limit begins. You keep it in sight, and the result can be handed over here."
    )
    button = gettext_lazy("Pass on")

    @property
    def facts(self) -> tuple[Fact, ...]:
        dossier = self.opened.dossier
        return (
            Fact(_("Filed at"), _agency(dossier.receiving_agency, self.opened)),
            Fact(_("Decided by"), _agency(dossier.competent_agency, self.opened)),
        )


class TakeUp(ActForm):
    """Nobody is named: whoever takes it up handles it."""

    act = "take_up"
    title = gettext_lazy("Take up the dossier")
    lead = gettext_lazy("You handle it from now on. Its result is due on the same day.")
    button = gettext_lazy("Take up")

    @property
    def facts(self) -> tuple[Fact, ...]:
        return (Fact(_("Due"), day(self.opened.dossier.due_at), kind="num"),)


class RecordEvent(ActForm):
    """From the event on the limit counts."""

    act = "record_event"
    title = gettext_lazy("Note the event")
    lead = gettext_lazy(
        "The time limit counts from the day on which it came to pass, or from reception where that"
        " is later. The applicant is told of the day of return that follows."
    )
    button = gettext_lazy("Note it, and start the clock")

    # `on` is what the act calls it.
    on = a_day(gettext_lazy("Day on which it came to pass"), error=gettext_lazy("Enter the day."))
    note = written(
        gettext_lazy("What shows it"),
        hint=gettext_lazy("For example: the last notice, and that nobody complained."),
        required=False,
        longest=500,
        rows=2,
    )

    @property
    def facts(self) -> tuple[Fact, ...]:
        channel = self.opened.procedure.channel(self.opened.dossier.channel)
        event = str(channel.counted_from or "")
        return (
            Fact(_("Event"), event),
            Fact(_("Time limit"), shown.limit_of(channel, self.opened.language)),
        )

    def clean_on(self) -> Any:
        told = self.cleaned_data["on"]
        if told >= localdate(self.opened.at):
            raise forms.ValidationError(_("That day is not over yet."))
        return told


class Apologise(ActForm):
    """Once only, and before the day has come."""

    act = "apologise"
    barred = True
    title = gettext_lazy("Apologise, and name a new day")
    lead = gettext_lazy(
        "The applicant gets an apology with the reason and the new day of return (Form 04). The day"
        " moves once only; it still counts as moved in every report."
    )
    button = gettext_lazy("Send the apology")

    due_on = a_day(
        gettext_lazy("New day of return"), error=gettext_lazy("Enter the new day of return.")
    )
    reason = written(
        gettext_lazy("Why it will be late"),
        hint=gettext_lazy("It is printed on the form that the applicant gets."),
        error=gettext_lazy("Say why it will be late."),
    )

    @property
    def obstacles(self) -> tuple[Fault, ...]:
        """What the law bars is said before anything is typed."""
        dossier = self.opened.dossier
        if dossier.due_at is None:
            return (Fault(_("No day of return has been named yet."), "act"),)
        if self._moved:
            return (Fault(_("The day of return was moved once already."), "act"),)
        if localdate(self.opened.at) > last_day(dossier.due_at):
            last = day(last_day(dossier.due_at))
            said = _("An apology was possible until %(day)s, the day before it is due.")
            return (Fault(said % {"day": last}, "act"),)
        return ()

    @property
    def _moved(self) -> bool:
        return any(one.cause == DueChange.Cause.APOLOGY for one in self.opened.due_changes)

    @property
    def facts(self) -> tuple[Fact, ...]:
        due_at = self.opened.dossier.due_at
        if due_at is None:
            return ()
        return (
            Fact(_("Due now"), day(due_at), kind="num"),
            Fact(_("Last day for an apology"), day(last_day(due_at)), kind="num"),
        )

    def clean_due_on(self) -> Any:
        new, due_at = self.cleaned_data["due_on"], self.opened.dossier.due_at
        if due_at is not None and new <= localdate(due_at):
            raise forms.ValidationError(_("The new day must be later than the day it is due now."))
        return new


def _agency(agency: Any, opened: Opened) -> str:
    return str(agency.name_on(localdate(opened.at)))
