"""Which days and hours an agency works: the calendar, and what it says of one day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

from procedures.words import Text

from .errors import NoCalendarForYear, UnknownCalendar
from .reading import DayType, FileVersion, ListedDay, Week, read_week, read_years

LEGAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)

_CALENDARS = Path(__file__).parent / "calendar"


def morning(at: datetime) -> datetime:
    """When the legal day of this moment began."""
    return datetime.combine(at.astimezone(LEGAL_TIME), time.min, LEGAL_TIME)


@dataclass(frozen=True)
class Day:
    """What a day is, by which source, and what it would be if an unconfirmed entry came true."""

    date: date
    type: DayType
    source: str
    name: Text | None = None
    unconfirmed: ListedDay | None = None

    @property
    def working(self) -> bool:
        return self.type.counts


@dataclass(frozen=True, eq=False)
class Calendar:
    """The ordinary week, the days that differ from it, and the files that say so."""

    name: str
    week: Week
    listed: Mapping[date, ListedDay] = field(repr=False)
    files: Mapping[int, FileVersion]
    week_file: FileVersion
    # Days announced since the files were written, each as what was announced reads.
    announced: tuple[tuple[date, FileVersion], ...] = ()

    @classmethod
    def load(cls, name: str) -> Calendar:
        """The calendar an agency names, read once."""
        return _loaded(name)

    @classmethod
    def read(cls, folder: Path) -> Calendar:
        """The calendar in a folder; raises `InvalidCalendar`."""
        week, week_file = read_week(folder)
        years = read_years(folder)
        return cls(
            name=folder.name,
            week=week,
            listed=MappingProxyType({d.day: d for year, _ in years.values() for d in year.days}),
            files=MappingProxyType({number: file for number, (_, file) in years.items()}),
            week_file=week_file,
        )

    def day(self, on: date) -> Day:
        """An unconfirmed entry does not count: the weekday decides, the entry stays in view."""
        if on.year not in self.files:
            raise NoCalendarForYear(self.name, on.year)
        listed = self.listed.get(on)
        if listed and listed.confirmed:
            return Day(on, listed.type, listed.source, listed.name)
        off = on.isoweekday() in self.week.weekly_off.days
        ordinary = DayType.WEEKLY_OFF if off else DayType.WORKING
        return Day(on, ordinary, self.week.weekly_off.source, unconfirmed=listed)

    def since(self, first: date) -> Iterator[Day]:
        """Day after day, as far as the calendar knows; then raises `NoCalendarForYear`."""
        while True:
            yield self.day(first)
            first += ONE_DAY

    def between(self, first: date, last: date) -> list[Day]:
        """The days from the first to the last; none if they stand the other way round."""
        return [self.day(first + n * ONE_DAY) for n in range((last - first).days + 1)]

    def opening(self, day: Day) -> Iterator[tuple[datetime, datetime]]:
        """When the doors open and close on this day, if they do."""
        if day.working:
            for opens, closes in self.week.opening.hours:
                yield (
                    datetime.combine(day.date, opens, LEGAL_TIME),
                    datetime.combine(day.date, closes, LEGAL_TIME),
                )

    def closing(self, on: date) -> datetime:
        """When office hours end on this day."""
        return datetime.combine(on, self.week.opening.hours[-1][1], LEGAL_TIME)

    def with_days(self, days: Iterable[tuple[ListedDay, FileVersion]]) -> Calendar:
        """The same calendar, with days that were announced since; they count before its files."""
        told = tuple(days)
        return replace(
            self,
            listed=MappingProxyType({**self.listed, **{one.day: one for one, _ in told}}),
            announced=tuple((one.day, version) for one, version in told),
        )

    def versions(self, years: Iterable[int]) -> tuple[FileVersion, ...]:
        """The files, and the announcements, that an answer about these years rests on."""
        asked = tuple(years)
        files = (self.files[year] for year in asked if year in self.files)
        since = (version for day, version in self.announced if day.year in asked)
        return (self.week_file, *files, *since)


@cache
def _loaded(name: str) -> Calendar:
    if name not in {folder.name for folder in _CALENDARS.iterdir() if folder.is_dir()}:
        raise UnknownCalendar(name)
    return Calendar.read(_CALENDARS / name)
