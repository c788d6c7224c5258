"""Limits, days and amounts as people read them, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from procedures import catalogue, shown
from procedures.checks import LIMIT


@pytest.mark.parametrize(
    ("written", "vi", "en"),
    [
        ("30 working days", "30 ngày làm việc", "30 working days"),
        ("1 working days", "1 ngày làm việc", "1 working day"),
        ("15 calendar days", "15 ngày", "15 calendar days"),
        ("8 working hours", "8 giờ làm việc", "8 working hours"),
        ("by plan", "theo kế hoạch được thông báo", "by the plan that is announced"),
    ],
)
def test_a_limit_is_shown_in_the_reader_s_language(written: str, vi: str, en: str) -> None:
    assert LIMIT.fullmatch(written)
    assert (shown.limit(written), shown.limit(written, "en")) == (vi, en)


def test_every_limit_in_force_is_shown_in_words_of_its_own() -> None:
    for procedure in catalogue.all_procedures():
        for channel in procedure.channels:
            in_days = channel.limit != "by plan"
            assert shown.limit(channel.limit)[0].isdigit() is in_days


def test_a_day_and_an_amount_are_written_as_in_viet_nam() -> None:
    assert shown.day(date(2026, 2, 3)) == "03/02/2026"
    assert (shown.money(1_500_000), shown.money(1_500_000, "en")) == (
        "1.500.000 ₫",
        "1,500,000 VND",
    )
