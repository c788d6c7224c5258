"""Days, times, amounts and numbers as screens write them, in either language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from onestop.ui.components import words

MORNING = datetime(2026, 2, 3, 2, 4, tzinfo=UTC)
NB = "\N{NO-BREAK SPACE}"


def test_a_day_is_written_day_first_and_in_legal_time() -> None:
    assert words.day(date(2026, 2, 3)) == "03/02/2026"
    assert words.day(datetime(2026, 2, 2, 18, 0, tzinfo=UTC)) == "03/02/2026"
    assert words.day_month(MORNING) == "03/02"


def test_an_hour_has_no_zero_before_it() -> None:
    assert words.clock_time(MORNING) == "9:04"


@pytest.mark.parametrize(
    ("amount", "vi", "en"),
    [(1_250_000, f"1.250.000{NB}₫", f"1,250,000{NB}VND"), (900, f"900{NB}₫", f"900{NB}VND")],
)
def test_an_amount_is_grouped_and_never_broken_over_lines(amount: int, vi: str, en: str) -> None:
    with translation.override("vi"):
        assert words.money(amount) == vi
    with translation.override("en"):
        assert words.money(amount) == en


def test_nothing_to_pay_is_said_in_words() -> None:
    with translation.override("en"):
        assert words.money(0) == "No charge"


def test_a_share_has_one_decimal() -> None:
    with translation.override("vi"):
        assert words.share(0.978) == f"97,8{NB}%"
        assert words.share(1) == f"100,0{NB}%"


def test_a_count_is_grouped() -> None:
    with translation.override("vi"):
        assert words.number(1284) == "1.284"


@pytest.mark.parametrize(
    ("octets", "said"),
    [(1, "1 KB"), (84_000, "84 KB"), (1_200_000, "1,2 MB"), (11_400_000, "11 MB")],
)
def test_a_file_is_as_large_as_a_telephone_says(octets: int, said: str) -> None:
    with translation.override("vi"):
        assert words.size(octets) == said.replace(" ", NB)


def test_of_a_personal_number_only_its_ends_are_shown() -> None:
    assert words.masked("074012340923") == "0740••••0923"
    assert words.masked("") == ""


def test_a_personal_number_is_read_out_in_threes() -> None:
    assert words.grouped("001185000001") == f"001{NB}185{NB}000{NB}001"


def test_what_is_not_known_is_not_written() -> None:
    for write in (words.day, words.day_month, words.clock_time, words.money, words.share):
        assert write(None) == ""
    assert words.number(None) == words.size(None) == ""
