"""The catalogue as citizens look through it: by area and level, a hundred at a time."""

from __future__ import annotations

from itertools import cycle, islice

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from procedures import catalogue, publication
from procedures.catalogue import Catalogue
from tests.counting import counted
from tests.markup import of_class, tree
from tests.people import an_officer

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[10, 1_000])
def many(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """So many procedures in force: the shipped ones again and again."""
    every = [
        one.model_copy(update={"code": None, "slug": f"copy-{n}"})
        for n, one in enumerate(islice(cycle(catalogue.all_procedures()), request.param))
    ]
    monkeypatch.setattr(catalogue, "current", lambda: Catalogue({one.key: (one,) for one in every}))
    lan, minh = (an_officer(name).public_id for name in ("Phạm Thị Lan", "Trần Quang Minh"))
    publication.publish_all(every, prepared_by=lan, approved_by=minh, at=timezone.now())
    return int(request.param)


def names(client: Client, query: str = "") -> list[str]:
    page = tree(client.get(reverse("portal:catalogue") + query).content.decode())
    return [a.get("href", "") for one in of_class(page, "list") for a in one.iter("a")]


@pytest.mark.parametrize("query", ["", "?q=quy", "?linh-vuc=funds", "?trang=2"])
def test_it_takes_one_statement_however_many_there_are(
    client: Client, many: int, query: str
) -> None:
    with counted() as statements:
        assert client.get(reverse("portal:catalogue") + query).status_code == 200
    assert len(statements) == 1, statements


def test_at_most_a_hundred_stand_on_a_page_and_all_are_reached(client: Client, many: int) -> None:
    pages = [names(client, f"?trang={number}") for number in range(1, -(-many // 100) + 1)]
    assert max(map(len, pages)) == min(many, 100)
    assert len({name for page in pages for name in page}) == many


@pytest.mark.parametrize("number", ["0", "-1", "99999", "x", "²", "9" * 50])
def test_a_page_that_is_not_there_is_the_nearest(client: Client, many: int, number: str) -> None:
    assert names(client, f"?trang={number}")


@pytest.mark.parametrize("many", [1_000], indirect=True)
def test_the_way_on_keeps_what_was_looked_for(client: Client, many: int) -> None:
    page = tree(client.get(reverse("portal:catalogue") + "?linh-vuc=funds").content.decode())
    ways = [a.get("href") for one in of_class(page, "pager") for a in one.iter("a")]
    assert ways == ["?linh-vuc=funds&trang=2"]


@pytest.mark.parametrize("many", [10], indirect=True)
def test_where_all_stand_on_one_page_there_is_no_way_on(client: Client, many: int) -> None:
    page = tree(client.get(reverse("portal:catalogue")).content.decode())
    assert of_class(page, "pager") == []
