"""The citizens' door in a real browser: in every state it bars nobody, fits, needs no script."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.browser import Opener, Tab
from tests.onestop.pages import LANGUAGES, MOST_REQUESTS, barred, weight
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status

from .filing import a_page
from .states import FILLED, STATES, Stage

HEAVIEST = 40 * 1024
WIDTHS = (320, 1280)
# Every page is looked at in both widths, each time in another language.
LOOKED_AT = {"vi": (320,), "en": (1280,)}
LIGHT = ("home", "procedure-fund", "form", "papers-full", "track-received", "result")
FAULTY = (
    *(name for name in STATES if name.endswith("-refused")),
    *("lookup-nothing", "verify-no-file", "verify-wrong-code", "citizen-unknown"),
    "check-undeclared",
)
# Sent by a script that shows what is answered; nothing is wrong with the page.
OF_AN_UPLOAD = "422: "
# Where the browser stands, for a field is not scrolled to before one looks for it.
IN_VIEW = """(id) => {
  const { top, bottom } = document.getElementById(id).getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


@pytest.fixture
def stage(live_server: LiveServer, open_tab: Opener, office: DemoOffice) -> Stage:
    return Stage(open_tab(), live_server, office)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_in_every_state_bars_nobody_and_fits_every_screen(
    stage: Stage, language: str
) -> None:
    stage.language, page = language, stage.tab.page
    wrong: list[str] = []
    for name in STATES:
        stage.show(name)
        assert page.locator("html").get_attribute("lang") == language, name
        assert page.locator("h1").count() == 1, name
        assert page.locator(FILLED).count() <= 1, name
        wrong += [f"{name} {one}" for one in barred(stage.tab, WIDTHS, LOOKED_AT[language])]
    assert wrong == []
    troubles = stage.tab.troubles
    troubles[:] = [one for one in troubles if not one.startswith(OF_AN_UPLOAD)]


@pytest.mark.parametrize("name", LIGHT)
def test_a_page_is_light(stage: Stage, name: str) -> None:
    stage.show(name)
    found = weight(stage.tab)
    assert found.requests <= MOST_REQUESTS
    assert found.bytes <= HEAVIEST


def test_a_refusal_is_announced_and_leads_to_what_is_wrong(stage: Stage) -> None:
    page = stage.tab.page
    for name in FAULTY:
        stage.show(name)
        # The browser focuses it when it has drawn the page, which may be after it is whole.
        alert = page.locator("[role=alert]:focus")
        alert.wait_for()
        assert page.title().startswith("Lỗi: "), name
        links = alert.locator("a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
        assert [one for one in links if page.locator(one).count() != 1] == [], name
    stage.tab.troubles.clear()


def test_a_dossier_is_filed_without_any_script(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice
) -> None:
    stage = Stage(open_tab(width=360, javascript=False), live_server, office)
    page = stage.tab.page
    stage.enter()
    stage.go(reverse("portal:procedure", args=[FUND.procedure]))
    stage.tab.follow("main .btns .btn")
    stage.press()
    first_page(page)
    # What is wrong is said, and what was typed stays.
    page.locator("#id_fund_name").fill("")
    stage.press(wrong="[role=alert]")
    assert page.locator("#id_headquarters").input_value() == FUND.answers["headquarters"]
    page.locator("#id_fund_name").fill(FUND.answers["fund_name"])
    stage.press(wrong="#id_founding_assets")
    second_page(stage.tab)
    stage.press(wrong="#tep-draft-charter")
    for requirement in FUND.papers:
        stage.choose(f"#tep-{requirement}", f"{requirement}.pdf", a_page(requirement))
        stage.tab.follow(f"[data-upload=bar-{requirement}] button")
    stage.press(wrong="#id_declaration")
    page.locator("#id_declaration").check()
    stage.press(wrong=".ticket")
    dossier = Dossier.objects.get()
    assert dossier.status == Status.SUBMITTED
    assert dossier.components.count() == len(FUND.papers) + 1  # the application, drawn


def first_page(page: Any) -> None:
    for key in ("fund_name", "purpose", "headquarters"):
        page.locator(f"#id_{key}").fill(FUND.answers[key])
    for key in ("fund_kind", "scope"):
        page.locator(f"[name={key}][value={FUND.answers[key]}]").check()


def second_page(tab: Tab) -> None:
    page = tab.page
    page.locator("#id_founding_assets").fill("7.200.000.000")
    page.locator("#id_council_chair").fill(FUND.answers["council_chair"])
    for n, row in enumerate(FUND.answers["founding_board"]):
        if n:
            tab.follow("button[name=row]")
            assert page.evaluate(IN_VIEW, f"id_founding_board-{n}-full_name")
        for key, value in row.items():
            page.locator(f"#id_founding_board-{n}-{key}").fill(value)
