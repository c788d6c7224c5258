"""The legal clock a second time: due dates found again, day by day, without any code of ours.

What it is given is the JSON that is stored beside a date, the calendar's files, and the facts of
a dossier. It shares no line with `workflows.clock`, so that one mistake cannot stand in both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

# Vietnam has kept no summer time since 1975.
HANOI = timezone(timedelta(hours=7))
ONE_DAY, NOTHING = timedelta(days=1), timedelta()
TOO_LATE_FOR_TODAY = time(15)
COUNTING = {"WORKING", "SWAP_WORKING"}

Row = Mapping[str, Any]
Stretch = tuple[datetime, datetime]


class Unreadable(Exception):
    """A derivation that leads nowhere, or to a day that its calendar does not know."""


@dataclass(frozen=True)
class Days:
    """Which days are worked, and from when until when on each of them."""

    works: Callable[[date], bool]
    hours: tuple[tuple[time, time], ...]

    def first(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.works(day):
            day += ONE_DAY
        return day

    def closing(self, day: date) -> datetime:
        return datetime.combine(day, self.hours[-1][1], HANOI)


@dataclass(frozen=True)
class Limit:
    unit: str
    count: int

    @classmethod
    def written(cls, words: str) -> Limit:
        """As the catalogue writes it: `5 working days`, `1 working day`, `same day`, `by plan`."""
        if words in ("same day", "by plan"):
            return cls(words, 0)
        count, unit = words.split(" ", 1)
        return cls(unit if unit.endswith("s") else f"{unit}s", int(count))

    @property
    def whole(self) -> timedelta:
        hours = self.unit == "working hours"
        return timedelta(hours=self.count) if hours else timedelta(days=self.count)


# Which days count.


def days_of_steps(rows: Sequence[Row]) -> Days:
    """By the derivation's word alone: every day counts unless a step leaves it out."""
    spans = [(_day(row["since"]), _day(row["until"])) for row in rows if row["step"] == "skipped"]
    hours = tuple((_time(opens), _time(closes)) for opens, closes in rows[0]["hours"])
    return Days(lambda day: not any(first <= day <= last for first, last in spans), hours)


def days_of_files(rows: Sequence[Row], folder: Path, announced: Iterable[Row]) -> Days | None:
    """By the files and announcements that the derivation names; none where one reads otherwise.

    Of a year that it does not name, the calendar as it is: to find that it leads elsewhere.
    """
    told = {one["file"]: one["sha256"] for one in rows[0]["files"]}
    since = {f"{rows[0]['calendar']}/announced/{one['day']}": one for one in announced}
    for name, digest in told.items():
        content = _announcement(since[name]) if name in since else _content(folder / name)
        if content is None or hashlib.sha256(content).hexdigest() != digest:
            return None
    listed, years = dict[date, str](), set[int]()
    for path in (folder / rows[0]["calendar"]).glob("[0-9]*.yaml"):
        said = _read(path.read_bytes())
        years.add(said["year"])
        listed |= {one["day"]: one["type"] for one in said["days"] if one["confirmed"]}
    listed |= {_day(one["day"]): one["type"] for name, one in since.items() if name in told}
    week = _read((folder / rows[0]["calendar"] / "week.yaml").read_bytes())
    off = set(week["weekly_off"]["days"])

    def works(day: date) -> bool:
        if day.year not in years:
            raise Unreadable(day)
        return listed[day] in COUNTING if day in listed else day.isoweekday() not in off

    return Days(works, tuple((_time(a), _time(b)) for a, b in week["opening"]["hours"]))


# Counting forward, and what a stretch of time used.


def counted(start: datetime, limit: Limit, days: Days, left: timedelta | None = None) -> datetime:
    """When a limit that runs from here is over, or what is left of it."""
    start, left = start.astimezone(HANOI), limit.whole if left is None else left
    if limit.unit == "working hours":
        return _after_hours(start, left, days)
    day, count = start.date(), left.days
    if limit.unit == "same day":
        day += ONE_DAY * (days.works(day) and start.time() > TOO_LATE_FOR_TODAY)
    elif count == 0 and start >= days.closing(day):
        day += ONE_DAY
    while count > 0:
        day += ONE_DAY
        count -= 1 if limit.unit == "calendar days" else days.works(day)
    return days.closing(days.first(day))


def _after_hours(start: datetime, left: timedelta, days: Days) -> datetime:
    day = start.date()
    while True:
        for opens, closes in _open(day, days):
            begins = max(opens, start)
            if begins < closes and begins + left <= closes:
                return begins + left
            left -= max(closes - begins, NOTHING)
        day += ONE_DAY


def used(stretch: Stretch, limit: Limit, days: Days) -> timedelta:
    """What of the limit the clock used while it ran; like the day of the start, none of its own."""
    since, until = (one.astimezone(HANOI) for one in stretch)
    if limit.unit == "working hours":
        spent, day = NOTHING, since.date()
        while day <= until.date():
            for opens, closes in _open(day, days):
                spent += max(min(closes, until) - max(opens, since), NOTHING)
            day += ONE_DAY
        return spent
    day, count = since.date(), 0
    while day < until.date():
        day += ONE_DAY
        count += 1 if limit.unit == "calendar days" else days.works(day)
    return timedelta(days=count)


# From the stored derivation.


def by_derivation(rows: Sequence[Row], days: Days) -> datetime:
    """The end to which the steps lead; raises `Unreadable` where they contradict themselves."""
    for row in rows:
        if row["step"] == "planned":
            return as_named(_day(row["day"]), days)
        if row["step"] == "promised":
            return named(_day(row["day"]), days)
    limit = Limit(rows[0]["unit"], rows[0]["count"])
    starts = [_moment(row["at"]) for row in rows if row["step"] == "started"]
    pauses = [row for row in rows if row["step"] == "paused"]
    events = [_midnight(row["on"]) for row in rows if row["step"] == "event"]
    if len(starts) != len(pauses) + 1 or any(starts[0] < event for event in events):
        raise Unreadable(rows)
    left = limit.whole
    for since, pause in zip(starts, pauses, strict=False):
        spent = used((since, _moment(pause["at"])), limit, days)
        if spent != _duration(pause["used"]):
            raise Unreadable(pause)
        left -= spent
    return counted(starts[-1], limit, days, left)


def ended(rows: Sequence[Row]) -> datetime:
    """The end that the derivation itself states."""
    if not rows or rows[-1]["step"] != "ended":
        raise Unreadable(rows)
    return _moment(rows[-1]["at"])


# From the facts of the dossier.


def from_event(received: datetime, on: date, limit: Limit, days: Days) -> datetime:
    start = max(received, datetime.combine(on, time(), HANOI))
    return counted(start, limit, days)


def resumed(
    at: datetime, limit: Limit, days: Days, *, restarts: bool, ran: Iterable[Stretch]
) -> datetime | None:
    """Once an applicant has answered: the limit anew, or what was left; none if nothing was."""
    if restarts or limit.unit == "same day":
        return counted(at, limit, days)
    left = limit.whole - sum((used(one, limit, days) for one in ran), NOTHING)
    return None if left < NOTHING else counted(at, limit, days, left)


def named(day: date, days: Days) -> datetime:
    """A day that an act named; if it is off, the next one that is worked."""
    return days.closing(days.first(day))


def as_named(day: date, days: Days) -> datetime:
    """The day of a plan, as it stands."""
    return days.closing(day)


# Reading.


def _open(day: date, days: Days) -> list[Stretch]:
    if not days.works(day):
        return []
    return [
        (datetime.combine(day, opens, HANOI), datetime.combine(day, closes, HANOI))
        for opens, closes in days.hours
    ]


@lru_cache(maxsize=32)
def _read(content: bytes) -> Any:
    """The same bytes say the same; nobody changes what was read."""
    return yaml.safe_load(content)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _announcement(one: Row) -> bytes:
    """An announced day as the calendar's files would list it, in canonical JSON."""
    told = {name: one[name] for name in ("day", "type", "name", "source")} | {"confirmed": True}
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(HANOI)


def _midnight(written: str) -> datetime:
    return datetime.combine(_day(written), time(), HANOI)


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _time(written: str) -> time:
    return time.fromisoformat(written)


_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)


def _duration(written: str) -> timedelta:
    """ISO 8601; a year of it is 365 days."""
    said = _DURATION.fullmatch(written)
    if said is None:
        raise Unreadable(written)
    years, weeks, days, hours, minutes = (int(part or 0) for part in said.groups()[:5])
    seconds = timedelta(microseconds=round(float(said[6] or 0) * 1_000_000))
    return timedelta(years * 365 + weeks * 7 + days, 0, 0, 0, minutes, hours) + seconds
