"""The clock once more, slow and obvious, sharing nothing with the code it checks.

It reads the calendar files itself and goes day by day, or minute by minute.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import yaml

from .makers import NATIONAL_FILES

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
MORNING, AFTERNOON = (time(7), time(11, 30)), (time(13, 30), time(17))


def _listed(*kinds: str) -> set[date]:
    return {
        day["day"]
        for year in (2025, 2026, 2027)
        for day in yaml.safe_load((NATIONAL_FILES / f"{year}.yaml").read_text("utf-8"))["days"]
        if day["confirmed"] and day["type"] in kinds
    }


DAYS_OFF = _listed("HOLIDAY", "COMPENSATORY_OFF", "SWAP_OFF")
SATURDAYS_ON = _listed("SWAP_WORKING")


def works(day: date) -> bool:
    if day in SATURDAYS_ON:
        return True
    return day.weekday() < 5 and day not in DAYS_OFF


def after_working_days(start: date, count: int) -> date:
    day = start
    while count > 0:
        day += DAY
        if works(day):
            count -= 1
    return day


def after_calendar_days(start: date, count: int) -> date:
    day = start
    for _ in range(count):
        day += DAY
    while not works(day):
        day += DAY
    return day


def is_open(minute: datetime) -> bool:
    """Whether the minute that begins here is office time."""
    hours = minute.time()
    return works(minute.date()) and any(a <= hours < b for a, b in (MORNING, AFTERNOON))


def after_working_hours(start: datetime, count: int) -> datetime:
    minute, left = start, count * 60
    while left > 0:
        left -= is_open(minute)
        minute += MINUTE
    return minute
