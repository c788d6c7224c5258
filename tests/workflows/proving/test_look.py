"""How much is looked at: everything, or of old files a part each day until all were read."""

from __future__ import annotations

from datetime import timedelta

from tests.people import MONDAY
from workflows.proving.look import Look

OLD = MONDAY - timedelta(days=400)


def test_without_a_share_every_file_is_read() -> None:
    assert all(Look(MONDAY).in_turn(pk, OLD) for pk in range(1, 50))


def test_within_so_many_days_every_old_file_is_read_once() -> None:
    days = [Look(MONDAY + timedelta(days=n), share=30) for n in range(30)]
    for pk in range(1, 100):
        assert sum(day.in_turn(pk, OLD) for day in days) == 1


def test_a_new_file_is_read_at_once() -> None:
    look = Look(MONDAY, share=30)
    assert all(look.in_turn(pk, MONDAY - timedelta(days=1)) for pk in range(1, 100))


def test_rows_are_counted_as_they_are_looked_at() -> None:
    look = Look(MONDAY)
    assert list(look.over("abc")) == ["a", "b", "c"]
    assert look.rows == 3
