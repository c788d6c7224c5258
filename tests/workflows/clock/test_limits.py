"""What a written time limit may be, and what the clock refuses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from workflows.clock.days import Calendar
from workflows.clock.deadline import Limit, by_plan, due, resume
from workflows.clock.errors import (
    EmptyLimit,
    LimitUsedUp,
    NoCalendarForYear,
    PlanNeeded,
    PlanOver,
    UnknownCalendar,
    UnknownLimit,
)

from .makers import NATIONAL, a_calendar, at, due_of


def test_each_unit_is_read() -> None:
    written = ["30 working days", "10 calendar days", "8 working hours", "1 working day", "by plan"]
    limits = [Limit.parse(text) for text in written]
    assert [limit.count for limit in limits] == [30, 10, 8, 1, 0]
    assert [limit.by_plan for limit in limits] == [False, False, False, False, True]
    assert [limit.in_hours for limit in limits] == [False, False, True, False, False]


@pytest.mark.parametrize(
    "written",
    [
        "",
        "30",
        "30 days",
        "3 weeks",
        "1.5 working days",
        "٣ working days",
        " 3 working days",
        "plan",
    ],
)
def test_a_limit_in_no_known_words_is_refused(written: str) -> None:
    with pytest.raises(UnknownLimit, match="working days"):
        Limit.parse(written)


@pytest.mark.parametrize("written", ["0 working days", "-3 calendar days", "0 working hours"])
def test_a_limit_leaves_at_least_one(written: str) -> None:
    with override("en"), pytest.raises(EmptyLimit, match="at least 1"):
        Limit.parse(written)


@pytest.mark.parametrize("limit", ["1 working day", "1 calendar day", "1 working hour"])
@pytest.mark.parametrize(("start", "year"), [("2024-12-31", 2024), ("2027-12-31T17:00", 2028)])
def test_a_year_without_a_calendar_is_named_with_the_way_out(
    start: str, year: int, limit: str
) -> None:
    with pytest.raises(NoCalendarForYear, match=rf"national/{year}\.yaml") as refused:
        due_of(start, limit)
    assert refused.value.year == year


@pytest.mark.parametrize("unit", ["working days", "calendar days", "working hours"])
def test_a_limit_beyond_all_calendars_is_refused_and_not_guessed(unit: str) -> None:
    with pytest.raises(NoCalendarForYear):
        due_of("2026-11-25", f"999999 {unit}")


def test_a_plan_outside_the_calendars_is_refused() -> None:
    with pytest.raises(NoCalendarForYear):
        by_plan(at("2026-11-25"), date(2062, 1, 6), NATIONAL)


@pytest.mark.parametrize(
    ("received", "planned"),
    [("2026-11-25T17:00", 25), ("2026-11-25T18:30", 25), ("2026-11-25T08:00", 24)],
)
def test_a_plan_names_no_day_whose_office_hours_are_over(received: str, planned: int) -> None:
    with override("en"), pytest.raises(PlanOver, match="a later day"):
        by_plan(at(received), date(2026, 11, planned), NATIONAL)


def test_a_plan_may_name_the_day_of_receipt_before_it_closes() -> None:
    found = by_plan(at("2026-11-25T16:59"), date(2026, 11, 25), NATIONAL)
    assert found.at == at("2026-11-25T17:00")


def test_a_gap_between_two_years_is_refused_not_jumped(tmp_path: Path) -> None:
    a_calendar(tmp_path, year=2027)
    calendar = a_calendar(tmp_path, year=2025)
    with pytest.raises(NoCalendarForYear, match="2026"):
        due_of("2025-12-31", "300 working days", calendar)


def test_a_limit_by_plan_gives_no_date_by_itself() -> None:
    with pytest.raises(PlanNeeded):
        due(at("2026-11-25"), Limit.parse("by plan"), NATIONAL)


@pytest.mark.parametrize("name", ["atlantis", "..", ".", "", "national/../national"])
def test_only_a_calendar_that_is_there_can_be_loaded(name: str) -> None:
    with pytest.raises(UnknownCalendar):
        Calendar.load(name)


def test_a_calendar_is_read_once() -> None:
    assert Calendar.load("national") is NATIONAL


def test_waiting_does_not_make_a_late_dossier_punctual() -> None:
    ran = [(at("2026-11-02"), at("2026-11-10"))]
    with pytest.raises(LimitUsedUp):
        resume(at("2026-11-20"), Limit.parse("5 working days"), NATIONAL, effect="PAUSE", ran=ran)


def test_a_limit_used_to_its_last_day_ends_on_the_day_of_the_answer_or_the_next_working_one() -> (
    None
):
    ran = [(at("2026-11-02"), at("2026-11-10"))]
    limit = Limit.parse("6 working days")
    for answered, expected in (("2026-11-20", 20), ("2026-11-21", 23)):
        found = resume(at(answered), limit, NATIONAL, effect="PAUSE", ran=ran)
        assert found.day == date(2026, 11, expected)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("10 calendar days", "2026-11-30T17:00"), ("12 working hours", "2026-11-20T16:30")],
)
def test_a_pause_saves_days_and_hours_alike(limit: str, expected: str) -> None:
    ran = [(at("2026-11-02"), at("2026-11-03T10:30")), (at("2026-11-05"), at("2026-11-05T10:00"))]
    found = resume(at("2026-11-20T15:00"), Limit.parse(limit), NATIONAL, effect="PAUSE", ran=ran)
    assert found.at == at(expected)
