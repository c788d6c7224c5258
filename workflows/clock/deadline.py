"""From a moment and a time limit to the due date and the steps that lead there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from django.utils.timezone import localtime

from procedures.words import Text

from . import derivation
from .counting import COUNTERS, METERS, NO_TIME, ROLLING, walked
from .days import LEGAL_TIME, Calendar
from .derivation import Ended, Event, Paused, Planned, Promised, Rolled, Rule, Started, Step, Unit
from .errors import EmptyLimit, LimitUsedUp, PlanNeeded, PlanOver, UnknownLimit

# The limit counts from the receipt of the complete dossier as shown on Mẫu 01.
BASIS = "Nghị định 309/2026/NĐ-CP, điều 17(3)"

_WRITTEN = re.compile(r"(-?[0-9]{1,6}) (working day|calendar day|working hour)s?")


@dataclass(frozen=True)
class Limit:
    """A time limit of the catalogue."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, written: str) -> Limit:
        """Raises `UnknownLimit`, or `EmptyLimit` where no time is left."""
        if written in (Unit.PLAN, Unit.SAME_DAY):
            return cls(0, Unit(written))
        said = _WRITTEN.fullmatch(written)
        if said is None:
            raise UnknownLimit(written)
        if int(said[1]) < 1:
            raise EmptyLimit(written)
        return cls(int(said[1]), Unit(f"{said[2]}s"))

    @property
    def by_plan(self) -> bool:
        return self.unit is Unit.PLAN

    @property
    def in_hours(self) -> bool:
        return self.unit is Unit.WORKING_HOURS

    @property
    def time(self) -> timedelta:
        return timedelta(hours=self.count) if self.in_hours else timedelta(days=self.count)


@dataclass(frozen=True)
class Due:
    """The moment by which a result is due, and how it was found."""

    at: datetime
    derivation: tuple[Step, ...]

    @property
    def day(self) -> date:
        return self.at.date()

    def derivation_json(self) -> list[dict[str, Any]]:
        return derivation.written(self.derivation)


def due(at: datetime, limit: Limit, calendar: Calendar) -> Due:
    """When the result of a dossier received at this moment is due."""
    return _counted(localtime(at, LEGAL_TIME), limit, calendar)


def by_plan(at: datetime, due_on: date, calendar: Calendar, *, event: Text | None = None) -> Due:
    """The day the plan names, as it stands: no count led there, so nothing is rolled forward.

    With an event: the day that the officer reckoned from it.
    """
    planned = Planned(day=due_on, type=calendar.day(due_on).type, event=event)
    end = calendar.closing(due_on)
    if end <= at:
        raise PlanOver(due_on)
    steps: list[Step] = [Started(at=localtime(at, LEGAL_TIME)), planned]
    return _concluded(Limit(0, Unit.PLAN), calendar, steps, end)


def from_event(
    received: datetime, on: date, limit: Limit, calendar: Calendar, *, event: Text
) -> Due:
    """When the result is due if the limit counts from an event, or from receipt if that is later.

    Like the day of receipt, the day of the event is not counted.
    """
    return _counted(starts(received, on), limit, calendar, before=[Event(on=on, event=event)])


def starts(received: datetime, on: date) -> datetime:
    """From when a limit runs that waits for the event of this day."""
    return max(localtime(received, LEGAL_TIME), datetime.combine(on, time.min, LEGAL_TIME))


def promised(at: datetime, day: date, limit: Limit, calendar: Calendar, *, basis: str) -> Due:
    """The day to which an act moved the return of the result; a day off leads to the next one."""
    end = next(one for one in calendar.since(day) if one.working).date
    closing = calendar.closing(end)
    if closing <= at:
        raise PlanOver(day)
    steps: list[Step] = [Started(at=localtime(at, LEGAL_TIME)), Promised(day=day, basis=basis)]
    if end > day:
        over = calendar.between(day, end)
        steps += [*walked(over), Rolled(since=day, until=end, basis=ROLLING)]
    return _concluded(limit, calendar, steps, closing)


def resume(
    at: datetime,
    limit: Limit,
    calendar: Calendar,
    *,
    effect: Literal["RESTART", "PAUSE"],
    ran: Iterable[tuple[datetime, datetime]],
) -> Due:
    """When the result is due once the applicant has answered: the limit anew, or what was left.

    `ran` are the stretches in which the clock ran, each until something was asked.
    """
    if effect == "RESTART" or limit.unit is Unit.SAME_DAY:
        return due(at, limit, calendar)
    left, steps = limit.time, list[Step]()
    for since, until in ran:
        begun, asked = localtime(since, LEGAL_TIME), localtime(until, LEGAL_TIME)
        used, over = METERS[limit.unit](begun, asked, calendar)
        steps += [Started(at=begun), *over, Paused(at=asked, used=used)]
        left -= used
        if left < NO_TIME:
            raise LimitUsedUp(asked.date())
    return _counted(localtime(at, LEGAL_TIME), limit, calendar, left=left, before=steps)


def _counted(
    start: datetime,
    limit: Limit,
    calendar: Calendar,
    *,
    left: timedelta | None = None,
    before: Iterable[Step] = (),
) -> Due:
    if limit.by_plan:
        raise PlanNeeded
    # The day of the start is not counted, but a calendar that does not know it is the wrong one.
    calendar.day(start.date())
    steps, end = COUNTERS[limit.unit](start, limit.time if left is None else left, calendar)
    return _concluded(limit, calendar, [*before, Started(at=start), *steps], end)


def _concluded(limit: Limit, calendar: Calendar, steps: list[Step], end: datetime) -> Due:
    years = {step.at.year for step in steps if isinstance(step, Started)} | {end.year}
    rule = Rule(
        unit=limit.unit,
        count=limit.count,
        basis=BASIS,
        calendar=calendar.name,
        files=calendar.versions(range(min(years), max(years) + 1)),
        hours=calendar.week.opening.hours,
    )
    return Due(at=end, derivation=(rule, *steps, Ended(at=end)))
