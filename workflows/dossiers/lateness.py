"""Whose time it is, and whose lateness: read from who held the file when it was due.

Every late day belongs to whoever held the file on it; the cause is the step that held it when the
due moment passed. A third agency's days are told apart; the applicant's are never late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from workflows.clock.counting import use_working_days
from workflows.clock.days import LEGAL_TIME, Calendar

from .models import Dossier, Holding

Party = Holding.Party


@dataclass(frozen=True)
class Share:
    """What one holding used of the time, in working days, and how many of them were late."""

    holding: Holding
    days: int
    late_days: int
    # Whether the due moment passed while the file lay here.
    caused: bool


def shares(
    dossier: Dossier, holdings: Iterable[Holding], calendar: Calendar, *, at: datetime
) -> tuple[Share, ...]:
    """One for each holding since reception, in their order; nothing is asked of the database."""
    received, due_at = dossier.received_at, dossier.due_at
    if received is None:
        return ()
    ended = dossier.ended_at or at
    late_since = due_at if is_late(dossier, at=at) else None
    return tuple(
        _share(one, max(one.since, received), min(one.until or ended, ended), late_since, calendar)
        for one in holdings
        if (one.until is None or one.until > received) and one.since < ended
    )


def is_late(dossier: Dossier, *, at: datetime) -> bool:
    """What is open is late from the moment it was due; what has ended, by date."""
    due_at, ended_at = dossier.due_at, dossier.ended_at
    if due_at is None:
        return False
    if ended_at is None:
        return at > due_at
    return localtime(ended_at, LEGAL_TIME).date() > localtime(due_at, LEGAL_TIME).date()


def _share(
    holding: Holding,
    since: datetime,
    until: datetime,
    late_since: datetime | None,
    calendar: Calendar,
) -> Share:
    """Days of the applicant are counted, and never late."""
    days, theirs = working_days(since, until, calendar), holding.party == Party.CITIZEN
    if late_since is None or until <= late_since or theirs:
        return Share(holding, days, late_days=0, caused=False)
    return Share(
        holding,
        days,
        late_days=working_days(max(since, late_since), until, calendar),
        caused=since <= late_since,
    )


def working_days(since: datetime, until: datetime, calendar: Calendar) -> int:
    """As the law counts them: the first day is not one, the last is."""
    used, _steps = use_working_days(
        localtime(since, LEGAL_TIME), localtime(until, LEGAL_TIME), calendar
    )
    return used.days


def cause_of(found: Iterable[Share]) -> Share | None:
    """The share under which the due moment passed; none where nothing is late."""
    return next((one for one in found if one.caused), None)
