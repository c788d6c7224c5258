"""Where a count starts, what it goes over, where it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from workflows.clock.days import morning
from workflows.clock.deadline import Limit, by_plan, due

from .makers import CONFIRMED, NATIONAL, at, due_of, steps_of


def test_the_hour_of_receipt_does_not_move_a_limit_in_days() -> None:
    days = {due_of(f"2026-11-25T{hour}", "2 working days").day for hour in ("00:00", "23:59")}
    assert days == {date(2026, 11, 27)}


def test_a_limit_in_days_ends_with_office_hours() -> None:
    assert due_of("2026-11-25", "2 working days").at == at("2026-11-27T17:00")
    assert due_of("2026-11-25", "2 calendar days").at == at("2026-11-27T17:00")


def test_the_legal_day_is_the_day_in_viet_nam() -> None:
    evening = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)  # Thursday, one in the morning
    assert due(evening, Limit.parse("1 working day"), NATIONAL).day == date(2026, 11, 27)


def test_the_legal_day_begins_at_midnight_in_viet_nam() -> None:
    evening = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
    assert morning(evening) == at("2026-11-26T00:00") == morning(at("2026-11-26T00:00"))


def test_a_moment_of_no_place_is_refused() -> None:
    nowhere = at("2026-11-25").replace(tzinfo=None)
    with pytest.raises(ValueError, match="naive"):
        due(nowhere, Limit.parse("1 working day"), NATIONAL)


def test_a_dossier_received_on_a_day_off_has_its_limit_from_the_next_day() -> None:
    assert due_of("2026-11-28", "1 working day").day == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        pytest.param("2026-11-26T07:00", 8, "2026-11-26T17:00", id="a working day is eight hours"),
        pytest.param("2026-11-26T09:00", 2, "2026-11-26T11:00", id="within a morning"),
        pytest.param("2026-11-26T10:30", 1, "2026-11-26T11:30", id="ends as the doors close"),
        pytest.param("2026-11-26T10:00", 2, "2026-11-26T14:00", id="over lunch"),
        pytest.param("2026-11-26T12:00", 1, "2026-11-26T14:30", id="received at lunch"),
        pytest.param("2026-11-26T11:30", 1, "2026-11-26T14:30", id="received as lunch begins"),
        pytest.param("2026-11-26T05:00", 1, "2026-11-26T08:00", id="received before opening"),
        pytest.param("2026-11-26T17:00", 1, "2026-11-27T08:00", id="received at closing"),
        pytest.param("2026-11-26T21:00", 1, "2026-11-27T08:00", id="received in the evening"),
        pytest.param("2026-11-27T16:00", 2, "2026-11-30T08:00", id="over a weekend"),
        pytest.param("2026-11-28T10:00", 8, "2026-11-30T17:00", id="received on a Saturday"),
        pytest.param("2026-11-23T16:00", 2, "2026-11-25T08:00", id="over 24/11"),
    ],
)
def test_time_passes_only_while_the_doors_are_open(start: str, limit: int, expected: str) -> None:
    assert due_of(start, f"{limit} working hours").at == at(expected)


def test_the_doors_are_open_on_a_saturday_that_counts() -> None:
    found = due_of("2025-04-25T16:00", "2 working hours", CONFIRMED)
    assert found.at == at("2025-04-26T08:00")


def test_seconds_are_not_lost() -> None:
    assert due_of("2026-11-26T09:00:30", "8 working hours").at == at("2026-11-27T09:00:30")


def test_a_start_outside_office_hours_is_told_and_one_within_is_not() -> None:
    for lunch in ("11:30", "12:00"):
        (opened,) = steps_of(due_of(f"2026-11-26T{lunch}", "1 working hour"), "opened")
        assert opened["at"] == "2026-11-26T13:30:00+07:00"
    assert not steps_of(due_of("2026-11-26T11:00", "1 working hour"), "opened")


def test_a_plan_is_kept_to_the_day_even_on_a_sunday() -> None:
    found = by_plan(at("2026-11-25"), date(2026, 12, 20), NATIONAL)
    assert found.at == at("2026-12-20T17:00")
    assert steps_of(found, "planned")[0]["type"] == "WEEKLY_OFF"


def test_the_last_day_known_can_still_be_counted() -> None:
    assert due_of("2027-12-30", "1 working day").day == date(2027, 12, 31)
    assert due_of("2027-12-30", "1 calendar day").day == date(2027, 12, 31)
    assert due_of("2027-12-31T16:00", "1 working hour").at == at("2027-12-31T17:00")


def test_a_limit_counts_at_least_its_own_length() -> None:
    start = at("2026-11-25")
    for count in range(1, 30):
        found = due_of("2026-11-25", f"{count} calendar days")
        assert found.day >= start.date() + timedelta(days=count)
