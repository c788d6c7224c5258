"""How a due date was found, step by step: stored as codes and facts, told to people in sentences.

A second program finds the same date from these steps alone: each day between the start and the end
counts unless a step leaves it out.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy
from pydantic import Field, TypeAdapter

from procedures.words import Fact, Text

from .reading import DayType, FileVersion
from .words import TYPES, moment, shown, span, what


class Unit(StrEnum):
    """What a time limit counts, as the catalogue writes it."""

    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    WORKING_HOURS = "working hours"
    SAME_DAY = "same day"
    PLAN = "by plan"


class Rule(Fact):
    """The time limit, the article it runs by, and the calendar it runs on."""

    step: Literal["rule"] = "rule"
    unit: Unit
    count: int
    basis: str
    calendar: str
    files: tuple[FileVersion, ...]
    hours: tuple[tuple[time, time], ...]

    def __str__(self) -> str:
        return _("%(limit)s (%(basis)s).") % {
            "limit": _LIMITS[self.unit] % {"n": self.count},
            "basis": self.basis,
        }


class Started(Fact):
    """From here the clock runs."""

    step: Literal["started"] = "started"
    at: datetime

    def __str__(self) -> str:
        return _("The clock starts at %(moment)s.") % {"moment": moment(self.at)}


class Opened(Fact):
    """The start lay outside office hours."""

    step: Literal["opened"] = "opened"
    at: datetime

    def __str__(self) -> str:
        return _("Outside office hours no time passes; it is counted from %(moment)s.") % {
            "moment": moment(self.at)
        }


class Skipped(Fact):
    """Days left out of the count, all for one reason."""

    step: Literal["skipped"] = "skipped"
    since: date
    until: date
    type: DayType
    name: Text | None
    source: str

    def __str__(self) -> str:
        return _("%(days)s not counted: %(what)s (%(source)s).") % {
            "days": span(self.since, self.until),
            "what": what(self.type, self.name),
            "source": self.source,
        }


class Worked(Fact):
    """Days that count although their weekday is a day off."""

    step: Literal["worked"] = "worked"
    since: date
    until: date
    name: Text | None
    source: str

    def __str__(self) -> str:
        return _("%(days)s counted: %(what)s (%(source)s).") % {
            "days": span(self.since, self.until),
            "what": what(DayType.SWAP_WORKING, self.name),
            "source": self.source,
        }


class Unconfirmed(Fact):
    """A day that was announced or proposed, but not surely: it counts as its weekday says."""

    step: Literal["unconfirmed"] = "unconfirmed"
    day: date
    type: DayType
    name: Text
    source: str
    taken_as: DayType

    def __str__(self) -> str:
        return _("%(day)s: %(what)s is not confirmed (%(source)s); taken as %(taken)s.") % {
            "day": shown(self.day),
            "what": what(self.type, self.name),
            "source": self.source,
            "taken": TYPES[self.taken_as],
        }


class Rolled(Fact):
    """The last day was a day off, so the term ends on the next working day."""

    step: Literal["rolled"] = "rolled"
    since: date
    until: date
    basis: str

    def __str__(self) -> str:
        return _(
            "The last day, %(since)s, is a day off; the term ends on the next working day, "
            "%(until)s (%(basis)s)."
        ) % {"since": shown(self.since), "until": shown(self.until), "basis": self.basis}


class Paused(Fact):
    """The clock stood still from here; so much of the limit was used by then."""

    step: Literal["paused"] = "paused"
    at: datetime
    used: timedelta

    def __str__(self) -> str:
        hours, minutes = divmod(self.used.seconds // 60, 60)
        used = ngettext("%(n)d day", "%(n)d days", self.used.days) % {"n": self.used.days}
        if hours or minutes:
            used = f"{self.used.days * 24 + hours}:{minutes:02d}"
        return _("The clock stands still from %(moment)s; used by then: %(used)s.") % {
            "moment": moment(self.at),
            "used": used,
        }


class Planned(Fact):
    """The plan names the day, and what kind of day that is; the plan decides, not the count."""

    step: Literal["planned"] = "planned"
    day: date
    type: DayType
    # The event from which the limit counts, where an officer reckoned the day from it.
    event: Text | None = None

    def __str__(self) -> str:
        if self.event is not None:
            return _(
                "The limit counts from %(event)s; reckoned at reception: %(day)s (%(kind)s)."
            ) % {"event": self.event, "day": shown(self.day), "kind": TYPES[self.type]}
        return _("The plan names %(day)s (%(kind)s).") % {
            "day": shown(self.day),
            "kind": TYPES[self.type],
        }


class Event(Fact):
    """What the limit waited for came to pass on this day."""

    step: Literal["event"] = "event"
    on: date
    event: Text

    def __str__(self) -> str:
        return _("The limit counts from %(event)s: %(day)s.") % {
            "event": self.event,
            "day": shown(self.on),
        }


class Cutoff(Fact):
    """Received too late in the day for a result on the same one."""

    step: Literal["cutoff"] = "cutoff"
    at: time

    def __str__(self) -> str:
        return _("Received after %(time)s: the result is due on the next working day.") % {
            "time": time_format(self.at, "H:i")
        }


class Promised(Fact):
    """The day of return was moved to this one, by an apology or because its day became free."""

    step: Literal["promised"] = "promised"
    day: date
    basis: str

    def __str__(self) -> str:
        return _("The day of return was moved to %(day)s (%(basis)s).") % {
            "day": shown(self.day),
            "basis": self.basis,
        }


class Ended(Fact):
    """The answer."""

    step: Literal["ended"] = "ended"
    at: datetime

    def __str__(self) -> str:
        return _("Due at %(moment)s.") % {"moment": moment(self.at)}


Step = Annotated[
    Rule
    | Started
    | Opened
    | Skipped
    | Worked
    | Unconfirmed
    | Rolled
    | Paused
    | Planned
    | Event
    | Cutoff
    | Promised
    | Ended,
    Field(discriminator="step"),
]
_STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])

_LIMITS = {
    Unit.WORKING_DAYS: ngettext_lazy(
        "Time limit: %(n)d working day after the day of the start",
        "Time limit: %(n)d working days after the day of the start",
        "n",
    ),
    Unit.CALENDAR_DAYS: ngettext_lazy(
        "Time limit: %(n)d calendar day after the day of the start",
        "Time limit: %(n)d calendar days after the day of the start",
        "n",
    ),
    Unit.WORKING_HOURS: ngettext_lazy(
        "Time limit: %(n)d working hour", "Time limit: %(n)d working hours", "n"
    ),
    Unit.SAME_DAY: gettext_lazy("Time limit: within the day of reception"),
    Unit.PLAN: gettext_lazy("Time limit: by plan"),
}


def written(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """The steps as they are stored beside the date."""
    rows: list[dict[str, Any]] = _STEPS.dump_python(steps, mode="json")
    return rows


def read(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    """The steps as they were stored."""
    return _STEPS.validate_json(json.dumps(rows))
