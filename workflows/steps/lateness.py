"""Lateness announced (T22): an apology and one new day of return, before the old one has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from workflows.clock import announced
from workflows.clock.days import LEGAL_TIME
from workflows.clock.deadline import Limit, promised
from workflows.dossiers.models import Dossier, DueChange
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from . import slips
from .due_dates import Cause, set_due
from .refusals import (
    AlreadyApologised,
    NoDayYet,
    NoEarlierDay,
    ReasonNeeded,
    TooLateToApologise,
)
from .settle import settle
from .typed import typed

BASIS = "NĐ 61/2018, 19(9)"
ONE_DAY = timedelta(days=1)


def apologise(dossier: Dossier, *, by: Acting, at: datetime, reason: str, due_on: date) -> Entry:
    """The day of return moves once, with the reason and the new day in writing (Mẫu 04).

    At the latest a day before the old one ends; a second lateness goes to whoever is above.
    """
    reason = typed(reason, longest=2_000)
    if not reason:
        raise ReasonNeeded
    was_due = dossier.due_at
    if was_due is None:
        raise NoDayYet
    told = dossier.due_changes.filter(cause=DueChange.Cause.APOLOGY)
    if earlier := told.select_related("by__account__person").first():
        who = earlier.by.account.person if earlier.by else None
        raise AlreadyApologised(str(who or earlier.by), earlier.at)
    if localdate(at) > last_day(was_due):
        raise TooLateToApologise(last_day(was_due))
    if due_on <= was_due.astimezone(LEGAL_TIME).date():
        raise NoEarlierDay
    paper = dossier.due_changes.filter(promised=True).order_by("number").last()
    written = (paper and paper.due_at) or was_due
    procedure = procedure_of(dossier)
    limit = Limit.parse(procedure.channel(dossier.channel).limit)
    calendar = announced.calendar(dossier.competent_agency.calendar)
    moved = promised(at, due_on, limit, calendar, basis=BASIS)
    set_due(dossier, moved, Cause.APOLOGY, by=by, at=at, promised=True, basis=BASIS)
    slip = slips.apology(dossier, procedure, reason=reason, on_paper=written, by=by, at=at)
    was = dossier.status
    dossier.announce_lateness()
    return settle(
        dossier,
        "apologise",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details={"from": localdate(was_due).isoformat()},
        private={"reason": reason},
    )


def last_day(due_at: datetime) -> date:
    """Until which day an apology is in time."""
    return localdate(due_at) - ONE_DAY
