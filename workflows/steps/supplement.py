"""Supplement after assessment (T8, T9): the clock stands still until the dossier is whole again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.functions import Greatest

from procedures.schema import Procedure
from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.clock.deadline import Due, Limit, due, resume
from workflows.clock.errors import LimitUsedUp
from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import ClockSegment, Dossier, DueChange
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting
from workflows.results.reuse import Proof

from . import slips
from .answering import take_in
from .asking import Stage, open_request, told
from .due_dates import Cause, set_due
from .refusals import AskedTooLate
from .settle import settle
from .submission import handed_in

# NĐ 61/2018 art. 19(4): returned within three working days from receipt, unless special law says
# otherwise.
WITHIN = Limit.parse("3 working days")
BASIS = "NĐ 61/2018, 19(4)"
Segment = ClockSegment


def ask(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    items: Mapping[str, str],
    legal_basis: str = "",
    approved_by: str = "",
) -> Entry:
    """The handler asks once, for everything (Mẫu 02), within three working days of reception.

    Later only on `legal_basis`; a second time with a superior's consent besides.
    """
    calendar = announced.calendar(dossier.competent_agency.calendar)
    if at > last_moment(dossier, calendar) and not legal_basis.strip():
        raise AskedTooLate(last_moment(dossier, calendar))
    request = open_request(
        dossier,
        Stage.ASSESSMENT,
        items,
        by=by,
        at=at,
        legal_basis=legal_basis,
        approved_by=approved_by,
    )
    slip = slips.completion(dossier, procedure_of(dossier), request, by=by, at=at)
    turn_clock(dossier, Segment.Cause.SUPPLEMENT, by=by, at=at, basis=request.legal_basis or BASIS)
    was = dossier.status
    dossier.ask_supplement()
    return settle(
        dossier,
        "ask_supplement",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details=told(request),
        private={"legal_basis": request.legal_basis} if request.legal_basis else {},
    )


def last_moment(dossier: Dossier, calendar: Calendar) -> datetime:
    """Until when a supplement may be asked for without a text of law of its own."""
    assert dossier.received_at is not None, "the clock has started"  # noqa: S101
    return due(dossier.received_at, WITHIN, calendar).at


def supplement(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    proofs: Mapping[str, Proof],
    answers: Mapping[str, Any] | None = None,
    papers: Mapping[str, HandedIn] | None = None,
    consents: Collection[str] = (),
) -> Entry:
    """The dossier is whole again: the clock runs, by the rule of the procedure anew or for what
    was left of it, and the applicant gets a new Mẫu 01.
    """
    procedure = procedure_of(dossier)
    answered = take_in(
        dossier,
        procedure,
        by=by,
        at=at,
        proofs=proofs,
        answers=answers or {},
        papers=papers or {},
    )
    ran = _ran(dossier)
    turn_clock(dossier, Segment.Cause.RUNNING, by=by, at=at, basis=BASIS)
    slip = None
    if (counted := _resumed(dossier, procedure, ran, at)) is not None:
        set_due(dossier, counted, Cause.SUPPLEMENT, by=by, at=at, promised=True, basis=BASIS)
        handler = dossier.handler
        assert handler is not None, "named before anything was asked"  # noqa: S101
        officer = Acting(handler.account, handler)
        slip = slips.receipt(dossier, procedure, counted, by=officer, at=at, brought_by=by)
    was = dossier.status
    dossier.supplement()
    return settle(
        dossier,
        "supplement",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest if slip else None,
        details=handed_in(dossier) | {"consents": sorted({*answered.used} & set(consents))},
        private={"answers": dossier.answers},
    )


def turn_clock(
    dossier: Dossier, cause: Segment.Cause, *, by: Acting, at: datetime, basis: str
) -> None:
    """Ends the segment that runs and begins one of another cause."""
    stop_clock(dossier, at=at)
    Segment.objects.create(
        dossier=dossier, cause=cause, started_at=at, begun_by=by.post, basis=basis
    )


def stop_clock(dossier: Dossier, *, at: datetime) -> None:
    """Whoever waited for the lock took the moment before the act that began the segment did."""
    running = dossier.clock_segments.filter(ended_at=None)
    running.update(ended_at=Greatest("started_at", Value(at)))


def _ran(dossier: Dossier) -> list[tuple[datetime, datetime]]:
    """The stretches in which the agency's time ran, each until something was asked."""
    running = dossier.clock_segments.filter(cause=Segment.Cause.RUNNING, ended_at__isnull=False)
    return [(one.started_at, one.ended_at) for one in running if one.ended_at]


def _resumed(
    dossier: Dossier, procedure: Procedure, ran: list[tuple[datetime, datetime]], at: datetime
) -> Due | None:
    """None where the day of return stays: a plan named it, it had passed, or it is later anyhow.

    Waiting cannot make up for lateness, and takes back nothing that an apology promised. Counted
    from an event and named by hand, a limit may begin anew; what was left of it nobody knows.
    """
    limit = Limit.parse(procedure.channel(dossier.channel).limit)
    effect = procedure.supplement_effect
    by_hand = DueChange.Cause.PLANNED in dossier.due_changes.values_list("cause", flat=True)
    named = by_hand and effect != "RESTART"
    late = dossier.due_at is not None and ran[-1][1] > dossier.due_at
    if limit.by_plan or named or late:
        return None
    calendar = announced.calendar(dossier.competent_agency.calendar)
    try:
        counted = resume(at, limit, calendar, effect=effect, ran=ran)
    except LimitUsedUp:
        return None
    # What an apology promised is not taken back by a count.
    return counted if dossier.due_at is None or counted.at > dossier.due_at else None
