"""A day that is not sure does not count, and whoever reads the due date is told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from .makers import a_calendar, a_day, due_of, steps_of

LIMITS = ["2 working days", "2 calendar days", "16 working hours"]


def test_an_unconfirmed_holiday_counts_as_a_working_day(tmp_path: Path) -> None:
    calendar = a_calendar(tmp_path, a_day("2026-03-03", confirmed=False))
    assert due_of("2026-03-02", "1 working day", calendar).day == date(2026, 3, 3)


def test_a_confirmed_holiday_does_not(tmp_path: Path) -> None:
    calendar = a_calendar(tmp_path, a_day("2026-03-03"))
    assert due_of("2026-03-02", "1 working day", calendar).day == date(2026, 3, 4)


def test_an_unconfirmed_working_saturday_stays_a_day_off(tmp_path: Path) -> None:
    calendar = a_calendar(tmp_path, a_day("2026-03-07", "SWAP_WORKING", confirmed=False))
    assert due_of("2026-03-06", "1 working day", calendar).day == date(2026, 3, 9)


@pytest.mark.parametrize("limit", LIMITS)
def test_an_unconfirmed_day_in_the_span_is_named_with_its_source(
    tmp_path: Path, limit: str
) -> None:
    doubtful = a_day("2026-03-03", "SWAP_OFF", confirmed=False)
    (named,) = steps_of(due_of("2026-03-02", limit, a_calendar(tmp_path, doubtful)), "unconfirmed")
    assert named == {
        "step": "unconfirmed",
        "day": "2026-03-03",
        "type": "SWAP_OFF",
        "name": doubtful["name"],
        "source": doubtful["source"],
        "taken_as": "WORKING",
    }


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("outside", ["2026-03-01", "2026-03-05"])
def test_an_unconfirmed_day_out_of_the_span_is_not_named(
    tmp_path: Path, limit: str, outside: str
) -> None:
    calendar = a_calendar(tmp_path, a_day(outside, confirmed=False))
    assert not steps_of(due_of("2026-03-02", limit, calendar), "unconfirmed")


def test_the_last_day_is_in_the_span(tmp_path: Path) -> None:
    calendar = a_calendar(tmp_path, a_day("2026-03-04", confirmed=False))
    for limit in LIMITS:
        assert steps_of(due_of("2026-03-02", limit, calendar), "unconfirmed")


def test_a_weekend_with_an_unconfirmed_day_is_left_out_whole(tmp_path: Path) -> None:
    calendar = a_calendar(tmp_path, a_day("2026-03-07", "SWAP_WORKING", confirmed=False))
    found = due_of("2026-03-06", "1 working day", calendar)
    skipped = [(row["since"], row["until"]) for row in steps_of(found, "skipped")]
    assert skipped == [("2026-03-07", "2026-03-07"), ("2026-03-08", "2026-03-08")]
    assert steps_of(found, "unconfirmed")[0]["taken_as"] == "WEEKLY_OFF"


def test_the_tet_of_2027_is_named_until_it_is_decided() -> None:
    found = due_of("2027-02-03", "8 working days")
    assert found.day == date(2027, 2, 15)
    named = [row["day"] for row in steps_of(found, "unconfirmed")]
    assert named == [f"2027-02-{day:02d}" for day in (4, 5, 7, 8, 9, 10, 11, 12)]
    assert ("2027-02-06", "HOLIDAY") in [
        (row["since"], row["type"]) for row in steps_of(found, "skipped")
    ]
