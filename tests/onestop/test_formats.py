"""Days and numbers as people here write and read them, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.forms import DateField, DateTimeField, DecimalField, ValidationError
from django.template import Context, Engine
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format

from tests.people import HANOI

MORNING = datetime(2026, 11, 24, 9, 4, tzinfo=HANOI)


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> Any:
    with translation.override(request.param):
        yield request.param


def shown(template: str, value: object) -> str:
    return Engine().from_string(template).render(Context({"value": value}))


def test_the_day_is_read_before_the_month(language: str) -> None:
    assert DateField().clean("03/02/2026") == date(2026, 2, 3)


@pytest.mark.parametrize("written", ["24/11/2026", "24-11-2026", "24.11.2026", "2026-11-24"])
def test_a_day_is_read_in_the_ways_people_write_it(language: str, written: str) -> None:
    assert DateField().clean(written) == date(2026, 11, 24)


@pytest.mark.parametrize("written", ["11/24/2026", "24/11/26", "31/02/2026"])
def test_a_day_that_may_be_another_is_not_guessed(language: str, written: str) -> None:
    with pytest.raises(ValidationError):
        DateField().clean(written)


def test_a_day_is_shown_as_it_is_read(language: str) -> None:
    assert date_format(date(2026, 2, 3)) == "03/02/2026"
    assert date_format(date(2026, 2, 3), "SHORT_DATE_FORMAT") == "03/02/2026"
    assert shown("{{ value }}", date(2026, 2, 3)) == "03/02/2026"


def test_a_moment_is_shown_in_hanoi_with_its_hour_first(language: str) -> None:
    utc = MORNING.astimezone(timezone.get_fixed_timezone(0))
    assert shown("{{ value }}", utc) == "09:04 24/11/2026"
    assert shown('{{ value|date:"SHORT_DATETIME_FORMAT" }}', utc) == "09:04 24/11/2026"


def test_a_moment_is_read_as_it_is_shown(language: str) -> None:
    for written in ("09:04 24/11/2026", "24/11/2026 09:04", "2026-11-24T09:04"):
        assert DateTimeField().clean(written) == MORNING


def test_a_month_is_named_in_the_language_of_the_reader() -> None:
    with translation.override("vi"):
        assert date_format(date(2026, 2, 3), "YEAR_MONTH_FORMAT") == "tháng 2 năm 2026"
        assert date_format(date(2026, 2, 3), "MONTH_DAY_FORMAT") == "03 tháng 2"
    with translation.override("en"):
        assert date_format(date(2026, 2, 3), "YEAR_MONTH_FORMAT") == "February 2026"


@pytest.mark.parametrize(("code", "amount"), [("vi", "1.500.000,5"), ("en", "1,500,000.5")])
def test_thousands_are_grouped_in_amounts(code: str, amount: str) -> None:
    with translation.override(code):
        assert number_format(1500000.5, force_grouping=True) == amount
        assert shown('{{ value|floatformat:"1g" }}', 1500000.5) == amount


def test_a_year_or_number_is_never_grouped_by_itself(language: str) -> None:
    assert shown("{{ value }}", 2026) == "2026"


def test_a_comma_stands_before_the_parts_in_vietnamese() -> None:
    with translation.override("vi"):
        assert DecimalField(localize=True).clean("0,5") * 2 == 1
