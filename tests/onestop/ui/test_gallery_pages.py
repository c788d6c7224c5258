"""The gallery in a real browser: every component at every width, and nothing to object to."""

from __future__ import annotations

import pytest
from pytest_django.live_server_helper import LiveServer

from onestop.ui.gallery import GALLERY
from tests.browser import Opener
from tests.onestop.pages import bars_nobody

NAMES = [component.name for component in GALLERY]


@pytest.mark.parametrize("name", NAMES)
def test_a_component_bars_nobody_and_fits_every_screen(
    live_server: LiveServer, open_tab: Opener, name: str
) -> None:
    tab = open_tab(width=320)
    tab.open(f"{live_server}/ui/{name}/")
    bars_nobody(tab)


def test_the_gallery_itself_does_too(live_server: LiveServer, open_tab: Opener) -> None:
    tab = open_tab(width=320)
    tab.open(f"{live_server}/ui/")
    assert tab.axe() == []
    assert tab.sideways() == []
    assert tab.page.locator(".tiles a").count() == len(GALLERY)
