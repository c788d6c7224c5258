"""Whose days were used, and whose lateness it is: read from who held the file."""

from __future__ import annotations

from datetime import datetime

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.workflows.clock.makers import NATIONAL, at
from workflows.dossiers.lateness import Share, cause_of, shares

RECEIVED = at("2026-03-02T10:00")
DUE = at("2026-04-28T17:00")


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """Received on 2 March, named a handler on the 4th."""
    life = a_life(office)
    life.act("submit", at=at("2026-02-26T10:00"))
    life.act("receive", at=RECEIVED)
    life.act("assign", at=at("2026-03-04T10:00"))
    return life


def found(life: Life, moment: datetime) -> tuple[Share, ...]:
    return shares(life.fresh, life.fresh.holdings.order_by("number"), NATIONAL, at=moment)


def told(life: Life, moment: datetime) -> list[tuple[str, int, int, bool]]:
    return [(one.holding.step, one.days, one.late_days, one.caused) for one in found(life, moment)]


def test_each_holder_is_told_the_working_days_they_used(life: Life) -> None:
    assert told(life, at("2026-03-10T10:00")) == [
        ("assign", 2, 0, False),
        ("assess", 4, 0, False),
    ]


def test_what_lay_at_the_counter_before_reception_used_nothing(life: Life) -> None:
    assert "receive" not in [step for step, *_rest in told(life, at("2026-03-10T10:00"))]


def test_lateness_is_the_step_s_that_held_the_file_when_it_was_due(life: Life) -> None:
    late = found(life, at("2026-05-06T10:00"))
    cause = cause_of(late)
    assert cause is not None
    assert (cause.holding.step, cause.holding.unit) == (
        "assess",
        life.office.posts["hanh"].unit,
    )
    # 29 April, then 4, 5 and 6 May: two holidays and a weekend lie between.
    assert cause.late_days == 4


def test_who_gets_it_late_is_late_with_their_own_days_and_not_the_cause(life: Life) -> None:
    life.act("propose", at=at("2026-05-05T10:00"))
    assert told(life, at("2026-05-08T10:00"))[1:] == [
        ("assess", 38 + 3, 3, True),
        ("approve", 3, 3, False),
    ]


def test_the_citizen_s_days_are_counted_and_never_late(life: Life) -> None:
    life.act("ask_supplement", at=at("2026-03-05T10:00"))
    waiting = told(life, at("2026-06-30T10:00"))[-1]
    assert waiting[0] == "supplement"
    assert waiting[1] > 60
    assert waiting[2:] == (0, False)


def test_an_apology_makes_the_new_day_count(life: Life) -> None:
    life.act("apologise", at=at("2026-04-20"), due_on=at("2026-05-15").date())
    assert cause_of(found(life, at("2026-05-06T10:00"))) is None
    assert cause_of(found(life, at("2026-05-16T10:00"))) is not None


def test_where_it_has_ended_in_time_nobody_is_late_ever_after(life: Life) -> None:
    life.act("withdraw", at=at("2026-04-01T10:00"))
    assert cause_of(found(life, at("2026-11-01T10:00"))) is None


def test_before_reception_there_is_no_share(office: DemoOffice) -> None:
    assert found(a_life(office).through("submit"), RECEIVED) == ()
