"""The event from which a limit counts, recorded when it has come to pass."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from workflows.clock import announced
from workflows.clock.deadline import Limit, from_event, starts
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .due_dates import Cause, set_due
from .refusals import NotYet
from .settle import settle
from .supplement import stop_clock
from .typed import typed


def record_event(dossier: Dossier, *, by: Acting, at: datetime, on: date, note: str = "") -> Entry:
    """The clock starts from the day of the event, or from reception where that is later.

    For dissolution: the last day of the notice period, once it is over: until midnight somebody
    may complain. The day itself is not counted, so nobody loses by it.
    """
    if on >= localdate(at):
        raise NotYet(on)
    procedure, note = procedure_of(dossier), typed(note)
    channel = procedure.channel(dossier.channel)
    received, event = dossier.received_at, channel.counted_from
    assert received is not None and event is not None, "along this route"  # noqa: S101, PT018
    calendar = announced.calendar(dossier.competent_agency.calendar)
    counted = from_event(received, on, Limit.parse(channel.limit), calendar, event=event)
    start = starts(received, on)
    stop_clock(dossier, at=start)
    ClockSegment.objects.create(
        dossier=dossier,
        cause=ClockSegment.Cause.RUNNING,
        started_at=start,
        begun_by=by.post,
        basis=channel.basis.cited[:300] if channel.basis.text else "",
    )
    dossier.event_on = on
    set_due(dossier, counted, Cause.EVENT, by=by, at=at, promised=False)
    return settle(
        dossier,
        "record_event",
        by=by,
        at=at,
        was=dossier.status,
        details={"on": on.isoformat()},
        private={"note": note} if note else {},
    )
