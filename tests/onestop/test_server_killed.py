"""The web server is killed at every page of filing: what was saved before is there afterwards."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.browser import Opener
from tests.crash.afterwards import sessions
from tests.crash.processes import Process, database_url, until
from tests.trust import a_free_port
from workflows.dossiers.models import Component, Dossier
from workflows.journal.models import Entry

from .walk import (
    FILLED,
    House,
    Walker,
    a_scan,
    fills_in_the_first,
    fills_in_the_second,
    uploads,
)

BOARD = FUND.answers["founding_board"]
SERVER = ("-m", "gunicorn", "onestop.wsgi", "--threads", "4", "--bind")


@dataclass(frozen=True)
class Site:
    """A web server as the demo starts it, on the database of the test."""

    server: Process
    address: str

    def begin(self) -> None:
        self.server.start()
        until(self.answers, "the web server answers", self.server)

    def answers(self) -> bool:
        try:
            with urlopen(self.address, timeout=60) as answer:  # noqa: S310  our own server
                return bool(answer.status == 200)
        except OSError:
            # Nobody listens yet, or the one who is just dying.
            return False

    def dies_under(self, who: Walker, selector: str = FILLED) -> None:
        """What is pressed reaches it, and no answer comes; then it is started again."""
        os.killpg(self.server.running.pid, signal.SIGSTOP)
        who.on(selector).click(no_wait_after=True)
        with who.page.expect_event("requestfailed", lambda one: one.is_navigation_request()):
            self.server.kill()
        self.begin()


@pytest.fixture
def site(transactional_db: None, office: DemoOffice, tmp_path: Path) -> Iterator[Site]:
    port, before = a_free_port(), sessions()
    told = os.environ | {"DATABASE_URL": database_url()}
    server = Process("web", (*SERVER, f"127.0.0.1:{port}"), tmp_path, told)
    site = Site(server, f"http://127.0.0.1:{port}")
    site.begin()
    yield site
    server.stop()
    until(lambda: sessions() <= before, "nobody new is left in the database")


def goes_back_to(hoa: Walker, page: str) -> None:
    """From the list of her own dossiers, which leads to where she had come."""
    hoa.opens("/ho-so/")
    hoa.presses("main .list a")
    assert page in hoa.address


def begins(site: Site, hoa: Walker) -> None:
    begin = hoa.address
    site.dies_under(hoa)
    hoa.opens(begin)
    hoa.goes_on()


def fills_in(site: Site, hoa: Walker) -> None:
    """What was typed on the very page may be gone, and nothing of what lies before."""
    fills_in_the_first(hoa)
    site.dies_under(hoa)
    goes_back_to(hoa, "/to-khai/1/")
    fills_in_the_first(hoa)
    hoa.goes_on()

    fills_in_the_second(hoa)
    site.dies_under(hoa)
    # Who asked for a row saved all that stood before it, and that is in order.
    goes_back_to(hoa, "/giay-to/")
    hoa.opens(hoa.address.replace("/giay-to/", "/to-khai/1/"))
    assert hoa.on("#id_fund_name").input_value() == FUND.answers["fund_name"]
    hoa.goes_on()
    assert hoa.on("#id_founding_assets").input_value() == "7.200.000.000"
    assert hoa.on(f'[value="{BOARD[-2]["full_name"]}"]').count() == 1
    fills_in_the_second(hoa)
    hoa.goes_on()


def hands_in(site: Site, hoa: Walker, scan: Path) -> None:
    first, second, *others = FUND.papers
    uploads(hoa, first, scan)
    hoa.hands_in(f"#tep-{second}", scan)
    site.dies_under(hoa, f"[data-upload=bar-{second}] button")
    goes_back_to(hoa, "/giay-to/")
    for paper in (second, *others):
        uploads(hoa, paper, scan)
    hoa.goes_on()


def files(site: Site, hoa: Walker) -> None:
    hoa.ticks("[name=declaration]")
    site.dies_under(hoa)
    goes_back_to(hoa, "/kiem-tra/")
    hoa.ticks("[name=declaration]")
    hoa.goes_on()


def test_what_was_saved_is_there_at_whatever_page_the_server_is_killed(
    site: Site, open_tab: Opener, tmp_path: Path
) -> None:
    hoa = House(site.address, open_tab).citizen("hoa", "/thu-tuc/1.013017/")
    begins(site, hoa)
    fills_in(site, hoa)
    hands_in(site, hoa, a_scan(tmp_path))
    files(site, hoa)
    receipt = hoa.address
    site.server.kill()
    site.begin()
    hoa.opens(receipt)

    filed = Dossier.objects.get()
    assert filed.answers["founding_assets"]["value"] == FUND.answers["founding_assets"]
    assert filed.answers["founding_board"]["value"] == BOARD
    assert sorted(one.requirement for one in Component.objects.all()) == sorted(
        ["application", *FUND.papers]
    )
    assert Entry.objects.filter(act="submit").count() == 1
