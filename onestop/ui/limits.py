"""The time limit of a dossier as lists show it, in the working days of the agency that decides."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from onestop.ui.components.signs import SOON, Due
from workflows.clock.counting import use_working_days
from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.deadline import Limit, due
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.models import Dossier

CALENDAR = "national"


def limit_of(dossier: Dossier, *, at: datetime) -> Due | None:
    """None before reception, and where no calendar counts the days.

    Asks nothing where the competent agency was selected with the dossier.
    """
    if dossier.due_at is None:
        return None
    if dossier.ended_at:
        return Due(dossier.ended_at, 0, done=True)
    late = at > dossier.due_at
    since, until = (dossier.due_at, at) if late else (at, dossier.due_at)
    calendar = Calendar.load(dossier.competent_agency.calendar)
    try:
        used, _steps = use_working_days(
            localtime(since, LEGAL_TIME), localtime(until, LEGAL_TIME), calendar
        )
    except NoCalendarForYear:
        return None
    return Due(dossier.due_at, used.days, late=late)


def soon_until(at: datetime) -> datetime | None:
    """The last moment that counts as soon in lists and figures; none where no calendar says."""
    try:
        return due(at, Limit.parse(f"{SOON} working days"), Calendar.load(CALENDAR)).at
    except NoCalendarForYear:
        return None
