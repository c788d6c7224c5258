"""The time limit of a dossier as lists show it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from onestop.ui.limits import limit_of, soon_until
from tests.people import HANOI, MONDAY, Citizens, Office
from tests.workflows.dossiers.makers import a_dossier, brought_to
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status

FRIDAY_NIGHT = datetime(2026, 11, 27, 20, 0, tzinfo=HANOI)


def due(province: Office, people: Citizens, at: datetime | None, **more: Any) -> Dossier:
    return a_dossier(province, people, due_at=at, **more)


def test_days_are_working_days(province: Office, people: Citizens) -> None:
    """From Friday night over a week-end to Tuesday."""
    limit = limit_of(due(province, people, MONDAY + timedelta(days=8)), at=FRIDAY_NIGHT)
    assert limit
    assert (limit.days, limit.late, limit.tone) == (2, False, "warn")


def test_what_is_late_counts_the_days_since(province: Office, people: Citizens) -> None:
    limit = limit_of(due(province, people, MONDAY - timedelta(days=7)), at=MONDAY)
    assert limit
    assert (limit.days, limit.late, limit.tone) == (5, True, "bad")


def test_what_has_ended_is_late_no_more(province: Office, people: Citizens) -> None:
    ended = MONDAY - timedelta(days=9)
    dossier = due(province, people, MONDAY - timedelta(days=7), ended_at=ended)
    limit = limit_of(dossier, at=MONDAY)
    assert limit
    assert (limit.at, limit.done, limit.tone) == (ended, True, "ok")


def test_while_the_applicant_is_asked_it_stands_still(province: Office, people: Citizens) -> None:
    day = MONDAY - timedelta(days=7)
    received = due(province, people, day, code="H99.01-1", received_at=day)
    limit = limit_of(brought_to(received, Status.SUPPLEMENT_REQUESTED), at=MONDAY)
    assert limit
    assert (limit.paused, limit.late, limit.tone, limit.icon) == (True, False, "info", "pause")


def test_before_reception_and_without_a_calendar_there_is_none(
    province: Office, people: Citizens
) -> None:
    assert limit_of(due(province, people, None), at=MONDAY) is None
    beyond = datetime(2099, 1, 5, 9, 0, tzinfo=HANOI)
    assert limit_of(due(province, people, beyond), at=MONDAY) is None
    assert soon_until(beyond) is None


def test_soon_ends_with_the_third_working_day(province: Office, people: Citizens) -> None:
    until = soon_until(FRIDAY_NIGHT)
    assert until
    assert until.astimezone(HANOI).date() == datetime(2026, 12, 2, tzinfo=HANOI).date()
    limits = [limit_of(due(province, people, until + d), at=FRIDAY_NIGHT) for d in (0 * DAY, DAY)]
    assert [limit.tone for limit in limits if limit] == ["warn", ""]


DAY = timedelta(days=1)
