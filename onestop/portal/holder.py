"""Who has the file now, until when and why, as its applicant is told."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.components.reading import Fact
from onestop.ui.components.words import clock_time, day
from procedures.schema import Procedure
from procedures.shown import limit_of
from procedures.words import language_now
from workflows.dossiers.models import Dossier, Holding
from workflows.dossiers.status import Status

from .answering import office

S, Party = Status, Holding.Party
# What is to be done by whoever has it, by the name of the task in its route.
STEPS: dict[str, Promise] = {
    "receive": gettext_lazy("To check whether it is complete, and receive it"),
    "complete": gettext_lazy("To complete it"),
    "assign": gettext_lazy("To give it to an officer of the professional unit"),
    "take_up": gettext_lazy("To take it up and see to it on the same day"),
    "await_event": gettext_lazy(
        "To note when the event has come to pass from which the limit counts"
    ),
    "assess": gettext_lazy("To assess it and draft the result"),
    "supplement": gettext_lazy("To supplement it"),
    "approve": gettext_lazy("To decide on the draft"),
    "sign": gettext_lazy("To sign the result"),
    "number": gettext_lazy("To number and date the result"),
    "issue": gettext_lazy("To seal and issue the result"),
    "hand_over": gettext_lazy("To hand the result over"),
}


def holder_of(dossier: Dossier, procedure: Procedure, *, mine: bool) -> tuple[Fact, ...]:
    """Empty once it has ended; `mine`: whether the reader is the one it may wait for."""
    open_one = dossier.holdings.filter(until=None)
    held = open_one.select_related("agency", "unit__agency").first()
    if held is None:
        return ()
    return (
        Fact(_("Now with"), _who(held, mine=mine)),
        Fact(_("Since"), f"{clock_time(held.since)}, {day(held.since)}"),
        Fact(_("What for"), STEPS.get(held.step, "")),
        Fact(_("Until when"), until_of(dossier, procedure)),
    )


def _who(held: Holding, *, mine: bool) -> str:
    if held.party == Party.CITIZEN:
        return _("You") if mine else _("The one who filed it")
    if held.unit is not None:
        return office(held.unit, on=held.since)
    assert held.agency is not None, "the constraint whoever_holds_is_somewhere"  # noqa: S101
    agency = str(held.agency.name_on(held.since.date()))
    if held.party == Party.THIRD:
        return _("%(agency)s, which passes it on to the agency that decides") % {"agency": agency}
    return agency


def until_of(dossier: Dossier, procedure: Procedure) -> str:
    """A day, or in words why there is none."""
    status = S(dossier.status)
    if status == S.SUBMITTED and not dossier.counter_is_in_line:
        return _("The time limit begins when the agency that decides receives it.")
    if status == S.SUBMITTED:
        return _("The time limit begins when it is received.")
    if status == S.COMPLETION_REQUESTED:
        return _("As soon as you can; the time limit has not begun.")
    if status == S.SUPPLEMENT_REQUESTED:
        return _("As soon as you can; until then the agency's time limit stands still.")
    if status == S.ISSUED:
        return _("Whenever you come for it")
    if dossier.waits_for_event:
        channel = procedure.channel(dossier.channel)
        limit = limit_of(channel, language_now())
        return _("No day can be named yet. The time limit: %(limit)s.") % {"limit": limit}
    return day(dossier.due_at)
