"""Due dates worked out by hand from the calendar of the law."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest

from workflows.clock.deadline import Limit, resume

from .makers import CONFIRMED, NATIONAL, at, due_of


@pytest.mark.parametrize(
    ("start", "limit", "expected"),
    [
        pytest.param("2026-04-22", "3 working days", "2026-04-28", id="Giỗ Tổ on a Sunday"),
        pytest.param("2026-04-24", "1 working day", "2026-04-28", id="received the Friday before"),
        pytest.param("2026-04-23", "5 working days", "2026-05-05", id="three days off"),
        pytest.param("2026-04-29", "15 working days", "2026-05-22", id="30/4 and 1/5 off"),
        pytest.param("2026-04-16", "15 calendar days", "2026-05-04", id="ends on a holiday"),
        pytest.param("2026-03-27", "30 calendar days", "2026-04-28", id="rolls over a day in lieu"),
        pytest.param("2026-11-23", "1 working day", "2026-11-25", id="24/11 is a holiday"),
        pytest.param("2026-11-23", "30 working days", "2027-01-06", id="over the turn of the year"),
        pytest.param("2026-11-23", "40 working days", "2027-01-20", id="a fund's licence"),
        pytest.param("2026-12-31", "1 working day", "2027-01-04", id="1/1 before a weekend"),
    ],
)
def test_the_due_date_is_the_one_the_law_gives(start: str, limit: str, expected: str) -> None:
    assert due_of(start, limit).day == date.fromisoformat(expected)


def test_24_november_is_a_working_day_before_the_law_made_it_a_holiday() -> None:
    assert due_of("2025-11-21", "1 working day").day == date(2025, 11, 24)


def test_a_saturday_exchanged_for_a_weekday_counts_once_the_notice_is_read() -> None:
    for start, read, unread in (("2025-04-25", (4, 26), (4, 28)), ("2025-04-29", (5, 5), (5, 2))):
        assert due_of(start, "1 working day", CONFIRMED).day == date(2025, *read)
        assert due_of(start, "1 working day").day == date(2025, *unread)


def test_a_holiday_on_a_saturday_is_made_good_on_monday() -> None:
    assert due_of("2027-04-29", "1 working day").day == date(2027, 5, 4)


RAN = [(at("2026-11-02"), at("2026-11-10"))]


@pytest.mark.parametrize(("effect", "expected"), [("PAUSE", (12, 4)), ("RESTART", (12, 14))])
def test_a_supplement_pauses_the_limit_or_starts_it_anew(
    effect: Literal["PAUSE", "RESTART"], expected: tuple[int, int]
) -> None:
    limit = Limit.parse("15 working days")
    assert due_of("2026-11-02", "15 working days").day == date(2026, 11, 23)
    answered = at("2026-11-20")
    found = resume(answered, limit, NATIONAL, effect=effect, ran=RAN)
    assert found.day == date(2026, *expected)
