"""Filing at the counter in a real browser: it bars nobody, and takes neither mouse nor script."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.onestop.pages import bars_nobody, bring
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status

from .assisting import ANSWERS, BOARD, CONFIRMED, COUNTED, FUNDS, NEWCOMER, NUMBER, at_desk

WIDTHS = (360, 1280)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (360, False)])
def test_by_keys_alone_a_dossier_is_written_down_and_filed(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, width: int, javascript: bool
) -> None:
    """Each page is typed into and sent by Enter, without a mouse."""
    client, tab = Client(), open_tab(width=width, javascript=javascript)
    at_desk(client, office)
    bring(tab, client, live_server)
    tab.open(f"{live_server}{reverse('counter:inbox')}")
    pressed(tab, "a[href$='lap-ho-so/']")
    looked_at(tab, javascript)
    tab.page.keyboard.type(FUNDS)
    entered(tab)
    looked_at(tab, javascript)
    tab.page.keyboard.type(NUMBER)
    entered(tab)
    for name, value in NEWCOMER.items():
        tab.page.locator(f"#id_{name}").fill(value)
    looked_at(tab, javascript)
    entered(tab)
    for _row in BOARD[1:]:
        pressed(tab, "button[name=row]")
    for name, value in {**ANSWERS, **COUNTED}.items():
        filled(tab, name, value)
    looked_at(tab, javascript)
    # The button that Enter presses is the way on, and not the one that adds a row.
    tab.page.locator("#id_fund_name").press("Enter")
    tab.page.wait_for_url("**/kiem-tra/**")
    looked_at(tab, javascript)
    for name, value in CONFIRMED.items():
        tab.page.locator(f"[name={name}]" + (f"[value={value}]" * (value != "on"))).press("Space")
    pressed(tab, "main .btns button")
    tab.page.wait_for_url("**xong=**")
    assert Dossier.objects.get().status == Status.SUBMITTED


def test_the_refusals_of_every_page_bar_nobody(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice
) -> None:
    client, tab = Client(), open_tab()
    at_desk(client, office)
    bring(tab, client, live_server)
    tab.open(f"{live_server}{reverse('counter:begin', args=[FUNDS])}")
    pressed(tab, "main .btns button")
    bars_nobody(tab, WIDTHS)
    filled(tab, "personal_id", NUMBER)
    pressed(tab, "main .btns button")
    pressed(tab, "main .btns button")
    bars_nobody(tab, WIDTHS)
    for name, value in NEWCOMER.items():
        filled(tab, name, value)
    pressed(tab, "main .btns button")
    pressed(tab, "main .btns .btn")
    bars_nobody(tab, WIDTHS)
    tab.open(tab.page.url.replace("to-khai", "kiem-tra"))
    bars_nobody(tab, WIDTHS)


def looked_at(tab: Tab, javascript: bool) -> None:
    """Axe is a script itself: where none runs, only the width is looked at."""
    if javascript:
        bars_nobody(tab, WIDTHS)
    else:
        assert tab.sideways() == []


def entered(tab: Tab) -> None:
    with tab.page.expect_navigation():
        tab.page.keyboard.press("Enter")


def pressed(tab: Tab, selector: str) -> None:
    with tab.page.expect_navigation():
        tab.page.locator(selector).first.press("Enter")


def filled(tab: Tab, name: str, value: str) -> None:
    """By keys: a choice by the space bar."""
    control = tab.page.locator(f"[name='{name}']").first
    if control.get_attribute("type") == "radio":
        tab.page.locator(f"[name='{name}'][value='{value}']").press("Space")
    else:
        control.fill(value)
