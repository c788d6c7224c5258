"""The time limit of a dossier as lists show it, in the working days of the agency that decides."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from onestop.ui.components.signs import SOON, Due
from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.clock.deadline import Limit, due
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.lateness import working_days
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import WITH_APPLICANT

# One figure counts dossiers of many agencies; each row counts by its own agency's calendar.
CALENDAR = "national"


# The agency's time runs: nothing else is overdue, or near.
RUNNING = Q(ended_at=None) & ~Q(status__in=WITH_APPLICANT)


def limit_of(dossier: Dossier, *, at: datetime) -> Due | None:
    """None before reception, and where no calendar counts the days.

    While the applicant is to answer it stands still: nobody's days are counted.
    Asks nothing where the competent agency was selected with the dossier.
    """
    if dossier.due_at is None:
        return None
    if dossier.ended_at:
        return Due(dossier.ended_at, 0, done=True)
    if dossier.status in WITH_APPLICANT:
        return Due(dossier.due_at, 0, paused=True)
    calendar = announced.calendar(dossier.competent_agency.calendar)
    try:
        days, late = days_left(dossier.due_at, calendar, at=at)
    except NoCalendarForYear:
        return None
    return Due(dossier.due_at, days, late=late)


def days_left(due_at: datetime, calendar: Calendar, *, at: datetime) -> tuple[int, bool]:
    """The working days until it is due, or since where it is late; and whether it is late."""
    late = at > due_at
    since, until = (due_at, at) if late else (at, due_at)
    return working_days(since, until, calendar), late


def soon_until(at: datetime) -> datetime | None:
    """The last moment that counts as soon in lists and figures; none where no calendar says."""
    return end_of(f"{SOON} working days", since=at)


def end_of(limit: str, *, since: datetime) -> datetime | None:
    """When a limit that begins at this moment ends; none where no calendar says."""
    try:
        return due(since, Limit.parse(limit), announced.calendar(CALENDAR)).at
    except NoCalendarForYear:
        return None
