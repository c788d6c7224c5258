"""Moments and small calendars for the tests of the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import yaml

from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.deadline import Due, Limit, due

NATIONAL = Calendar.load("national")
# The same once somebody has read the notices: what is unconfirmed today counts.
CONFIRMED = replace(
    NATIONAL,
    listed={
        day: listed.model_copy(update={"confirmed": True})
        for day, listed in NATIONAL.listed.items()
    },
)
NATIONAL_FILES = Path(__file__).parents[3] / "workflows/clock/calendar/national"


def at(written: str) -> datetime:
    """`2026-11-23` is nine in the morning of that day, in legal time."""
    moment = datetime.fromisoformat(written)
    hour = moment.time() if "T" in written else time(9)
    return datetime.combine(moment.date(), hour, LEGAL_TIME)


def due_of(start: str, limit: str, calendar: Calendar = NATIONAL) -> Due:
    return due(at(start), Limit.parse(limit), calendar)


def steps_of(found: Due, step: str) -> list[dict[str, Any]]:
    return [row for row in found.derivation_json() if row["step"] == step]


def a_day(on: str, kind: str = "HOLIDAY", **what: Any) -> dict[str, Any]:
    name = {"vi": "Ngày thử", "en": "Test day"}
    said = {"day": date.fromisoformat(on), "type": kind, "name": name}
    return said | {"source": "Thông báo thử", "confirmed": True} | what


def a_week(**what: Any) -> dict[str, Any]:
    hours = [["07:00", "11:30"], ["13:30", "17:00"]]
    off = {"days": [6, 7], "source": "Tuần thử"}
    return {"weekly_off": off, "opening": {"hours": hours, "source": "Giờ thử"}} | what


def a_calendar(folder: Path, *days: dict[str, Any], year: int = 2026) -> Calendar:
    """A calendar of one year in which only these days differ from their weekday."""
    write(folder / "week.yaml", a_week())
    write(folder / f"{year}.yaml", {"year": year, "days": list(days)})
    return Calendar.read(folder)


def write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
