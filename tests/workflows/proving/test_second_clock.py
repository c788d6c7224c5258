"""The two clocks side by side: whatever happens to a dossier, both say the same moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from procedures.words import Text
from workflows.clock import deadline, derivation
from workflows.clock.days import LEGAL_TIME, Calendar
from workflows.clock.deadline import Due, Limit
from workflows.clock.errors import LimitUsedUp
from workflows.clock.models import AnnouncedDay
from workflows.proving import second_clock
from workflows.proving.second_clock import Days

FOLDER = Path(derivation.__file__).parent / "calendar"
EVENT = Text(vi="ngày hết thời hạn thông báo", en="the end of the notice period")
STARTS = st.datetimes(datetime(2025, 1, 2), datetime(2027, 6, 30)).map(  # noqa: DTZ001  the zone is put on below
    lambda moment: moment.replace(tzinfo=LEGAL_TIME)
)
UNITS = st.sampled_from(["working days", "calendar days", "working hours"])
LIMITS = st.one_of(
    st.builds(
        lambda n, unit: f"{n} {unit}" if n > 1 else f"1 {unit[:-1]}", st.integers(1, 40), UNITS
    ),
    st.just("same day"),
)
IN_DAYS = st.builds(lambda n, unit: f"{n + 1} {unit}", st.integers(1, 40), UNITS)
WAITS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 900)), min_size=1, max_size=3)
TYPES = st.sampled_from(AnnouncedDay.Type.values)
SOME_DAYS = st.dictionaries(st.dates(date(2025, 1, 2), date(2027, 8, 31)), TYPES, max_size=6)


def announced(days: dict[date, str]) -> tuple[Calendar, list[dict[str, Any]]]:
    """The national calendar with these days announced; and they as the database tells them."""
    rows = [
        AnnouncedDay(
            calendar="national", day=day, type=kind, name_vi="Nghỉ", name_en="Off", source="CV 1"
        )
        for day, kind in days.items()
    ]
    told = [
        {
            "day": one.day.isoformat(),
            "type": one.type,
            "name": {"vi": one.name_vi, "en": one.name_en},
            "source": one.source,
        }
        for one in rows
    ]
    return Calendar.load("national").with_days((one.listed, one.version) for one in rows), told


def both(found: Due, told: list[dict[str, Any]]) -> tuple[Days, Days]:
    """What days count, by the steps alone and by the files that they name."""
    rows = found.derivation_json()
    files = second_clock.days_of_files(rows, FOLDER, told)
    assert files is not None
    return second_clock.days_of_steps(rows), files


def agree(found: Due, told: list[dict[str, Any]]) -> None:
    rows = found.derivation_json()
    for days in both(found, told):
        assert second_clock.by_derivation(rows, days) == found.at
    assert second_clock.ended(rows) == found.at


@given(start=STARTS, limit=LIMITS, days=SOME_DAYS)
def test_a_limit_ends_at_the_same_moment_by_both_clocks(
    start: datetime, limit: str, days: dict[date, str]
) -> None:
    calendar, told = announced(days)
    found = deadline.due(start, Limit.parse(limit), calendar)
    agree(found, told)
    for by in both(found, told):
        assert second_clock.counted(start, second_clock.Limit.written(limit), by) == found.at


@given(start=STARTS, limit=IN_DAYS, waits=WAITS, days=SOME_DAYS, restarts=st.booleans())
def test_what_was_left_after_any_pauses_ends_at_the_same_moment(
    start: datetime, limit: str, waits: list[tuple[int, int]], days: dict[date, str], restarts: bool
) -> None:
    calendar, told = announced(days)
    ran, at = [], start
    for worked, waited in waits:
        asked = at + timedelta(hours=worked)
        ran.append((at, asked))
        at = asked + timedelta(hours=waited, minutes=waited)
    assume(at.year < 2027 or at.month < 8)
    effect = "RESTART" if restarts else "PAUSE"
    written = second_clock.Limit.written(limit)
    try:
        found = deadline.resume(at, Limit.parse(limit), calendar, effect=effect, ran=ran)  # type: ignore[arg-type]  # one of the two words
    except LimitUsedUp:
        longest = deadline.due(start, Limit.parse("80 calendar days"), calendar)
        by = second_clock.days_of_files(longest.derivation_json(), FOLDER, told)
        assert by is not None
        with_years = Days(lambda day: calendar.day(day).working, by.hours)
        assert second_clock.resumed(at, written, with_years, restarts=False, ran=ran) is None
        return
    agree(found, told)
    for days_by in both(found, told):
        again = second_clock.resumed(at, written, days_by, restarts=restarts, ran=ran)
        assert again == found.at


@given(start=STARTS, ahead=st.integers(-60, 60), limit=LIMITS, days=SOME_DAYS)
def test_a_limit_that_waits_for_an_event_ends_at_the_same_moment(
    start: datetime, ahead: int, limit: str, days: dict[date, str]
) -> None:
    calendar, told = announced(days)
    on = start.date() + timedelta(days=ahead)
    found = deadline.from_event(start, on, Limit.parse(limit), calendar, event=EVENT)
    agree(found, told)
    for by in both(found, told):
        written = second_clock.Limit.written(limit)
        assert second_clock.from_event(start, on, written, by) == found.at


@given(start=STARTS, ahead=st.integers(1, 60), days=SOME_DAYS)
def test_a_day_that_was_promised_or_planned_is_the_same_day(
    start: datetime, ahead: int, days: dict[date, str]
) -> None:
    calendar, told = announced(days)
    day = start.date() + timedelta(days=ahead)
    limit = Limit.parse("5 working days")
    promised = deadline.promised(start, day, limit, calendar, basis="NĐ 61/2018, 19(9)")
    planned = deadline.by_plan(start, day, calendar)
    agree(promised, told)
    agree(planned, told)
    for by in both(promised, told):
        assert second_clock.named(day, by) == promised.at
    for by in both(planned, told):
        assert second_clock.as_named(day, by) == planned.at


@pytest.mark.parametrize(("hour", "until"), [(time(15), "2026-11-25"), (time(15, 1), "2026-11-26")])
def test_after_three_o_clock_the_result_of_the_day_is_due_on_the_next(
    hour: time, until: str
) -> None:
    by = Days(lambda day: day.isoweekday() < 6, ((time(7), time(17)),))
    start = datetime.combine(date(2026, 11, 25), hour, LEGAL_TIME)
    found = second_clock.counted(start, second_clock.Limit.written("same day"), by)
    assert found.date() == date.fromisoformat(until)


def a_derivation() -> list[dict[str, Any]]:
    start = datetime(2026, 11, 20, 9, tzinfo=LEGAL_TIME)
    calendar = Calendar.load("national")
    return deadline.due(start, Limit.parse("5 working days"), calendar).derivation_json()


def test_a_file_that_reads_otherwise_by_now_is_no_ground_to_count_on() -> None:
    rows = a_derivation()
    rows[0]["files"][0]["sha256"] = "0" * 64
    assert second_clock.days_of_files(rows, FOLDER, []) is None


def test_a_day_left_out_without_ground_is_found_by_the_files() -> None:
    rows = a_derivation()
    (off,) = (row for row in rows if row["step"] == "skipped" and row["type"] == "HOLIDAY")
    rows.remove(off)
    by = second_clock.days_of_files(rows, FOLDER, [])
    assert by is not None
    alone = second_clock.by_derivation(rows, second_clock.days_of_steps(rows))
    assert alone < second_clock.by_derivation(rows, by) == second_clock.ended(rows)


def test_a_pause_that_used_more_than_it_says_is_unreadable() -> None:
    start = datetime(2026, 11, 9, 9, tzinfo=LEGAL_TIME)
    ran = [(start, start + timedelta(days=2))]
    found = deadline.resume(
        start + timedelta(days=7),
        Limit.parse("5 working days"),
        Calendar.load("national"),
        effect="PAUSE",
        ran=ran,
    )
    rows = found.derivation_json()
    (paused,) = (row for row in rows if row["step"] == "paused")
    paused["used"] = "P1D"
    with pytest.raises(second_clock.Unreadable):
        second_clock.by_derivation(rows, second_clock.days_of_steps(rows))
