"""Days, moments and money as papers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from workflows.documents import words


def test_the_third_of_february_is_not_the_second_of_march() -> None:
    assert words.day(date(2026, 2, 3)) == "03/02/2026"


def test_a_moment_is_told_in_legal_time() -> None:
    late = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)
    assert words.moment(late) == "01 giờ 30 phút, ngày 25/11/2026"


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (datetime(2026, 2, 3, 5, tzinfo=UTC), "Hà Nội, ngày 03 tháng 02 năm 2026"),
        (datetime(2026, 3, 12, 5, tzinfo=UTC), "Hà Nội, ngày 12 tháng 3 năm 2026"),
    ],
)
def test_only_days_under_ten_and_the_first_two_months_get_a_zero(
    day: datetime, written: str
) -> None:
    assert words.dated("Hà Nội", day) == written


@pytest.mark.parametrize(("amount", "written"), [(0, "0 ₫"), (1_250_000, "1.250.000 ₫")])
def test_thousands_are_set_apart_by_dots(amount: int, written: str) -> None:
    assert words.money(amount) == written


@pytest.mark.parametrize(
    ("due", "written"),
    [
        (date(2027, 1, 25), "25/01/2027"),
        (datetime(2027, 1, 25, 3, tzinfo=UTC), "10 giờ 00 phút, ngày 25/01/2027"),
    ],
)
def test_the_return_is_a_day_or_a_moment(due: datetime | date, written: str) -> None:
    assert words.due(due) == written
