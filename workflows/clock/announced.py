"""The calendar as it stands: its files, and what was announced and confirmed since."""

from __future__ import annotations

from .days import Calendar
from .models import AnnouncedDay


def calendar(name: str) -> Calendar:
    """The calendar an agency names, by which dossiers are counted. One statement.

    `Calendar.load` knows the files alone, for what needs no database.
    """
    told = AnnouncedDay.objects.filter(calendar=name, confirmed_at__isnull=False)
    return Calendar.load(name).with_days((one.listed, one.version) for one in told)
