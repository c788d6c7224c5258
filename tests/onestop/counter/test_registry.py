"""The clerk's queue: what waits for a number and for the seal, and what was issued today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.counter import registry
from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, words
from tests.onestop.doors import as_officer
from workflows.dossiers.models import DocumentNumber, Dossier
from workflows.people.models import Role

from .lists import counts, here, links, read, rows, ways

REGISTRY = "/can-bo/van-thu/"
SEAL, TODAY = {"buoc": "cho-dau"}, {"buoc": "hom-nay"}


def address(life: Life, act: str) -> str:
    return reverse("counter:act", args=[life.dossier.public_id, act])


def enter(client: Client, office: DemoOffice, login: str = "thu") -> None:
    as_officer(client, office.posts[login].account)


def test_a_signed_result_waits_for_its_number_then_for_the_seal(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("sign")
    enter(client, office)
    assert not rows(read(client, REGISTRY))
    life.act("sign")
    page = read(client, REGISTRY)
    assert here(page) == "To be numbered"
    assert links(page) == [address(life, "number")]
    life.act("number")
    assert counts(read(client, REGISTRY)) == {
        "To be numbered": "0",
        "To be sealed and issued": "1",
        "Issued today": "0",
    }
    page = read(client, REGISTRY, SEAL)
    assert links(page) == [address(life, "issue")]
    number = DocumentNumber.objects.get(dossier=life.dossier)
    assert f"{number}, {number.dated:%d/%m/%Y}" in words(rows(page)[0])


def test_each_row_leads_to_a_form_that_is_there(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("number")
    enter(client, office)
    for query in ({}, SEAL):
        (form,) = links(read(client, REGISTRY, query))
        assert client.get(form).status_code == 200
        life.until("issue")


def test_a_dossier_and_each_of_its_acts_stands_under_the_list_that_its_reader_has(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("number")
    for login, mine in (("thu", REGISTRY), ("lan", "/can-bo/hop-viec/")):
        enter(client, office, login)
        page = read(client, reverse("counter:dossier", args=[life.dossier.public_id]))
        (nav,) = of_class(page, "nav")
        assert [a.get("href") for a in nav.iter("a") if a.get("aria-current")] == [mine]


def test_what_was_issued_today_stands_there_with_its_number(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).through("issue")
    enter(client, office)
    page = read(client, REGISTRY, TODAY)
    assert links(page) == [reverse("counter:dossier", args=[life.dossier.public_id])]
    (row,) = rows(page)
    assert str(DocumentNumber.objects.get(dossier=life.dossier)) in words(row)
    assert "Done" in words(row)
    Dossier.objects.update(ended_at=timezone.now() - timedelta(days=1))
    assert not rows(read(client, REGISTRY, TODAY))


def test_a_row_tells_which_result_whose_it_is_and_who_signed(
    client: Client, office: DemoOffice
) -> None:
    granted = a_life(office).until("number")
    refused = a_life(office, "archives", competent=AgencyKey.COMMITTEE).until("propose")
    refused.act("propose", outcome="refusal", facts={}, reason="Chưa đủ điều kiện.")
    refused.until("number")
    enter(client, office)
    said = [words(row) for row in rows(read(client, REGISTRY))]
    (one,) = (words for words in said if str(granted.fresh) in words)
    assert "Nguyễn Thị Hoa" in one
    assert "Trần Quang Minh" in one
    (other,) = (words for words in said if str(refused.fresh) in words)
    assert "Decision not to issue" in other


def test_the_most_urgent_stands_first(client: Client, office: DemoOffice) -> None:
    lives = [a_life(office).until("number") for _time in range(2)]
    for life, days in zip(lives, (9, -3), strict=True):
        at = timezone.now() + timedelta(days=days)
        Dossier.objects.filter(pk=life.dossier.pk).update(due_at=at)
    enter(client, office)
    page = read(client, REGISTRY)
    assert links(page) == [address(lives[1], "number"), address(lives[0], "number")]
    assert [row.get("class", "") for row in rows(page)] == ["bad", ""]


def test_one_page_leads_to_the_next_in_the_same_stage(
    client: Client, office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "SIZE", 1)
    for _time in range(2):
        a_life(office).until("issue")
    enter(client, office)
    first = read(client, REGISTRY, SEAL)
    second = read(client, ways(first)["next"])
    assert here(second) == "To be sealed and issued"
    assert links(second) != links(first)
    assert "2–2 of 2" in words(of_class(second, "pager")[0])


@pytest.mark.parametrize("login", ["ngoc", "xa-ngoc"])
def test_the_clerk_of_another_agency_sees_nothing_of_it(
    client: Client, office: DemoOffice, login: str
) -> None:
    a_life(office).until("number")
    enter(client, office, login)
    page = read(client, REGISTRY)
    assert not rows(page)
    assert set(counts(page).values()) == {"0"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CLERK])
def test_no_other_post_opens_it(client: Client, office: DemoOffice, role: Role) -> None:
    as_officer(client, office.who(role, AgencyKey.DEPARTMENT).account)
    assert client.get(REGISTRY).status_code == 404
