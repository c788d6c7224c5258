"""A real browser for tests of pages: Chromium, which reports whatever it did not like.

Playwright's synchronous face keeps an event loop running in its thread, where signing (which runs
one of its own) and the database would then refuse to work. So it lives in a thread by itself, and
tests hold stand-ins for its objects.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    sync_playwright,
)

# The shell has no window to keep drawing, and takes a fifth less time over the same pages.
SHELL, FULL = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
CHROMIUM = os.environ.get("CHROMIUM") or (SHELL if Path(SHELL).exists() else FULL)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Before any page's own code: what the policy of the page refused is said aloud.
TELL_REFUSALS = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
# How far the page can be pushed sideways, and what sticks out.
SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1)
    .map((one) => one.outerHTML.slice(0, 120));
}"""
# A page that was asked for and refused (404, 422) is no fault of the page.
OF_THE_ANSWER = "Failed to load resource"
# What the server calls its threads, one to each connection; and how long one may take, in seconds.
ANSWERS, PATIENCE = "(process_request_thread)", 30

T = TypeVar("T")


class StandIn:
    """Does in the browser's thread what is asked of it here."""

    def __init__(self, thing: Any, thread: ThreadPoolExecutor) -> None:
        self.__dict__ |= {"thing": thing, "thread": thread}

    def __getattr__(self, name: str) -> Any:
        return self._done(partial(getattr, self.thing, name))

    def __call__(self, *given: Any, **named: Any) -> Any:
        plain = [_plain(one) for one in given]
        return self._done(lambda: self.thing(*plain, **{k: _plain(v) for k, v in named.items()}))

    def __enter__(self) -> Any:
        return self._done(self.thing.__enter__)

    def __exit__(self, *raised: Any) -> Any:
        return self._done(partial(self.thing.__exit__, *raised))

    def _done(self, what: Callable[[], Any]) -> Any:
        return _stood_in(self.thread.submit(what).result(), self.thread)


def _plain(value: Any) -> Any:
    return value.thing if isinstance(value, StandIn) else value


def _stood_in(value: Any, thread: ThreadPoolExecutor) -> Any:
    if isinstance(value, list):
        return [_stood_in(one, thread) for one in value]
    theirs = type(value).__module__.startswith("playwright")
    return StandIn(value, thread) if theirs or callable(value) else value


@dataclass
class Tab:
    """One page of a fresh browser, and what went wrong in it."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def open(self, address: str, *, answers: int = 200) -> None:
        """Goes there; the page that comes must be the one meant, not a page of refusal."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == answers, f"{address} answered {answer.status}"

    def follow(self, selector: str) -> None:
        """Presses the first of these, and is on the page it leads to when that one is whole."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def axe(self) -> list[str]:
        """What axe-core objects to: rule, how grave, and where."""
        if self.page.evaluate("() => typeof axe === 'undefined'"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(
            "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
        )
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:160]} {node['target']}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def sideways(self) -> list[str]:
        """What makes the page wider than its window."""
        return cast(list[str], self.page.evaluate(SIDEWAYS))

    def picture(self, file: Path) -> None:
        self.page.screenshot(path=file, full_page=True)


Opener = Callable[..., Tab]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; each gets a fresh profile in it."""
    if not Path(CHROMIUM).exists() and "CI" not in os.environ:
        pytest.skip(f"There is no Chromium at {CHROMIUM}; say where by CHROMIUM=")
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="browser") as thread:
        playwright = thread.submit(sync_playwright().start).result()
        started = partial(
            playwright.chromium.launch, executable_path=CHROMIUM, args=ARGUMENTS, headless=True
        )
        chromium = thread.submit(started).result()
        yield cast(Browser, StandIn(chromium, thread))
        thread.submit(chromium.close).result()
        thread.submit(playwright.stop).result()


@pytest.fixture
def open_tab(browser: Browser) -> Iterator[Opener]:
    """`open_tab(width=360, javascript=False)`; at the end nothing may have gone wrong in any."""
    contexts: list[BrowserContext] = []
    tabs: list[Tab] = []

    def opened(width: int = 1280, height: int = 900, *, javascript: bool = True) -> Tab:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.add_init_script(TELL_REFUSALS)
        context.set_default_timeout(10_000)
        contexts.append(context)
        tabs.append(_watched(context.new_page()))
        return tabs[-1]

    yield opened
    for context in contexts:
        context.close()
    wait_for_answers()
    assert [trouble for tab in tabs for trouble in tab.troubles] == []


def wait_for_answers() -> None:
    """A page left early still has its pictures read, from a database soon to be emptied."""
    for thread in threading.enumerate():
        if ANSWERS in thread.name:
            thread.join(PATIENCE)
            assert not thread.is_alive(), f"{thread.name} answers a browser that is gone"


def _watched(page: Page) -> Tab:
    tab = Tab(page)

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(OF_THE_ANSWER):
            tab.troubles.append(f"console: {message.text}")

    def on_response(answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            tab.troubles.append(f"{answer.status}: {answer.url}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: tab.troubles.append(f"script: {error}"))
    return tab
