"""What a page of any door must be in a real browser: open to everybody, narrow enough, light."""

from __future__ import annotations

import gzip
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.browser import Tab

WIDTHS = (320, 360, 1280)
LANGUAGES = ("vi", "en")
MOST_REQUESTS = 8
TEXTS = (".css", ".js")
LOADED = "() => performance.getEntriesByType('resource').map((one) => one.name)"


@dataclass(frozen=True)
class Weight:
    """What came with the page: the addresses, and the bytes of texts as they travel."""

    loaded: tuple[str, ...]
    bytes: int

    @property
    def texts(self) -> tuple[str, ...]:
        """The sheets and scripts."""
        return tuple(one for one in self.loaded if one.endswith(TEXTS))

    @property
    def requests(self) -> int:
        return len(self.loaded) + 1


def bring(tab: Tab, client: Client, at: LiveServer) -> None:
    """The browser takes over the session that a client has."""
    name = settings.SESSION_COOKIE_NAME
    keep(tab, name, client.cookies[name].value, at)


def keep(tab: Tab, name: str, value: str, at: LiveServer) -> None:
    tab.page.context.add_cookies([{"name": name, "value": value, "url": str(at)}])


def bars_nobody(tab: Tab, widths: Sequence[int] = WIDTHS) -> None:
    assert barred(tab, widths) == []


def barred(tab: Tab, widths: Sequence[int] = WIDTHS, looked_at: Collection[int] = ()) -> list[str]:
    """What sticks out at any of these widths, and what bars somebody at either end of them.

    Or only at those `looked_at`, where the others have been or will be.
    """
    found, ends = list[str](), looked_at or {min(widths), max(widths)}
    for width in widths:
        tab.page.set_viewport_size({"width": width, "height": 900})
        wrong = [*tab.sideways(), *(tab.axe() if width in ends else ())]
        found += [f"{width}: {one}" for one in wrong]
    return found


def weight(tab: Tab) -> Weight:
    """Of the page that was just loaded for the first time."""
    tab.page.wait_for_load_state("networkidle")
    loaded: list[str] = tab.page.evaluate(LOADED)
    names = [one.partition(settings.STATIC_URL)[2] for one in loaded if one.endswith(TEXTS)]
    texts = [Path(str(finders.find(one))).read_bytes() for one in names]
    page = tab.page.content().encode()
    return Weight(tuple(loaded), sum(len(gzip.compress(one)) for one in (page, *texts)))
