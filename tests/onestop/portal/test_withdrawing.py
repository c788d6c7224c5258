"""Whoever filed takes a dossier back, knowing what it means, as long as nothing is decided."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, words
from tests.onestop.doors import as_citizen
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Ending, Paper
from workflows.dossiers.status import Status

from .filing import Visit


def address(life: Life, name: str = "withdraw") -> str:
    return reverse(f"portal:{name}", args=[life.dossier.public_id])


@pytest.fixture
def visit(client: Client) -> Visit:
    as_citizen(client, "hoa")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return Visit(client)


def test_it_is_asked_once_what_it_means_and_then_ends_with_the_notice(
    office: DemoOffice, visit: Visit
) -> None:
    life = a_life(office).until("propose")
    visit.go(address(life, "track"))
    visit.follow(address(life))
    assert "The dossier ends at once." in words(visit.page)
    visit.send(sure="on", reason="Gia đình đổi ý, lập quỹ sau.")
    assert visit.address == address(life, "track")
    assert life.fresh.status == Status.WITHDRAWN
    assert Ending.objects.get().ground == "Gia đình đổi ý, lập quỹ sau."
    (slip,) = life.dossier.papers.filter(kind=Paper.Kind.FORM_05)
    link = reverse("viewer:attachment", args=[life.dossier.public_id, slip.public_id])
    assert link in {a.get("href") for a in visit.page.iter("a")}
    assert "Gia đình đổi ý, lập quỹ sau." in words(visit.page)
    assert not of_class(visit.page, "clock-bar")


def test_without_being_sure_nothing_ends(office: DemoOffice, visit: Visit) -> None:
    life = a_life(office).until("receive")
    visit.go(address(life))
    with nothing_changes():
        visit.send(status=422, reason="Đổi ý")
    assert of_class(visit.page, "errors")
    (area,) = visit.page.iter("textarea")
    assert area.text == "Đổi ý"


def test_pressing_twice_ends_it_once(office: DemoOffice, visit: Visit) -> None:
    life = a_life(office).until("receive")
    sent = {"key": "einmal", "seen": "", "sure": "on"}
    assert visit.client.post(address(life), sent).status_code == 302
    count = life.fresh.journal_count
    assert visit.client.post(address(life), sent | {"key": "anders"}).status_code == 302
    assert life.fresh.journal_count == count


@pytest.mark.parametrize(
    ("act", "why"),
    [
        ("approve", "The decision has been made, and is being signed."),
        ("sign", "The decision has been made and signed."),
        ("issue", "The result has been issued."),
        ("hand_over", "The result has been issued."),
        ("reject", "It was not received, so there is nothing to withdraw."),
        ("withdraw", "It has been withdrawn already."),
    ],
)
def test_where_it_is_too_late_the_reason_stands_in_place_of_the_form(
    act: str, why: str, office: DemoOffice, visit: Visit
) -> None:
    life = a_life(office)
    if act in ("reject", "withdraw"):
        life.through("submit").act(act)
    else:
        life.through(act)
    visit.go(address(life))
    (main,) = visit.page.iter("main")
    assert why in words(main)
    assert not list(main.iter("form"))
    visit.go(address(life, "track"))
    assert why in words(visit.page)
    with nothing_changes():
        visit.client.post(address(life), {"key": "k", "seen": "", "sure": "on"})


def test_who_was_faster_is_told(office: DemoOffice, visit: Visit) -> None:
    """It was approved while the page was open."""
    life = a_life(office).until("approve")
    visit.go(address(life))
    life.act("approve")
    visit.send(status=409, sure="on")
    assert "The decision has been made" in words(visit.page)
    assert life.fresh.status == Status.APPROVED


def test_nobody_withdraws_what_is_not_theirs_or_was_not_filed(
    office: DemoOffice, client: Client
) -> None:
    life = a_life(office)
    as_citizen(client, "hoa")
    assert client.get(address(life)).status_code == 404
    life.through("submit")
    as_citizen(client, "khach")
    assert client.get(address(life)).status_code == 404
    assert client.post(address(life), {"sure": "on"}).status_code == 404


def test_a_file_that_the_agency_opened_itself_says_so(office: DemoOffice, visit: Visit) -> None:
    life = a_life(office).through("issue")
    life.act("correct")
    life.dossier = type(life.dossier).objects.exclude(correction="").get()
    visit.go(address(life))
    assert "The agency opened this file itself" in words(visit.page)
