"""One dossier in a real browser: it bars nobody, is light, and takes neither script nor mouse."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.lives import Life
from tests.onestop import pages
from tests.onestop.doors import as_officer
from tests.onestop.pages import LANGUAGES, MOST_REQUESTS, bars_nobody, bring, keep
from workflows.dossiers.status import Status

from .officers import a_case, address

HEAVIEST = 60 * 1024
WRONG = "Thiếu chữ ký ở trang cuối."


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """With another that waits behind it."""
    life = a_case(office)
    a_case(office)
    return life


def enter(tab: Tab, life: Life, act: str, at: LiveServer) -> None:
    """The browser takes over a session of the one who does the act."""
    client = Client()
    as_officer(client, life.who(act))
    bring(tab, client, at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_reception_bars_nobody_and_fits_every_screen(
    live_server: LiveServer, open_tab: Opener, life: Life, language: str
) -> None:
    tab = open_tab()
    enter(tab, life, "receive", live_server)
    keep(tab, settings.LANGUAGE_COOKIE_NAME, language, live_server)
    tab.open(f"{live_server}{address(life)}")
    bars_nobody(tab)
    tab.follow("button[value=receive]")
    bars_nobody(tab)
    tab.follow("button[value=rest]")
    for act in ("ask_completion", "reject", "receive"):
        tab.open(f"{live_server}{address(life, act)}")
        bars_nobody(tab)
    tab.follow("form .btns button")
    bars_nobody(tab)


@pytest.mark.parametrize(
    ("act", "what"),
    [
        ("assign", {}),
        ("propose", {"area": "civil-servants"}),
        ("number", {}),
        ("issue", {}),
        ("hand_over", {}),
    ],
)
def test_so_does_every_other_act_and_its_refusal(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, act: str, what: dict[str, str]
) -> None:
    life, tab = a_case(office, act, **what), open_tab()
    enter(tab, life, act, live_server)
    for where in (address(life), address(life, act)):
        tab.open(f"{live_server}{where}")
        bars_nobody(tab)
    tab.follow("form .btns button")
    bars_nobody(tab)


def test_without_any_script_papers_are_turned_and_completion_is_asked_for(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab(width=360, javascript=False)
    enter(tab, life, "receive", live_server)
    tab.open(f"{live_server}{address(life)}")
    tab.page.locator("input[name=check-draft-charter][value=fail]").check()
    tab.page.locator("#check-draft-charter-reason").fill(WRONG)
    # To turn to another paper loses nothing of what was marked.
    tab.follow(".checks h3 a >> nth=2")
    assert tab.page.locator("input[name=check-draft-charter]:checked").input_value() == "fail"
    tab.follow("button[value=rest]")
    tab.follow("button[value=ask_completion]")
    tab.follow("form .btns button")
    assert life.fresh.status == Status.COMPLETION_REQUESTED


def test_by_keys_alone_a_dossier_is_opened_checked_and_received(
    live_server: LiveServer, open_tab: Opener, life: Life
) -> None:
    tab = open_tab()
    enter(tab, life, "receive", live_server)
    tab.open(f"{live_server}{reverse('counter:inbox')}")
    for key in ("j", "Enter"):
        tab.page.keyboard.press(key)
    tab.page.wait_for_url(f"**{address(life)}")
    for number in range(1, life.dossier.components.count() + 1):
        tab.page.keyboard.press(str(number))
        tab.page.keyboard.press("d")
    assert tab.page.locator(".mark :checked[value=pass]").count() == number
    tab.page.locator("button[value=receive]").press("Enter")
    tab.page.wait_for_url("**/receive/")
    tab.page.locator("form .btns button").press("Enter")
    tab.page.wait_for_url("**xong=**")
    assert life.fresh.status == Status.RECEIVED
    tab.page.keyboard.press("]")
    tab.page.wait_for_url(lambda url: address(life) not in url)


def test_the_page_is_light(live_server: LiveServer, open_tab: Opener, life: Life) -> None:
    tab = open_tab()
    enter(tab, life, "receive", live_server)
    tab.open(f"{live_server}{address(life)}")
    page = pages.weight(tab)
    # The pages of papers are what one came to read; those far out of sight are not fetched.
    sheets = [one for one in page.loaded if "/trang/" in one]
    assert 0 < len(sheets) < life.dossier.components.count()
    assert page.requests - len(sheets) <= MOST_REQUESTS
    assert len(page.texts) == 4
    assert page.bytes <= HEAVIEST
