"""A citizen's own dossiers: where each stands, what is asked, what came of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice, citizen
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen, as_officer
from tests.people import a_representation
from workflows.dossiers.models import Paper

PAGES = ("track", "papers", "check", "receipt", "answer", "result", "withdraw")
# Where a dossier can stand, by the last act that was done with it.
STANDS = (
    *("", "submit", "ask_completion", "reject", "receive", "assign", "ask_supplement", "sign"),
    *("issue", "withdraw", "stop"),
)
# What waits for the applicant, or for their coming; and what has ended.
CALLS, OVER = ("", "ask_completion", "ask_supplement", "issue"), ("reject", "withdraw", "stop")


def address(life: Life, name: str) -> str:
    return reverse(f"portal:{name}", args=[life.dossier.public_id])


def a_life_after(office: DemoOffice, act: str) -> Life:
    life = a_life(office)
    if act in ("ask_completion", "reject"):
        life.through("submit").act(act)
    elif act in ("ask_supplement", "withdraw", "stop"):
        life.through("assign").act(act)
    elif act:
        life.through(act)
    return life


@pytest.mark.parametrize("act", STANDS)
def test_each_state_has_its_head_line_and_at_most_one_filled_button(
    act: str, client: Client, office: DemoOffice
) -> None:
    life = a_life_after(office, act)
    as_citizen(client, "hoa")
    page = tree(client.get(address(life, "track")).content.decode())
    (head,) = page.iter("h1")
    assert words(head)
    filled = [b for b in of_class(page, "btn") if "second" not in b.get("class", "").split()]
    assert len(filled) == (act in CALLS)
    now = [li for li in of_class(page, "trail")[0] if li.get("aria-current") == "step"]
    assert len(now) == (act not in OVER)


@pytest.mark.parametrize(
    ("act", "own"),
    [("", True), ("ask_completion", True), ("ask_supplement", True), ("submit", False)],
)
def test_the_road_says_whose_turn_it_is(
    act: str, own: bool, client: Client, office: DemoOffice
) -> None:
    life = a_life_after(office, act)
    as_citizen(client, "hoa")
    page = tree(client.get(address(life, "track")).content.decode())
    (now,) = [li for li in of_class(page, "trail")[0] if li.get("aria-current") == "step"]
    assert ("Hồ sơ đang chờ bạn." in words(now)) == own


def test_the_clock_stands_there_once_the_dossier_is_received(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).through("submit")
    as_citizen(client, "hoa")
    assert not of_class(tree(client.get(address(life, "track")).content.decode()), "clock-bar")
    life.through("receive")
    page = tree(client.get(address(life, "track")).content.decode())
    (bar,) = of_class(page, "clock-bar")
    assert "40" in bar.get("aria-label", "")
    slip = life.dossier.papers.get(kind=Paper.Kind.FORM_01)
    link = reverse("viewer:attachment", args=[life.dossier.public_id, slip.public_id])
    assert link in {a.get("href") for a in page.iter("a")}


def test_the_result_is_there_once_it_is_issued(client: Client, office: DemoOffice) -> None:
    life = a_life(office).through("sign")
    as_citizen(client, "hoa")
    assert client.get(address(life, "result")).status_code == 404
    life.through("issue")
    page = client.get(address(life, "result")).content.decode()
    result = life.dossier.papers.get(kind=Paper.Kind.RESULT)
    link = reverse("viewer:attachment", args=[life.dossier.public_id, result.public_id])
    assert link in {a.get("href") for a in tree(page).iter("a")}
    assert "Quỹ Học bổng Bến Trăng" in page


@pytest.mark.parametrize("name", PAGES)
def test_another_citizen_and_an_officer_find_nothing(
    name: str, client: Client, office: DemoOffice
) -> None:
    life = a_life(office)
    assert client.get(address(life, name)).status_code == 302
    as_citizen(client, "khach")
    theirs = client.get(address(life, name))
    nobodys = client.get(reverse(f"portal:{name}", args=[uuid4()]))
    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    as_officer(client, life.who("receive"))
    assert client.get(address(life, name)).status_code == 404


def test_the_receipt_tells_only_the_one_it_waits_for_that_it_waits(
    client: Client, office: DemoOffice
) -> None:
    life = a_life_after(office, "ask_completion")
    binh = citizen("binh", at=timezone.now())
    a_representation(binh, life.owner)
    waits = "Hồ sơ đang chờ bạn"
    as_citizen(client, life.citizen)
    assert waits in client.get(address(life, "receipt")).content.decode()
    other = Client()
    as_citizen(other, binh)
    answer = other.get(address(life, "receipt"))
    assert answer.status_code == 200
    assert waits not in answer.content.decode()
