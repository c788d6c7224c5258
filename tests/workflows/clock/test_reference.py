"""The clock against a slow and obvious one, on any start and limit of the years it knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.clock.days import LEGAL_TIME
from workflows.clock.deadline import Limit, due, resume

from . import reference
from .makers import NATIONAL

STARTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 8, 31)).map(  # noqa: DTZ001  the zone is put on below
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=LEGAL_TIME)
)
thoroughly = settings(max_examples=200, deadline=None)


@thoroughly
@given(day=st.dates(date(2025, 1, 1), date(2027, 12, 31)))
def test_the_same_days_are_working_days(day: date) -> None:
    assert NATIONAL.day(day).working == reference.works(day)


@thoroughly
@given(start=STARTS, count=st.integers(1, 80))
def test_working_days_agree(start: datetime, count: int) -> None:
    found = due(start, Limit.parse(f"{count} working days"), NATIONAL)
    assert found.day == reference.after_working_days(start.date(), count)


@thoroughly
@given(start=STARTS, count=st.integers(1, 110))
def test_calendar_days_agree(start: datetime, count: int) -> None:
    found = due(start, Limit.parse(f"{count} calendar days"), NATIONAL)
    assert found.day == reference.after_calendar_days(start.date(), count)


@thoroughly
@given(start=STARTS, count=st.integers(1, 40))
def test_working_hours_agree(start: datetime, count: int) -> None:
    found = due(start, Limit.parse(f"{count} working hours"), NATIONAL)
    assert found.at == reference.after_working_hours(start, count)


@thoroughly
@given(start=STARTS, count=st.integers(1, 40), more=st.integers(0, 20))
def test_a_later_receipt_or_a_longer_limit_is_never_due_earlier(
    start: datetime, count: int, more: int
) -> None:
    for unit in ("working days", "calendar days", "working hours"):
        first = due(start, Limit.parse(f"{count} {unit}"), NATIONAL)
        longer = due(start, Limit.parse(f"{count + more} {unit}"), NATIONAL)
        later = due(start + timedelta(hours=7 * more), Limit.parse(f"{count} {unit}"), NATIONAL)
        assert start < first.at <= min(longer.at, later.at)


@thoroughly
@given(start=STARTS, ran=st.integers(0, 19), waited=st.integers(0, 30))
def test_a_pause_and_a_count_make_the_whole_limit(start: datetime, ran: int, waited: int) -> None:
    """Working days used before asking, and left after answering, add up to the limit."""
    asked, limit = start + timedelta(days=ran), Limit.parse("20 working days")
    answered = asked + timedelta(days=waited)
    found = resume(answered, limit, NATIONAL, effect="PAUSE", ran=[(start, asked)])
    ran_days = [start.date() + timedelta(days=n) for n in range(1, ran + 1)]
    left = 20 - sum(map(reference.works, ran_days))
    assert found.day == reference.after_working_days(answered.date(), left)
