"""Counting forward in each unit of a time limit, and counting what of it a stretch of time used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time, timedelta
from itertools import groupby

from .days import ONE_DAY, Calendar, Day
from .derivation import Cutoff, Opened, Rolled, Skipped, Step, Unconfirmed, Unit, Worked
from .reading import DayType

# A term that ends on a weekly day off or a holiday ends on the next working day.
ROLLING = "Bộ luật Dân sự 2015, điều 148(5)"

NO_TIME = timedelta()
# Received later than this, what is decided within a day is decided the next one.
CUTOFF = time(15)

# From a start and the time left to the steps that lead to the end, and the end.
Counter = Callable[[datetime, timedelta, Calendar], tuple[list[Step], datetime]]
# From a stretch of time to what it used, and the steps that say so.
Meter = Callable[[datetime, datetime, Calendar], tuple[timedelta, list[Step]]]


def count_working_days(
    start: datetime, left: timedelta, calendar: Calendar
) -> tuple[list[Step], datetime]:
    """The first day is not counted; with nothing left it is that day, or the next working one."""
    over: list[Day] = []
    days = left.days
    for day in calendar.since(start.date()):
        if day.date > start.date():
            over.append(day)
            days -= day.working
        elif days <= 0 and start < calendar.closing(day.date):
            # Looked at, too: whether the limit can end on it.
            over.append(day)
        if days <= 0 and day.working and start < calendar.closing(day.date):
            break
    return list(walked(over)), calendar.closing(day.date)


def count_calendar_days(
    start: datetime, left: timedelta, calendar: Calendar
) -> tuple[list[Step], datetime]:
    """Days off count too, but a term never ends on one."""
    last = start.date() + (left or ONE_DAY * (start >= calendar.closing(start.date())))
    passed = calendar.between(start.date() + ONE_DAY, last - ONE_DAY)
    ending: list[Day] = []
    for day in calendar.since(last):
        ending.append(day)
        if day.working:
            break
    steps = [*doubts(passed), *walked(ending)]
    if day.date > last:
        steps.append(Rolled(since=last, until=day.date, basis=ROLLING))
    return steps, calendar.closing(day.date)


def count_working_hours(
    start: datetime, left: timedelta, calendar: Calendar
) -> tuple[list[Step], datetime]:
    """Time passes only while the doors are open; outside, it is counted from the next opening."""
    for begins, closes in _open_from(start, calendar):
        if begins + left <= closes:
            break
        left -= closes - begins
    end = begins + left
    opened = next(_open_from(start, calendar))[0]
    steps: list[Step] = [Opened(at=opened)] if opened > start else []
    return [*steps, *walked(calendar.between(start.date(), end.date()))], end


def count_same_day(
    start: datetime, left: timedelta, calendar: Calendar
) -> tuple[list[Step], datetime]:
    """The day itself, if the office works on it and it is not too late in it."""
    late = calendar.day(start.date()).working and start.time() > CUTOFF
    first = start.date() + ONE_DAY * late
    over: list[Day] = []
    for day in calendar.since(first):
        over.append(day)
        if day.working:
            break
    steps: list[Step] = [Cutoff(at=CUTOFF)] if late else []
    return [*steps, *walked(over)], calendar.closing(day.date)


def use_working_days(
    since: datetime, until: datetime, calendar: Calendar
) -> tuple[timedelta, list[Step]]:
    over = calendar.between(since.date() + ONE_DAY, until.date())
    return timedelta(days=sum(day.working for day in over)), list(walked(over))


def use_calendar_days(
    since: datetime, until: datetime, calendar: Calendar
) -> tuple[timedelta, list[Step]]:
    over = calendar.between(since.date() + ONE_DAY, until.date())
    return timedelta(days=len(over)), list(doubts(over))


def use_working_hours(
    since: datetime, until: datetime, calendar: Calendar
) -> tuple[timedelta, list[Step]]:
    over = calendar.between(since.date(), until.date())
    open_hours = (hours for day in over for hours in calendar.opening(day))
    used = (min(closes, until) - max(opens, since) for opens, closes in open_hours)
    return sum((max(time, NO_TIME) for time in used), NO_TIME), list(walked(over))


def _open_from(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of office hours from a moment on."""
    for day in calendar.since(start.date()):
        for opens, closes in calendar.opening(day):
            if start < closes:
                yield max(opens, start), closes


def walked(days: Iterable[Day]) -> Iterator[Step]:
    """What must be said of the days a count went over; an ordinary working day needs no word."""
    for _key, same in groupby(days, key=lambda d: (d.type, d.name, d.source, d.unconfirmed)):
        run = list(same)
        first, last = run[0], run[-1]
        if not first.working:
            yield Skipped(
                since=first.date,
                until=last.date,
                type=first.type,
                name=first.name,
                source=first.source,
            )
        elif first.type is DayType.SWAP_WORKING:
            yield Worked(since=first.date, until=last.date, name=first.name, source=first.source)
        yield from doubts(run)


def doubts(days: Iterable[Day]) -> Iterator[Step]:
    """The days that would be something else if an unconfirmed entry came true."""
    for day in days:
        if day.unconfirmed:
            yield Unconfirmed(
                day=day.date,
                type=day.unconfirmed.type,
                name=day.unconfirmed.name,
                source=day.unconfirmed.source,
                taken_as=day.type,
            )


COUNTERS: dict[Unit, Counter] = {
    Unit.WORKING_DAYS: count_working_days,
    Unit.CALENDAR_DAYS: count_calendar_days,
    Unit.WORKING_HOURS: count_working_hours,
    Unit.SAME_DAY: count_same_day,
}
METERS: dict[Unit, Meter] = {
    Unit.WORKING_DAYS: use_working_days,
    Unit.CALENDAR_DAYS: use_calendar_days,
    Unit.WORKING_HOURS: use_working_hours,
}
