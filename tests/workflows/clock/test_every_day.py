"""Every day of the calendars is tried under every time limit that the procedures use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from procedures.catalogue import all_procedures
from workflows.clock.deadline import Limit, by_plan, due
from workflows.clock.derivation import Unit
from workflows.clock.errors import NoCalendarForYear

from . import reference
from .makers import NATIONAL, at

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
HOURS = ("00:00", "12:00", "23:59")
USED = {channel.limit for procedure in all_procedures() for channel in procedure.channels}
COUNTED = sorted(USED - {"by plan"})


REFERENCE = {
    Unit.WORKING_DAYS: reference.after_working_days,
    Unit.CALENDAR_DAYS: reference.after_calendar_days,
}


@pytest.mark.parametrize("limit", [one for one in COUNTED if not one.endswith("hours")])
def test_every_day_of_receipt_has_its_due_date_until_the_calendars_end(limit: str) -> None:
    counted = Limit.parse(limit)
    for day in DAYS:
        expected = REFERENCE[counted.unit](day, counted.count)
        for hour in HOURS:
            if expected <= LAST:
                found = due(at(f"{day}T{hour}"), counted, NATIONAL)
                assert found.day == expected
                assert found.at > at(f"{day}T{hour}")
            else:
                with pytest.raises(NoCalendarForYear, match=r"national/2028\.yaml"):
                    due(at(f"{day}T{hour}"), counted, NATIONAL)


@pytest.mark.parametrize("limit", [one for one in COUNTED if one.endswith("hours")])
def test_every_day_of_receipt_has_its_due_minute_until_the_calendars_end(limit: str) -> None:
    counted = Limit.parse(limit)
    for day in DAYS[: -2 * counted.count]:
        for hour in HOURS:
            received = at(f"{day}T{hour}")
            expected = reference.after_working_hours(received, counted.count)
            assert due(received, counted, NATIONAL).at == expected


def test_every_day_may_be_the_day_of_a_plan() -> None:
    assert "by plan" in USED
    for day in DAYS:
        assert by_plan(at(f"{day}T16:59"), day, NATIONAL).day == day
    with pytest.raises(NoCalendarForYear, match=r"national/2028\.yaml"):
        by_plan(at(f"{LAST}"), LAST + timedelta(days=1), NATIONAL)
