"""A due date can be found again from its derivation alone, and is told in both languages."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Any, get_args

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures.words import Text
from workflows.clock import derivation
from workflows.clock.days import LEGAL_TIME
from workflows.clock.deadline import Limit, by_plan, due, from_event, promised, resume

from .makers import CONFIRMED, NATIONAL, at, due_of, steps_of

DAY = timedelta(days=1)
STARTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 8, 31)).map(  # noqa: DTZ001  the zone is put on below
    lambda moment: moment.replace(microsecond=0, tzinfo=LEGAL_TIME)
)
UNITS = st.sampled_from(["working days", "calendar days", "working hours"])


class Recount:
    """A second program: it knows the rules of the three units and reads nothing but the rows."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rule = rows[0]
        self.left_out = {day for row in rows if row["step"] == "skipped" for day in _days(row)}
        self.planned = [row["day"] for row in rows if row["step"] == "planned"]
        self.moments = [
            (row["step"], datetime.fromisoformat(row["at"]))
            for row in rows
            if row["step"] in ("started", "paused")
        ]

    def end(self) -> str:
        """The day for limits in days and plans, the moment for limits in hours."""
        if self.planned:
            return str(self.planned[0])
        if self.rule["unit"] == "working hours":
            return self._hours().isoformat()
        count, start = self.rule["count"], self.moments[-1][1].date()
        count -= sum(self._used(a, b) for a, b in self._stretches())
        if self.rule["unit"] == "calendar days":
            return self._rolled(start + count * DAY).isoformat()
        while count:
            start += DAY
            count -= start not in self.left_out
        return self._rolled(start).isoformat()

    def _stretches(self) -> list[tuple[datetime, datetime]]:
        pairs = zip(self.moments[::2], self.moments[1::2], strict=False)
        return [(begun, paused) for (_, begun), (_, paused) in pairs]

    def _used(self, begun: datetime, paused: datetime) -> int:
        span = range(1, (paused.date() - begun.date()).days + 1)
        days = [begun.date() + n * DAY for n in span]
        if self.rule["unit"] == "calendar days":
            return len(days)
        return sum(day not in self.left_out for day in days)

    def _rolled(self, day: date) -> date:
        while day in self.left_out:
            day += DAY
        return day

    def _hours(self) -> datetime:
        moment, left = self.moments[-1][1], timedelta(hours=self.rule["count"])
        hours = [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in self.rule["hours"]]
        day = moment.date()
        while True:
            for opens, closes in hours if day not in self.left_out else []:
                begin = max(moment, datetime.combine(day, opens, moment.tzinfo))
                end = datetime.combine(day, closes, moment.tzinfo)
                if begin < end and left <= end - begin:
                    return begin + left
                left -= max(end - begin, timedelta())
            day += DAY


def _days(row: dict[str, Any]) -> list[date]:
    since, until = date.fromisoformat(row["since"]), date.fromisoformat(row["until"])
    return [since + n * DAY for n in range((until - since).days + 1)]


def stored(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As it comes back from the database, without the answer."""
    back: list[dict[str, Any]] = json.loads(json.dumps(rows))
    assert back[-1]["step"] == "ended"
    return back[:-1]


@settings(max_examples=400, deadline=None)
@given(start=STARTS, count=st.integers(1, 60), unit=UNITS)
def test_a_second_program_finds_the_same_date(start: datetime, count: int, unit: str) -> None:
    found = due(start, Limit.parse(f"{count} {unit}"), NATIONAL)
    expected = found.at if unit == "working hours" else found.day
    assert Recount(stored(found.derivation_json())).end() == expected.isoformat()


@settings(max_examples=200, deadline=None)
@given(
    start=STARTS,
    ran=st.integers(0, 19),
    waited=st.integers(0, 30),
    unit=st.sampled_from(["working days", "calendar days"]),
)
def test_a_second_program_finds_the_same_date_after_a_pause(
    start: datetime, ran: int, waited: int, unit: str
) -> None:
    asked = start + timedelta(days=ran)
    answered = asked + timedelta(days=waited)
    limit = Limit.parse(f"20 {unit}")
    found = resume(answered, limit, NATIONAL, effect="PAUSE", ran=[(start, asked)])
    assert Recount(stored(found.derivation_json())).end() == found.day.isoformat()


def test_a_plan_can_be_read_again() -> None:
    found = by_plan(at("2026-11-25"), date(2026, 12, 20), NATIONAL)
    assert Recount(stored(found.derivation_json())).end() == "2026-12-20"


def test_the_derivation_of_a_day_over_24_november() -> None:
    found = due_of("2026-11-23", "1 working day")
    rule, *steps = found.derivation_json()
    assert rule["unit"] == "working days"
    assert rule["count"] == 1
    assert rule["basis"] == "Nghị định 309/2026/NĐ-CP, điều 17(3)"
    assert [file["file"] for file in rule["files"]] == ["national/week.yaml", "national/2026.yaml"]
    assert steps == [
        {"step": "started", "at": "2026-11-23T09:00:00+07:00"},
        {
            "step": "skipped",
            "since": "2026-11-24",
            "until": "2026-11-24",
            "type": "HOLIDAY",
            "name": {"vi": "Ngày Văn hóa Việt Nam", "en": "Vietnamese Culture Day"},
            "source": "Nghị quyết 28/2026/QH16, điều 2",
        },
        {"step": "ended", "at": "2026-11-25T17:00:00+07:00"},
    ]


def test_a_derivation_over_two_years_rests_on_both_files() -> None:
    rule = due_of("2026-11-23", "30 working days").derivation_json()[0]
    names = [file["file"] for file in rule["files"]]
    assert names == ["national/week.yaml", "national/2026.yaml", "national/2027.yaml"]


def test_days_off_that_follow_one_another_are_one_step_where_the_reason_is_one() -> None:
    skipped = steps_of(due_of("2026-02-13", "1 working day"), "skipped")
    assert [(row["type"], row["since"], row["until"]) for row in skipped] == [
        ("WEEKLY_OFF", "2026-02-14", "2026-02-15"),
        ("HOLIDAY", "2026-02-16", "2026-02-20"),
        ("WEEKLY_OFF", "2026-02-21", "2026-02-22"),
    ]


def test_a_term_that_rolls_forward_says_so() -> None:
    (rolled,) = steps_of(due_of("2026-04-16", "15 calendar days"), "rolled")
    assert (rolled["since"], rolled["until"]) == ("2026-05-01", "2026-05-04")
    assert not steps_of(due_of("2026-04-16", "14 working days"), "rolled")


def test_a_saturday_that_counts_is_named() -> None:
    (worked,) = steps_of(due_of("2025-04-25", "1 working day", CONFIRMED), "worked")
    assert worked["since"] == "2025-04-26"


COMPLAINTS_OVER = Text(vi="khi hết hạn khiếu nại", en="the end of the term for complaints")
EVERY_STEP = [
    due_of("2027-02-03T12:00", "40 working hours"),
    due_of("2026-04-16", "15 calendar days"),
    due_of("2025-04-25", "3 working days", CONFIRMED),
    by_plan(at("2026-11-25"), date(2026, 12, 20), NATIONAL),
    resume(
        at("2026-11-20"),
        Limit.parse("12 working hours"),
        NATIONAL,
        effect="PAUSE",
        ran=[(at("2026-11-02"), at("2026-11-02T10:30"))],
    ),
    from_event(
        at("2026-11-02"),
        date(2026, 11, 20),
        Limit.parse("15 working days"),
        NATIONAL,
        event=COMPLAINTS_OVER,
    ),
    due_of("2026-11-25T15:01", "same day"),
    promised(
        at("2026-11-25"),
        date(2026, 12, 5),
        Limit.parse("15 working days"),
        NATIONAL,
        basis="Nghị định 309/2026/NĐ-CP, điều 20",
    ),
]


@pytest.mark.parametrize("found", EVERY_STEP)
def test_a_stored_derivation_can_be_read_and_told_again(found: Any) -> None:
    again = derivation.read(json.loads(json.dumps(found.derivation_json())))
    assert derivation.written(again) == found.derivation_json()
    assert [str(step) for step in again] == [str(step) for step in found.derivation]


def test_every_kind_of_step_was_tried_above() -> None:
    tried = {type(step) for found in EVERY_STEP for step in found.derivation}
    assert tried == set(get_args(get_args(derivation.Step)[0]))


def test_a_holiday_is_told_in_the_readers_language() -> None:
    found = due_of("2026-11-23", "1 working day")
    with override("en"):
        english = " ".join(map(str, found.derivation))
    with override("vi"):
        vietnamese = " ".join(map(str, found.derivation))
    assert "public holiday, Vietnamese Culture Day" in english
    assert "1 working day after" in english
    assert "Ngày Văn hóa Việt Nam" in vietnamese
    assert "Nghị quyết 28/2026/QH16" in english
    assert "Nghị quyết 28/2026/QH16" in vietnamese


def test_what_is_not_confirmed_is_told() -> None:
    with override("en"):
        told = " ".join(map(str, due_of("2026-08-28", "1 working day").derivation))
    assert "not confirmed" in told
    assert "taken as working day" in told
