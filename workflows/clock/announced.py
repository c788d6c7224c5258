"""The calendar as it stands: its files, and what was announced and confirmed since."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .days import Calendar
from .models import AnnouncedDay

_known: ContextVar[dict[str, Calendar] | None] = ContextVar("known", default=None)


def calendar(name: str) -> Calendar:
    """The calendar an agency names, by which dossiers are counted. One statement.

    `Calendar.load` knows the files alone, for what needs no database.
    """
    known = _known.get()
    if known is None:
        return _asked(name)
    if name not in known:
        known[name] = _asked(name)
    return known[name]


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block each calendar is asked for once: for a page, or a look at many dossiers."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def _asked(name: str) -> Calendar:
    told = AnnouncedDay.objects.filter(calendar=name, confirmed_at__isnull=False)
    return Calendar.load(name).with_days((one.listed, one.version) for one in told)
