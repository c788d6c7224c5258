"""The calendar files that are shipped, and what a calendar file may not say."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflows.clock.days import Calendar
from workflows.clock.errors import InvalidCalendar
from workflows.clock.reading import DayType, Year, read_years

from .makers import NATIONAL, NATIONAL_FILES, a_calendar, a_day, a_week, write

YEARS: dict[int, Year] = {number: year for number, (year, _) in read_years(NATIONAL_FILES).items()}
HOLIDAYS = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng",
    (5, 1): "Ngày Quốc tế lao động",
    (9, 2): "Quốc khánh",
}


def listed(year: int, kind: DayType, *, confirmed: bool = True) -> set[date]:
    return {d.day for d in YEARS[year].days if d.type is kind and d.confirmed is confirmed}


def test_the_years_2025_to_2027_are_there() -> None:
    assert sorted(YEARS) == [2025, 2026, 2027]


@pytest.mark.parametrize("year", sorted(YEARS))
def test_every_listed_day_lies_in_its_year_in_order_and_has_a_source(year: int) -> None:
    days = YEARS[year].days
    assert all(day.day.year == year and day.source for day in days)
    assert [day.day for day in days] == sorted({day.day for day in days})


@pytest.mark.parametrize("year", sorted(YEARS))
def test_what_the_law_fixes_is_confirmed_with_the_law_as_its_source(year: int) -> None:
    for (month, day), name in HOLIDAYS.items():
        found = NATIONAL.day(date(year, month, day))
        assert found.type is DayType.HOLIDAY
        assert str(found.name and found.name.vi) == name
        assert found.source.startswith("Bộ luật Lao động 2019, điều 112(1)")


@pytest.mark.parametrize(
    ("on", "holiday"),
    [("2025-11-24", False), ("2026-11-24", True), ("2027-11-24", True)],
)
def test_24_november_is_a_holiday_since_2026(on: str, holiday: bool) -> None:
    assert (NATIONAL.day(date.fromisoformat(on)).type is DayType.HOLIDAY) is holiday


@pytest.mark.parametrize("on", ["2025-01-29", "2026-02-17", "2027-02-06"])
def test_the_first_day_of_tet_is_the_lunar_one(on: str) -> None:
    found = NATIONAL.day(date.fromisoformat(on))
    assert found.type is DayType.HOLIDAY
    assert found.name
    assert found.name.vi == "Tết Nguyên đán"


@pytest.mark.parametrize("on", ["2025-04-07", "2026-04-26", "2027-04-16"])
def test_gio_to_is_the_tenth_of_the_third_lunar_month(on: str) -> None:
    found = NATIONAL.day(date.fromisoformat(on))
    assert found.name
    assert found.name.vi == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize(("year", "days"), [(2025, 11), (2026, 12)])
def test_a_decided_year_has_as_many_holidays_as_the_law_gives(year: int, days: int) -> None:
    assert len(listed(year, DayType.HOLIDAY)) == days


@pytest.mark.parametrize("year", sorted(YEARS))
def test_each_holiday_on_a_weekend_is_made_good_on_the_next_working_day(year: int) -> None:
    decided = {d for d in listed(year, DayType.HOLIDAY) if not _is_tet_2027(d)}
    lost = [day for day in decided if day.isoweekday() in (6, 7)]
    assert len(listed(year, DayType.COMPENSATORY_OFF)) == len(lost)
    for day in lost:
        assert any(
            NATIONAL.day(date.fromordinal(day.toordinal() + n)).type is DayType.COMPENSATORY_OFF
            for n in (1, 2)
        )


def _is_tet_2027(day: date) -> bool:
    """The days in lieu follow from the choice of the five days, which is not made."""
    return day == date(2027, 2, 6)


@pytest.mark.parametrize("confirmed", [True, False])
def test_swapped_days_off_are_weekdays_and_swapped_working_days_are_not(confirmed: bool) -> None:
    for year in YEARS:
        off = listed(year, DayType.SWAP_OFF, confirmed=confirmed)
        on = listed(year, DayType.SWAP_WORKING, confirmed=confirmed)
        assert all(day.isoweekday() <= 5 for day in off)
        assert all(day.isoweekday() > 5 for day in on)


@pytest.mark.parametrize("year", sorted(YEARS))
def test_an_exchange_of_days_is_unconfirmed_until_its_notice_has_been_read(year: int) -> None:
    exchanged = {DayType.SWAP_OFF, DayType.SWAP_WORKING}
    assert not [day for day in YEARS[year].days if day.type in exchanged and day.confirmed]


@pytest.mark.parametrize(
    "on", ["2025-05-02", "2026-01-02", "2026-08-31", "2027-02-05", "2027-02-12", "2027-09-03"]
)
def test_what_is_only_proposed_or_unread_is_an_ordinary_working_day(on: str) -> None:
    found = NATIONAL.day(date.fromisoformat(on))
    assert found.type is DayType.WORKING
    assert found.unconfirmed


@pytest.mark.parametrize("on", ["2025-04-26", "2026-01-10", "2026-08-22"])
def test_a_saturday_of_an_unread_exchange_stays_a_day_off(on: str) -> None:
    assert not NATIONAL.day(date.fromisoformat(on)).working
    assert NATIONAL.day(date.fromisoformat(on)).unconfirmed


def test_the_versions_are_the_hashes_of_the_files_used() -> None:
    versions = NATIONAL.versions([2026, 2027])
    assert [v.file for v in versions] == [f"national/{n}.yaml" for n in ("week", "2026", "2027")]
    for version in versions:
        content = (NATIONAL_FILES.parent / version.file).read_bytes()
        assert version.sha256 == hashlib.sha256(content).hexdigest()


def a_year(*days: dict[str, Any], **what: Any) -> dict[str, Any]:
    return {"year": 2026, "days": list(days)} | what


def spoilt(file: str, content: object, why: str) -> Any:
    return pytest.param(file, content, id=why)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        spoilt("2026.yaml", a_year(a_day("2027-01-01")), "a day of another year"),
        spoilt("2026.yaml", a_year(year=2027), "the heading of another year"),
        spoilt("2026.yaml", a_year(a_day("2026-01-01"), a_day("2026-01-01")), "a day twice"),
        spoilt("2026.yaml", a_year(a_day("2026-01-01", source=" ")), "a day without a source"),
        spoilt("2026.yaml", a_year(a_day("2026-01-01", "FESTIVAL")), "an unknown type"),
        spoilt("2026.yaml", a_year(a_day("2026-01-01", confirmed="yes")), "a vague confirmation"),
        spoilt("2026.yaml", {date(2026, 1, 1): "HOLIDAY"}, "another shape"),
        spoilt("week.yaml", {}, "no week"),
        spoilt(
            "week.yaml",
            a_week(opening={"hours": [["13:30", "17:00"], ["07:00", "11:30"]], "source": "Giờ"}),
            "the afternoon before the morning",
        ),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_by_name(
    tmp_path: Path, file: str, content: object
) -> None:
    a_calendar(tmp_path)
    write(tmp_path / file, content)
    with pytest.raises(InvalidCalendar, match=f"{tmp_path.name}/{file}"):
        Calendar.read(tmp_path)


def test_what_is_no_yaml_is_refused_by_name(tmp_path: Path) -> None:
    a_calendar(tmp_path)
    (tmp_path / "2026.yaml").write_text("days: [", encoding="utf-8")
    with pytest.raises(InvalidCalendar, match="2026"):
        Calendar.read(tmp_path)


def test_a_folder_without_a_week_is_no_calendar(tmp_path: Path) -> None:
    with pytest.raises(InvalidCalendar, match="week"):
        Calendar.read(tmp_path)
