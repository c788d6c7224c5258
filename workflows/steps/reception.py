"""Reception (T4, T5): the counter takes the dossier in and the clock starts, or refuses it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from procedures.schema import Procedure
from workflows.clock import announced
from workflows.clock.deadline import Due, Limit, by_plan, due
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.numbering import next_code
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from . import slips
from .clean import check_clean
from .due_dates import Cause, set_due
from .refusals import (
    DecidedElsewhere,
    DecidedHere,
    DueDateFixed,
    DueDateNeeded,
    UnknownReason,
)
from .settle import settle
from .submission import check_whole
from .typed import typed


def receive(dossier: Dossier, *, by: Acting, at: datetime, due_on: date | None = None) -> Entry:
    """The dossier is complete: it gets its code, Mẫu 01 and its due date (NĐ 309/2026 art. 17(3)).

    `due_on` is given only where the procedure runs by plan or its limit counts from an event,
    and then it must be given.
    """
    if not dossier.counter_is_in_line:
        raise DecidedElsewhere
    procedure = procedure_of(dossier)
    check_whole(dossier, procedure)
    check_clean(dossier)
    promised = _due(dossier, procedure, at, due_on)
    dossier.code = next_code(dossier.counter_agency, on=localdate(at))
    dossier.received_at = at
    set_due(dossier, promised, _cause(promised, due_on), by=by, at=at, promised=True)
    _start_clock(dossier, promised, by, at)
    slip = slips.receipt(dossier, procedure, promised, by=by, at=at)
    was = dossier.status
    dossier.receive()
    return settle(
        dossier,
        "receive",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details={"code": dossier.code, "limit": procedure.channel(dossier.channel).limit},
    )


def reject(dossier: Dossier, *, by: Acting, at: datetime, reason: str, note: str = "") -> Entry:
    """Reception is refused for a reason in law, in writing (Mẫu 03), explained by `note`."""
    procedure = procedure_of(dossier)
    ground = next((r for r in procedure.refusal_reasons if r.key == reason), None)
    if ground is None:
        raise UnknownReason(reason)
    note = typed(note)
    slip = slips.refusal(dossier, procedure, ground, note, by=by, at=at)
    was = dossier.status
    dossier.reject()
    dossier.ended_at = at
    return settle(
        dossier,
        "reject",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details={"reason": reason},
        private={"note": note},
    )


def forward(dossier: Dossier, *, by: Acting, at: datetime) -> Entry:
    """An agency that is not competent passes the dossier on to the one that is, as it is.

    Non-territorial receipt: the clock starts when that one receives it (NĐ 309/2026 art. 17(3)).
    """
    if dossier.counter_is_in_line:
        raise DecidedHere
    dossier.counter_agency = dossier.competent_agency
    return settle(
        dossier,
        "forward",
        by=by,
        at=at,
        was=dossier.status,
        details={"to": str(dossier.competent_agency.public_id)},
    )


def _cause(promised: Due | None, due_on: date | None) -> Cause:
    if promised is None:
        return Cause.WAITING
    return Cause.RECEIVED if due_on is None else Cause.PLANNED


def _due(dossier: Dossier, procedure: Procedure, at: datetime, due_on: date | None) -> Due | None:
    channel = procedure.channel(dossier.channel)
    calendar = announced.calendar(dossier.competent_agency.calendar)
    if not procedure.is_dated_by_hand(dossier.channel):
        if due_on is not None:
            raise DueDateFixed
        if procedure.route.name == "event_started":
            return None
        return due(at, Limit.parse(channel.limit), calendar)
    if due_on is None:
        raise DueDateNeeded(channel.counted_from)
    return by_plan(at, due_on, calendar, event=channel.counted_from)


def _start_clock(dossier: Dossier, promised: Due | None, by: Acting, at: datetime) -> None:
    cause = ClockSegment.Cause.RUNNING if promised else ClockSegment.Cause.EVENT
    ClockSegment.objects.create(
        dossier=dossier,
        cause=cause,
        started_at=at,
        begun_by=by.office,
        basis="NĐ 309/2026, 17(3)",
    )
