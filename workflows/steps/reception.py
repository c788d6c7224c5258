"""Reception (T4, T5): the counter takes the dossier in and the clock starts, or refuses it."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localdate

from procedures.schema import Procedure
from workflows.clock.days import Calendar
from workflows.clock.deadline import Due, Limit, by_plan, due
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.numbering import next_code
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.people.models import Agency
from workflows.permissions.rules import Acting

from . import slips
from .clean import check_clean
from .refusals import (
    DecidedElsewhere,
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
    _check_in_line(dossier.receiving_agency, dossier.competent_agency)
    procedure = procedure_of(dossier)
    check_whole(dossier, procedure)
    check_clean(dossier)
    promised = _due(dossier, procedure, at, due_on)
    dossier.code = next_code(dossier.receiving_agency, on=localdate(at))
    dossier.received_at = at
    dossier.due_at = dossier.original_due_at = promised.at
    dossier.derivation = promised.derivation_json()
    _start_clock(dossier, procedure, by, at)
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


def _check_in_line(receiving: Agency, competent: Agency) -> None:
    """An agency receives for itself or along its own line: else the receipt is non-territorial.

    Then the limit counts from receipt by the competent agency: NĐ 309/2026 art. 17(3).
    """
    above, below = receiving.parent_id == competent.pk, competent.parent_id == receiving.pk
    if not (receiving == competent or above or below):
        raise DecidedElsewhere


def _due(dossier: Dossier, procedure: Procedure, at: datetime, due_on: date | None) -> Due:
    channel = procedure.channel(dossier.channel)
    calendar = Calendar.load(dossier.competent_agency.calendar)
    if not channel.is_dated_by_hand:
        if due_on is not None:
            raise DueDateFixed
        return due(at, Limit.parse(channel.limit), calendar)
    if due_on is None:
        raise DueDateNeeded(channel.counted_from)
    return by_plan(at, due_on, calendar, event=channel.counted_from)


def _start_clock(dossier: Dossier, procedure: Procedure, by: Acting, at: datetime) -> None:
    ClockSegment.objects.create(
        dossier=dossier,
        cause=ClockSegment.Cause.RUNNING,
        started_at=at,
        begun_by=by.office,
        basis="NĐ 309/2026, 17(3)",
    )
