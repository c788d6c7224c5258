"""The desk in a real browser: it bars nobody, fits every screen, is light, and needs no script."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.lives import Life, a_life
from tests.onestop.doors import as_officer
from tests.onestop.pages import LANGUAGES, MOST_REQUESTS, bars_nobody, bring, keep, weight
from workflows.dossiers.status import Status

from .signing import WRONG, address, done, papers

HEAVIEST = 60 * 1024


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """With another that waits behind it."""
    a_life(office).until("approve")
    return a_life(office).until("approve")


def enter(tab: Tab, life: Life, at: LiveServer, *, minutes_ago: int = 0) -> None:
    """The browser takes over a session of the one who is to sign."""
    client = Client()
    proved = timezone.now() - timedelta(minutes=minutes_ago)
    as_officer(client, life.who("sign"), proved_at=proved)
    bring(tab, client, at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_bars_nobody_and_fits_every_screen(
    live_server: LiveServer, open_tab: Opener, life: Life, language: str
) -> None:
    tab = open_tab()
    enter(tab, life, live_server)
    keep(tab, settings.LANGUAGE_COOKIE_NAME, language, live_server)
    for where in (reverse("desk:queue"), address(life), reverse("desk:step_up")):
        tab.open(f"{live_server}{where}")
        bars_nobody(tab)


def test_so_do_pages_that_refuse_and_pages_of_what_is_done(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab()
    enter(tab, life, live_server)
    tab.open(f"{live_server}{address(life)}")
    tab.page.locator("#id_pin").fill(WRONG)
    tab.follow("button[value=approve]")
    bars_nobody(tab)
    life.act("sign")
    tab.page.locator("#id_pin").fill(PIN)
    tab.follow("button[value=sign]")
    bars_nobody(tab)
    tab.open(f"{live_server}{reverse('desk:queue')}")
    bars_nobody(tab)
    enter(tab, life, live_server, minutes_ago=16)
    tab.follow(".queue h2 a")
    bars_nobody(tab)


def test_a_document_is_read_and_signed_without_any_script(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab(width=360, javascript=False)
    enter(tab, life, live_server)
    tab.open(f"{live_server}{reverse('desk:queue')}")
    tab.follow(f'a[href="{address(life)}"]')
    tab.follow(".viewer .bar a")
    assert "trang=2" in tab.page.url
    tab.page.locator("#id_pin").fill(PIN)
    tab.follow("button[value=approve]")
    assert tab.page.url == f"{live_server}{address(life)}"
    assert (done(life), len(papers(life))) == (["approve", "sign"], 1)


def test_it_is_sent_back_without_any_script(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab(javascript=False)
    enter(tab, life, live_server)
    tab.open(f"{live_server}{address(life)}")
    tab.page.locator("details.more summary").click()
    tab.page.locator("#id_reason").fill("Sửa số tiền.")
    tab.follow("button[value=send_back]")
    assert tab.page.url == f"{live_server}{reverse('desk:queue')}"
    assert life.fresh.status == Status.PROCESSING


def test_by_keys_alone_one_goes_through_the_queue_and_signs(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab()
    enter(tab, life, live_server)
    tab.open(f"{live_server}{reverse('desk:queue')}")
    tab.page.keyboard.press("j")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**/ky-duyet/*-*/")
    first = tab.page.url
    tab.page.keyboard.press("]")
    tab.page.wait_for_url(lambda url: url != first)
    tab.page.locator("#id_pin").focus()
    tab.page.keyboard.type(PIN)
    tab.page.keyboard.press("Enter")
    tab.page.locator("#id_pin").wait_for(state="detached")
    assert tab.page.locator(".viewer").count() == 1


@pytest.mark.parametrize("name", ["queue", "sign"])
def test_a_page_is_light(live_server: LiveServer, open_tab: Opener, life: Life, name: str) -> None:
    tab = open_tab()
    enter(tab, life, live_server)
    where = address(life) if name == "sign" else reverse("desk:queue")
    tab.open(f"{live_server}{where}")
    found = weight(tab)
    assert found.requests <= MOST_REQUESTS
    assert found.bytes <= HEAVIEST
