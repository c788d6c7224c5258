"""Why no due date can be told, in a sentence that says what to do."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class NoDueDate(Exception):
    """The clock gives no answer rather than a wrong one."""


class UnknownCalendar(NoDueDate):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is no calendar “%(name)s”. Add a folder of that name with its days.")
            % {"name": name}
        )


class NoCalendarForYear(NoDueDate):
    def __init__(self, name: str, year: int) -> None:
        self.year = year
        super().__init__(
            _(
                "The calendar “%(name)s” does not know the year %(year)d, so no due date can be "
                "told. Add its days off in the file %(name)s/%(year)d.yaml."
            )
            % {"name": name, "year": year}
        )


class InvalidCalendar(NoDueDate):
    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(
            _("The calendar file %(file)s cannot be used: %(problem)s")
            % {"file": f"{file.parent.name}/{file.name}", "problem": problem}
        )


class UnknownLimit(NoDueDate):
    def __init__(self, written: str) -> None:
        super().__init__(
            _(
                "“%(limit)s” is no time limit. Write it like “30 working days”, "
                "“10 calendar days”, “8 working hours” or “by plan”."
            )
            % {"limit": written}
        )


class EmptyLimit(NoDueDate):
    def __init__(self, written: str) -> None:
        super().__init__(
            _("“%(limit)s” leaves no time: a time limit is at least 1.") % {"limit": written}
        )


class PlanNeeded(NoDueDate):
    def __init__(self) -> None:
        super().__init__(_("A limit “by plan” gives no date by itself: the plan names the day."))


class PlanOver(NoDueDate):
    def __init__(self, planned: date) -> None:
        super().__init__(
            _("Office hours of %(day)s are over: the plan must name a later day.")
            % {"day": date_format(planned, "SHORT_DATE_FORMAT")}
        )


class LimitUsedUp(NoDueDate):
    """Waiting cannot make up for lateness."""

    def __init__(self, asked: date) -> None:
        super().__init__(
            _("The time limit had run out before %(day)s; the due date stays as it was.")
            % {"day": date_format(asked, "SHORT_DATE_FORMAT")}
        )
