"""A dossier's whole life on the pages of all doors: filed by phone, decided at desks, verified."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from pytest_django.live_server_helper import LiveServer

from onestop.demo.cast import PASSWORD
from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from onestop.demo.seating import seat
from signing.demo.pki import DemoPki
from tests import judges
from tests.browser import Opener
from tests.lives import ROAD, a_life
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status

from .officers import (
    ROW,
    assigns,
    fetches,
    hands_over,
    is_genuine,
    numbers_and_issues,
    proposes,
    receives,
    signs,
)
from .portal.states import WANTING
from .walk import (
    FILLED,
    SCREEN,
    House,
    Walker,
    a_scan,
    fills_in_the_first,
    fills_in_the_second,
    said,
    uploads,
)

# The licence of a fund, and what relies on it.
FIRST, SECOND = "/thu-tuc/1.013017/", "/thu-tuc/1.013018/"
ACTS = ("submit", "ask_completion", "resubmit", *list(ROAD)[1:])


@pytest.fixture(params=[True, False], ids=["with script", "without"])
def house(
    request: pytest.FixtureRequest,
    live_server: LiveServer,
    open_tab: Opener,
    office: DemoOffice,
    settings: LazySettings,
) -> House:
    """Where officers may enter and slips name the right address."""
    seat(office)
    settings.PUBLIC_URL = live_server.url
    return House(live_server.url, open_tab, javascript=request.param)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return a_scan(tmp_path)


def files(hoa: Walker, scan: Path) -> None:
    hoa.goes_on()
    fills_in_the_first(hoa)
    hoa.goes_on()
    fills_in_the_second(hoa)
    hoa.goes_on()
    for paper in FUND.papers:
        uploads(hoa, paper, scan)
    hoa.goes_on()
    hoa.ticks("[name=declaration]")
    hoa.goes_on()


def receipt_of(hoa: Walker) -> str:
    """Its code, written and as a QR code; where the code leads."""
    receipt = hoa.on("main .handover")
    assert receipt.locator("svg.qr").count() == 1
    assert receipt.locator(".ticket").inner_text().replace("-", "") == hoa.dossier.lookup_secret
    return str(receipt.locator("a").get_attribute("href")).removeprefix(hoa.at)


def finds_one_paper_wanting(lan: Walker) -> None:
    lan.presses(ROW)
    lan.chooses(**{"check-draft-charter": "fail"})
    lan.types(**{"check-draft-charter-reason": WANTING})
    lan.presses("button[value=rest]")
    lan.goes_on()
    lan.goes_on()


def completes(hoa: Walker, scan: Path) -> None:
    hoa.opens("/ho-so/")
    hoa.presses("main .list a")
    hoa.goes_on()
    assert WANTING in hoa.on("#item-draft-charter").inner_text()
    hoa.goes_on()
    hoa.hands_in("#tep-draft-charter", scan)
    hoa.goes_on()
    hoa.goes_on()


def is_counted(leader: Walker, dossier: Dossier) -> None:
    """As the one that is finished, in time, and behind its figure by its code."""
    assert leader.on('.figs a[href*="da-xong"]').inner_text().startswith("100")
    leader.presses('.figs a[href*="da-xong"]')
    assert leader.on(ROW).all_inner_texts() == [dossier.code]


def files_what_follows(hoa: Walker) -> None:
    """1.013018 on the result of 1.013017: each page needs nothing but to be gone on from."""
    while "/bien-nhan/" not in hoa.address:
        hoa.goes_on()
    assert hoa.dossier.procedure_key == "1.013018"
    assert hoa.dossier.status == Status.SUBMITTED


def test_a_dossier_goes_its_whole_way_through_all_doors(
    house: House, scan: Path, tmp_path: Path, demo_pki: DemoPki
) -> None:
    """And nobody needs many steps, the way in included."""
    hoa = house.citizen("hoa", FIRST)
    files(hoa, scan)
    assert hoa.clicks <= 25
    dossier, follow = hoa.dossier, receipt_of(hoa)
    lan = house.officer("lan")
    finds_one_paper_wanting(lan)
    completes(hoa, scan)
    before = lan.clicks
    receives(lan)
    assert lan.clicks - before == 4
    assigns(house.officer("dung"))
    proposes(house.officer("hanh"))
    signs(house.officer("minh"))
    numbers_and_issues(house.officer("thu"))
    hands_over(lan)
    assert tuple(entry.act for entry in dossier.entries.order_by("seq")) == ACTS

    file, anybody = fetches(hoa, tmp_path), house.anybody()
    is_genuine(anybody, file)
    personal, agency = judges.pyhanko("adesverify", file, of=demo_pki)
    assert "INTACT:TRUSTED" in personal & agency
    anybody.opens(follow)
    assert anybody.on(".verdict h1").inner_text() == said("The result has been handed over")
    dossier.refresh_from_db()
    is_counted(house.officer("phuong"), dossier)

    again = house.citizen("hoa", SECOND)
    files_what_follows(again)
    assert (again.typed, again.clicks, again.uploads) == (0, 7, 0)


@pytest.mark.parametrize("house", [True], ids=["with script"], indirect=True)
def test_reception_does_its_work_by_keys_alone(house: House, office: DemoOffice) -> None:
    life = a_life(office).through("submit")
    lan = house.anybody(SCREEN)
    lan.opens("/can-bo/dang-nhap/")
    lan.writes("#login", "lan")
    lan.writes("#password", PASSWORD)
    lan.strikes("Enter", leads=True)
    lan.writes("#code", lan.on("main .notice .code").inner_text())
    lan.strikes("Enter", leads=True)
    lan.strikes("j")
    lan.strikes("Enter", leads=True)
    # The application is drawn from the answers, and looked at like the papers that were handed in.
    for number in range(1, len(FUND.papers) + 2):
        lan.strikes(str(number))
        lan.strikes("d")
    lan.reaches(FILLED)
    lan.strikes("Enter", leads=True)
    lan.reaches(FILLED)
    lan.strikes("Enter", leads=True)
    assert life.fresh.status == Status.RECEIVED
    assert lan.clicks == 0
