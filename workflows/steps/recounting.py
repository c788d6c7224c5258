"""Counting a due date again, after a day off was announced: later if the law makes it so.

What the applicant has on paper stays promised; the recounted day stands beside it.
"""

from __future__ import annotations

from datetime import datetime

from workflows.clock import announced
from workflows.clock.deadline import Due, Limit, due, from_event, promised, resume
from workflows.clock.derivation import Planned, Promised, read
from workflows.clock.errors import LimitUsedUp
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import ClockSegment, Dossier, DueChange
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .due_dates import Cause, set_due
from .settle import settle


def recount(dossier: Dossier, *, by: Acting, at: datetime, day: AnnouncedDay) -> Entry | None:
    """None where the date stays. It never comes earlier than what was promised."""
    counted = _counted(dossier)
    if counted is None or dossier.due_at is None or counted.at <= dossier.due_at:
        return None
    set_due(dossier, counted, Cause.HOLIDAY, by=by, at=at, promised=False, basis=day.source)
    return settle(
        dossier,
        "recount",
        by=by,
        at=at,
        was=dossier.status,
        details={"announced": str(day.public_id), "day": day.day.isoformat()},
    )


def _counted(dossier: Dossier) -> Due | None:
    """The date by the calendar as it stands now, on the ground on which it was found first."""
    ground = dossier.due_changes.exclude(cause=Cause.HOLIDAY).last()
    procedure = procedure_of(dossier)
    channel = procedure.channel(dossier.channel)
    limit, received = Limit.parse(channel.limit), dossier.received_at
    calendar = announced.calendar(dossier.competent_agency.calendar)
    if ground is None or received is None:
        return None
    match Cause(ground.cause):
        case Cause.RECEIVED:
            return due(received, limit, calendar)
        case Cause.EVENT if dossier.event_on and channel.counted_from:
            event = channel.counted_from
            return from_event(received, dossier.event_on, limit, calendar, event=event)
        case Cause.SUPPLEMENT:
            # A later supplement may have moved no day: it counts no more than it did then.
            before = dossier.clock_segments.filter(
                cause=ClockSegment.Cause.RUNNING, ended_at__lte=ground.at
            )
            ran = [(one.started_at, one.ended_at) for one in before if one.ended_at]
            effect = procedure.supplement_effect
            try:
                return resume(ground.at, limit, calendar, effect=effect, ran=ran)
            except LimitUsedUp:
                return None
        case Cause.PLANNED | Cause.APOLOGY:
            return _named(ground, limit, dossier)
        case _:
            return None


def _named(ground: DueChange, limit: Limit, dossier: Dossier) -> Due | None:
    """A day that was named stays that day, unless it has become a day off since."""
    calendar = announced.calendar(dossier.competent_agency.calendar)
    for step in read(ground.derivation):
        if isinstance(step, Planned | Promised):
            day = step.day
            was_off = isinstance(step, Planned) and not step.type.counts
            if was_off or calendar.day(day).working:
                return None
            return promised(ground.at, day, limit, calendar, basis=calendar.day(day).source)
    return None
