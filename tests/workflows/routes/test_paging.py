"""A list in pages: nothing twice, nothing left out, whatever is done between two pages."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.counting import counted
from tests.people import MONDAY, Citizens, Office
from tests.workflows.dossiers.makers import a_dossier
from workflows.dossiers.models import Dossier
from workflows.routes.paging import Page, Place, Stretch, page, stretch

SOME = UUID("00000000-0000-4000-8000-0000000000d1")


def due(province: Office, people: Citizens, *days: int) -> list[Dossier]:
    """Dossiers due in so many days, in this order."""
    return [a_dossier(province, people, due_at=MONDAY + timedelta(days=day)) for day in days]


def pages(size: int) -> list[Page[Dossier]]:
    found = [page(Dossier.objects.all(), size=size)]
    while found[-1].following:
        found.append(page(Dossier.objects.all(), size=size, after=found[-1].following))
    return found


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6])
def test_all_pages_together_hold_each_dossier_once_in_its_turn(
    province: Office, people: Citizens, size: int
) -> None:
    """Three of the five are due at the same moment."""
    due(province, people, 3, 1, 3, 7, 3)
    found = [dossier for one in pages(size) for dossier in one.rows]
    assert [(d.due_at - MONDAY).days for d in found if d.due_at] == [1, 3, 3, 3, 7]
    assert len(set(found)) == 5
    assert all(len(one.rows) <= size for one in pages(size))


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_the_way_back_shows_the_same_rows_and_ends_at_the_first(
    province: Office, people: Citizens, size: int
) -> None:
    due(province, people, 3, 1, 3, 7, 3)
    every = Dossier.objects.all()
    onward = [dossier for one in pages(size) for dossier in one.rows]
    back = [pages(size)[-1]]
    while back[-1].preceding:
        back.append(page(every, size=size, before=back[-1].preceding))
    assert [dossier for one in reversed(back) for dossier in one.rows] == onward
    for one in back[1:]:
        assert one.following
        assert (
            page(every, size=size, after=one.following).rows[0]
            == onward[onward.index(one.rows[-1]) + 1]
        )


def test_a_page_knows_which_rows_of_how_many_it_shows(province: Office, people: Citizens) -> None:
    due(province, people, 3, 1, 3, 7, 3)
    every = Dossier.objects.all()
    assert [stretch(every, one) for one in pages(2)] == [
        Stretch(1, 2, 5),
        Stretch(3, 4, 5),
        Stretch(5, 5, 5),
    ]
    assert stretch(every, Page((), None)) == Stretch(0, 0, 5)


def test_behind_the_last_page_there_is_none(province: Office, people: Citizens) -> None:
    due(province, people, 1, 2)
    assert page(Dossier.objects.all(), size=2).following is None
    assert page(Dossier.objects.none(), size=2) == Page((), None)


def test_what_leaves_the_list_meanwhile_shifts_nothing(province: Office, people: Citizens) -> None:
    first, second, third, fourth = due(province, people, 1, 2, 3, 4)
    one = page(Dossier.objects.all(), size=2)
    left = Dossier.objects.exclude(pk__in=[first.pk, second.pk])
    assert page(left, size=2, after=one.following).rows == (third, fourth)


def test_before_reception_the_turn_is_the_moment_it_came_in(
    province: Office, people: Citizens
) -> None:
    (late,) = due(province, people, 1)
    days = [MONDAY - timedelta(days=day) for day in (3, 2, 1, 0)]
    new = a_dossier(province, people, created_at=days[0], submitted_at=days[3])
    old = a_dossier(province, people, created_at=days[1], submitted_at=days[2])
    assert page(Dossier.objects.all(), size=9).rows == (old, new, late)
    assert page(Dossier.objects.all(), size=9, after=Place.of(old)).rows == (new, late)
    assert page(Dossier.objects.all(), size=9, before=Place.of(late)).rows == (old, new)


def test_a_page_takes_one_statement_wherever_it_lies(province: Office, people: Citizens) -> None:
    due(province, people, *range(9))
    for after in (None, pages(3)[1].following):
        with counted() as taken:
            shown = page(Dossier.objects.all(), size=3, after=after)
        assert len(taken) == 1
        with counted() as taken:
            stretch(Dossier.objects.all(), shown)
        assert len(taken) == 1


def test_a_place_survives_its_way_through_an_address() -> None:
    place = Place(MONDAY.replace(microsecond=7), SOME)
    assert Place.read(str(place)) == place
    assert not set(str(place)) & set("+&=%/?# ")


@pytest.mark.parametrize(
    "written",
    ["", "~", "x~y", f"~{SOME}", f"2026-11-23~{SOME}", f"2026-11-23T09:00:00~{SOME}", "2026~"],
)
def test_a_place_that_makes_no_sense_is_none(written: str) -> None:
    assert Place.read(written) is None


def test_a_place_at_the_end_of_time_is_a_place_like_any_other(
    province: Office, people: Citizens
) -> None:
    due(province, people, 1)
    for moment, expected in (("99991231T235959Z", 0), ("00010101T000000Z", 1)):
        after = Place.read(f"{moment}~{SOME}")
        assert after
        assert len(page(Dossier.objects.all(), size=2, after=after).rows) == expected
