"""By law and by the national score: the same clock, and two answers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.workflows.clock.makers import at
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.status import Status

from .scoring import Legal, Supplement, legal, scored_in_time

DUE = at("2026-03-20T17:00")
NONE = Supplement(0, timedelta(0))
LATER = at("2026-06-01")


def a_dossier(
    *,
    ended: datetime | None = None,
    due: datetime | None = DUE,
    first: datetime | None = DUE,
    status: str = Status.PROCESSING,
) -> Dossier:
    return Dossier(
        status=status,
        received_at=at("2026-03-02"),
        due_at=due,
        original_due_at=first,
        ended_at=ended,
    )


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (at("2026-03-19T08:00"), Legal.EARLY),
        (at("2026-03-20T08:00"), Legal.ON_TIME),
        (at("2026-03-20T23:00"), Legal.ON_TIME),
        (at("2026-03-21T00:01"), Legal.LATE),
    ],
)
def test_by_law_the_day_counts_and_not_the_hour(ended: datetime, expected: Legal) -> None:
    assert legal(a_dossier(ended=ended), at=LATER) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [(at("2026-03-20T23:00"), Legal.WITHIN), (at("2026-03-21T08:00"), Legal.OVERDUE)],
)
def test_what_is_open_is_within_its_time_or_over_it(now: datetime, expected: Legal) -> None:
    assert legal(a_dossier(), at=now) is expected


def test_while_the_applicant_supplements_nothing_is_overdue() -> None:
    waiting = a_dossier(status=Status.SUPPLEMENT_REQUESTED)
    assert legal(waiting, at=LATER) is Legal.PAUSED


def test_what_waits_for_an_event_is_neither() -> None:
    waiting = a_dossier(due=None, first=None)
    assert legal(waiting, at=LATER) is None
    assert scored_in_time(waiting, NONE, at=LATER) is None


def test_the_score_takes_the_time_of_the_supplement_off() -> None:
    ended = a_dossier(ended=at("2026-03-27T10:00"))
    assert scored_in_time(ended, NONE, at=LATER) is False
    assert scored_in_time(ended, Supplement(1, timedelta(days=7)), at=LATER) is True


def test_more_than_one_supplement_is_late_whatever_the_day() -> None:
    early = a_dossier(ended=at("2026-03-05"))
    assert legal(early, at=LATER) is Legal.EARLY
    assert scored_in_time(early, Supplement(2, timedelta(days=1)), at=LATER) is False


def test_of_a_supplement_still_open_its_moment_is_the_end() -> None:
    waiting = a_dossier(status=Status.SUPPLEMENT_REQUESTED)
    asked = Supplement(1, timedelta(0), asked_at=at("2026-03-05"))
    assert scored_in_time(waiting, asked, at=LATER) is True


def test_the_score_knows_the_first_day_and_no_apology() -> None:
    moved = a_dossier(ended=at("2026-04-02"), due=at("2026-04-10T17:00"))
    assert legal(moved, at=LATER) is Legal.EARLY
    assert scored_in_time(moved, NONE, at=LATER) is False


def test_both_are_read_from_the_same_segments() -> None:
    cause = ClockSegment.Cause
    segments = [
        ClockSegment(cause=cause.RUNNING, started_at=at("2026-03-02"), ended_at=at("2026-03-04")),
        ClockSegment(
            cause=cause.SUPPLEMENT, started_at=at("2026-03-04"), ended_at=at("2026-03-11")
        ),
        ClockSegment(cause=cause.RUNNING, started_at=at("2026-03-11")),
    ]
    assert Supplement.of(segments) == Supplement(1, timedelta(days=7))
    assert Supplement.of(segments[:1]) == NONE
