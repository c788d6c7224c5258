"""The lists and the overview in a real browser: they bar nobody, fit every screen, are light."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from onestop.connectors import notices
from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen, as_officer
from tests.onestop.pages import LANGUAGES, MOST_REQUESTS, barred, bring, keep, weight
from workflows.outbox.models import Message

# Who reads each page, and how much it may weigh.
OFFICERS, CITIZENS = 60 * 1024, 40 * 1024
PAGES = {
    "/can-bo/hop-viec/?nhom=tat-ca&thu-tuc=funds": ("lan", OFFICERS),
    "/can-bo/hop-viec/?q=khong+co": ("lan", OFFICERS),
    "/can-bo/van-thu/": ("thu", OFFICERS),
    "/can-bo/van-thu/?buoc=cho-dau": ("thu", OFFICERS),
    "/can-bo/van-thu/?buoc=hom-nay": ("thu", OFFICERS),
    "/dieu-hanh/": ("phuong", OFFICERS),
    "/dieu-hanh/ho-so/?muc=dang-giai-quyet&buoc=SIGNED": ("phuong", OFFICERS),
    "/kho-giay-to/": ("hoa", CITIZENS),
    "/thong-bao/": ("hoa", CITIZENS),
}


@pytest.fixture
def lives(office: DemoOffice) -> list[Life]:
    """Something on every page."""
    acts = ("receive", "assign", "number", "issue", "hand_over")
    found = [a_life(office, competent=AgencyKey.COMMITTEE).until(act) for act in acts]
    for message in Message.objects.filter(topic="notice"):
        notices.send(message)
    return found


def enter(tab: Tab, office: DemoOffice, login: str, at: LiveServer) -> None:
    """The browser takes over a session."""
    client = Client()
    if post := office.posts.get(login):
        as_officer(client, post.account)
    else:
        as_citizen(client, login)
    bring(tab, client, at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_bars_nobody_fits_every_screen_and_is_light(
    live_server: LiveServer,
    open_tab: Opener,
    office: DemoOffice,
    lives: list[Life],
    language: str,
) -> None:
    tab = open_tab()
    keep(tab, settings.LANGUAGE_COOKIE_NAME, language, live_server)
    for where, (login, heaviest) in PAGES.items():
        enter(tab, office, login, live_server)
        tab.open(f"{live_server}{where}")
        page = weight(tab)
        assert page.requests <= MOST_REQUESTS, where
        assert len(page.texts) >= 2, where
        assert page.bytes <= heaviest, where
        assert barred(tab) == [], where


def test_by_keys_alone_one_searches_goes_down_the_list_and_opens(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, lives: list[Life]
) -> None:
    tab = open_tab()
    enter(tab, office, "lan", live_server)
    tab.open(f"{live_server}{reverse('counter:inbox', query={'nhom': 'tat-ca'})}")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("hoa")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url("**q=hoa*")
    for key in ("j", "j", "k", "j"):
        tab.page.keyboard.press(key)
    second = tab.page.locator(".ledger tbody th a").nth(1).get_attribute("href")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_url(f"**{second}")


def test_the_keys_can_be_switched_off(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, lives: list[Life]
) -> None:
    tab = open_tab()
    enter(tab, office, "lan", live_server)
    tab.open(f"{live_server}{reverse('counter:inbox')}")
    tab.page.locator("button[data-off]").click()
    tab.page.keyboard.press("j")
    assert tab.page.evaluate("() => document.activeElement.closest('.ledger')") is None


def test_without_any_script_one_filters_turns_pages_and_marks(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, lives: list[Life]
) -> None:
    tab = open_tab(width=360, javascript=False)
    enter(tab, office, "lan", live_server)
    tab.open(f"{live_server}{reverse('counter:inbox', query={'nhom': 'tat-ca'})}")
    tab.page.locator("#trang-thai").select_option("SUBMITTED")
    tab.follow(".filters button")
    assert tab.page.locator(".ledger tbody tr").count() == 1
    enter(tab, office, "hoa", live_server)
    tab.open(f"{live_server}{reverse('portal:notices')}")
    tab.follow("main form .btn")
    assert tab.page.locator("main form .btn").count() == 0
