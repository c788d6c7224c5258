"""The pages between filing and a result, in a real browser: open to all, narrow, announced."""

from __future__ import annotations

import pytest
from pytest_django.live_server_helper import LiveServer

from onestop.demo.office import DemoOffice
from tests.browser import Opener
from tests.onestop.pages import LANGUAGES, barred

from .later import LATER, Later
from .states import FILLED

WIDTHS = (320, 1280)
# Every page is looked at in both widths, each time in another language.
LOOKED_AT = {"vi": (320,), "en": (1280,)}
FAULTY = tuple(name for name in LATER if name.endswith("-refused"))


@pytest.fixture
def stage(live_server: LiveServer, open_tab: Opener, office: DemoOffice) -> Later:
    return Later(open_tab(), live_server, office)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_bars_nobody_and_fits_every_screen(stage: Later, language: str) -> None:
    stage.language, page = language, stage.tab.page
    wrong: list[str] = []
    for name, show in LATER.items():
        stage.afresh()
        show(stage)
        assert page.locator("html").get_attribute("lang") == language, name
        assert page.locator("h1").count() == 1, name
        assert page.locator(FILLED).count() <= 1, name
        wrong += [f"{name} {one}" for one in barred(stage.tab, WIDTHS, LOOKED_AT[language])]
    assert wrong == []
    stage.tab.troubles[:] = [one for one in stage.tab.troubles if not one.startswith("422: ")]


def test_a_refusal_is_announced_and_leads_to_what_is_wrong(stage: Later) -> None:
    page = stage.tab.page
    for name in FAULTY:
        stage.afresh()
        LATER[name](stage)
        alert = page.locator("[role=alert]:focus")
        alert.wait_for()
        assert page.title().startswith("Lỗi: "), name
        links = alert.locator("a").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
        assert [one for one in links if page.locator(one).count() != 1] == [], name
    stage.tab.troubles.clear()
