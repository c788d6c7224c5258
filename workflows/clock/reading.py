"""From the files of a calendar to days and hours; a file out of order is refused by name."""

from __future__ import annotations

import hashlib
import json
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml
from django.utils.translation import gettext as _
from pydantic import Field, ValidationError

from procedures.words import Fact, Text, Words

from .errors import InvalidCalendar

WEEK = "week.yaml"


class DayType(StrEnum):
    """What a day is to the clock. A swapped Saturday counts; a swapped weekday does not."""

    WORKING = "WORKING"
    WEEKLY_OFF = "WEEKLY_OFF"
    HOLIDAY = "HOLIDAY"
    COMPENSATORY_OFF = "COMPENSATORY_OFF"
    SWAP_OFF = "SWAP_OFF"
    SWAP_WORKING = "SWAP_WORKING"

    @property
    def counts(self) -> bool:
        return self in (DayType.WORKING, DayType.SWAP_WORKING)


class ListedDay(Fact):
    """A day that is not what its weekday says, and where that is written."""

    day: date
    type: DayType
    name: Text
    source: Words
    confirmed: bool


class WeeklyOff(Fact):
    days: frozenset[int]
    source: Words


class Opening(Fact):
    hours: tuple[tuple[time, time], ...] = Field(min_length=1)
    source: Words


class Week(Fact):
    weekly_off: WeeklyOff
    opening: Opening


class Year(Fact):
    year: int
    days: tuple[ListedDay, ...]


class FileVersion(Fact):
    """A file a due date rests on, as it was when it was read."""

    file: str
    sha256: str


Form = TypeVar("Form", bound=Fact)


def read_week(folder: Path) -> tuple[Week, FileVersion]:
    week, version = _read(folder / WEEK, Week)
    times = [time for hours in week.opening.hours for time in hours]
    if times != sorted(set(times)):
        raise InvalidCalendar(folder / WEEK, _("the opening hours do not follow one another"))
    return week, version


def read_years(folder: Path) -> dict[int, tuple[Year, FileVersion]]:
    """Each year of the folder that has a file."""
    return {
        int(path.stem): _read_year(path)
        for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].yaml"))
    }


def _read_year(path: Path) -> tuple[Year, FileVersion]:
    year, version = _read(path, Year)
    days = [listed.day for listed in year.days]
    if path.stem != str(year.year) or any(day.year != year.year for day in days):
        raise InvalidCalendar(path, _("a day or the heading names another year"))
    if len(set(days)) < len(days):
        raise InvalidCalendar(path, _("a day stands twice"))
    return year, version


def _read(path: Path, form: type[Form]) -> tuple[Form, FileVersion]:
    try:
        content = path.read_bytes()
        # Through JSON, where a strict model still takes a list for a tuple and a text for a date.
        said = json.dumps(yaml.safe_load(content), default=str)
        read = form.model_validate_json(said)
    except (OSError, TypeError, yaml.YAMLError, ValidationError) as error:
        raise InvalidCalendar(path, str(error)) from error
    version = FileVersion(
        file=f"{path.parent.name}/{path.name}", sha256=hashlib.sha256(content).hexdigest()
    )
    return read, version
