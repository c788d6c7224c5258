"""The frame of every page: where one is, who one is, in which language, and that it is a demo."""

from __future__ import annotations

from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.conf import LazySettings
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import resolve

from onestop.ui.context import DOORS, PORTAL, Here
from tests.markup import by_id, of_class, tree, words
from tests.people import MONDAY, citizens
from workflows.outbox.models import Notice
from workflows.people.models import Account


def page(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return tree(answer.content.decode().removeprefix("<!doctype html>"))


@pytest.fixture
def hoa(db: None) -> Account:
    return citizens().hoa


def signed_in(client: Client, account: Account, settings: LazySettings) -> Client:
    client.force_login(account, backend=settings.PASSWORD_BACKEND)
    return client


def test_the_first_link_leads_past_the_masthead(client: Client) -> None:
    root = page(client, "/ui/")
    first = next(root.iter("a"))
    assert first.get("class") == "skip"
    main = by_id(root, first.get("href", "").removeprefix("#"))
    assert (main.tag, main.get("tabindex")) == ("main", "-1")


def test_a_page_names_its_language_and_offers_the_other(client: Client) -> None:
    root = page(client, "/ui/")
    assert root[0].get("lang") == "vi"
    (button,) = (one for one in root.iter("button") if one.get("name") == "language")
    assert (button.get("value"), button.get("lang"), words(button)) == ("en", "en", "English")


def test_a_language_is_chosen_by_a_form_and_one_stays_where_one_is(client: Client) -> None:
    chosen = client.post("/ngon-ngu/", {"language": "en", "next": "/ui/due/?a=1"})
    assert chosen.headers["Location"] == "/ui/due/?a=1"
    assert page(client, "/ui/")[0].get("lang") == "en"


def test_every_form_of_the_frame_proves_where_it_comes_from(client: Client) -> None:
    root = page(client, "/ui/")
    names = [[one.get("name") for one in form.iter("input")] for form in root.iter("form")]
    assert names
    assert all("csrfmiddlewaretoken" in held for held in names)


def test_the_demo_says_so_on_every_page(client: Client, settings: LazySettings) -> None:
    assert len(of_class(page(client, "/dang-nhap/"), "demo")) == 1
    settings.DEMO = False
    assert of_class(page(client, "/dang-nhap/"), "demo") == []


def test_the_gallery_is_there_in_the_demo_only(client: Client, settings: LazySettings) -> None:
    settings.DEMO = False
    assert client.get("/ui/").status_code == 404
    assert client.get("/ui/due/").status_code == 404


def test_what_the_gallery_does_not_know_is_not_there(client: Client) -> None:
    assert client.get("/ui/nothing-of-the-kind/").status_code == 404


@pytest.mark.django_db
def test_the_navigation_marks_the_page_one_is_on(client: Client) -> None:
    root = page(client, "/")
    (nav,) = of_class(root, "nav")
    assert nav.get("aria-label")
    current = [a.get("href") for a in nav.iter("a") if a.get("aria-current") == "page"]
    assert current == ["/"]


@pytest.mark.django_db
def test_a_page_behind_another_marks_its_part_of_the_site(client: Client) -> None:
    (nav,) = of_class(page(client, "/thu-tuc/"), "nav")
    assert [a.get("aria-current") for a in nav.iter("a") if a.get("href") == "/"] == ["true"]


def test_a_stranger_is_shown_the_way_in(client: Client) -> None:
    (who,) = of_class(page(client, "/dang-nhap/"), "who")
    assert [a.get("href") for a in who.iter("a")] == ["/dang-nhap/"]


def test_a_reader_sees_their_name_and_leaves_by_a_form(
    client: Client, hoa: Account, settings: LazySettings
) -> None:
    (who,) = of_class(page(signed_in(client, hoa, settings), "/dang-nhap/"), "who")
    assert str(hoa.person) in words(who)
    assert [form.get("action") for form in who.iter("form")] == ["/dang-xuat/", "/ngon-ngu/"]


def test_news_is_counted_until_it_is_read(hoa: Account) -> None:
    news: dict[str, Any] = {"account": hoa.public_id, "dossier": uuid4(), "at": MONDAY}
    Notice.objects.create(key="a", act="receive", **news)
    Notice.objects.create(key="b", act="issue", read_at=MONDAY, **news)
    Notice.objects.create(key="c", act="issue", **news | {"account": uuid4()})
    request = RequestFactory().get("/")
    request.user = hoa
    assert Here(request).notices == 1


def test_where_nobody_was_asked_who_they_are_nobody_is_anybody() -> None:
    request = RequestFactory().get("/")
    here = Here(request)
    assert (here.account, here.reader, here.notices, here.door) == (None, "", 0, PORTAL)


@pytest.mark.parametrize("door", DOORS)
def test_inside_the_house_the_masthead_names_the_door(door: str) -> None:
    request = RequestFactory().get("/ui/")
    request.resolver_match = resolve("/ui/")
    request.resolver_match.app_name = door
    request.META["moment"] = MONDAY
    html = render_to_string("ui/office.html", request=request)
    root = tree(html.removeprefix("<!doctype html>"))
    (masthead,) = of_class(root, "office")
    assert str(DOORS[door].name) in words(of_class(masthead, "brand")[0])
    assert next(root.iter("body")).get("class") == DOORS[door].look
    assert "9:00, 23/11/2026" in words(of_class(root, "foot")[0])
