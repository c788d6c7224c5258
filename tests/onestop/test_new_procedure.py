"""A procedure that comes by its file alone goes its whole way on the pages of all doors."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from onestop.demo.seating import seat
from procedures import catalogue, checks
from signing.demo.pki import DemoPki
from tests import lives
from tests.browser import Opener
from workflows.dossiers.status import Status
from workflows.results.models import Result

from .officers import (
    assigns,
    fetches,
    hands_over,
    is_genuine,
    numbers_and_issues,
    proposes,
    receives,
    signs,
)
from .walk import House, Walker, a_scan

FOLDER = Path(__file__).parent / "catalogue"
KEY = "archive-donation"


@pytest.fixture
def house(
    live_server: LiveServer,
    open_tab: Opener,
    demo_pki: DemoPki,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
) -> House:
    """An office whose catalogue is a folder with one file."""
    assert checks.check_all(folder=FOLDER) == []
    loaded = catalogue.load(FOLDER)
    monkeypatch.setattr(catalogue, "current", lambda: loaded)
    settings.TSA_URLS = [demo_pki.tsa_url]
    settings.PUBLIC_URL = live_server.url
    seat(lives.an_office(demo_pki, at=timezone.now()))
    return House(live_server.url, open_tab, javascript=True)


def chooses_a_commune(hoa: Walker) -> None:
    """By its name, while she types."""
    hoa.on("#id_place-find").fill("hoan kiem ha noi")
    hoa.on("fieldset li button").first.click()
    hoa.on("#id_place-commune option[value='00070']").wait_for(state="attached")


def files(hoa: Walker, scan: Path) -> None:
    hoa.on("main label.pick:not(:has-text('Mây Trắng'))").click()
    hoa.goes_on()
    hoa.types(origin="Gia đình giữ từ năm 1954.")
    for number, boxes in enumerate(("3", "4")):
        if number:
            hoa.presses("button[name=row]")
        hoa.types(
            **{f"groups-{number}-title": f"Nhóm {number + 1}", f"groups-{number}-boxes": boxes}
        )
    chooses_a_commune(hoa)
    hoa.types(**{"place-street": "12 phố Hàng Bài"})
    hoa.chooses(has_photographs="no")
    hoa.hands_in("#tep-inventory", scan)
    hoa.goes_on()
    hoa.goes_on()
    shown = hoa.on("main").inner_text()
    assert "12 phố Hàng Bài, phường Hoàn Kiếm, thành phố Hà Nội" in shown
    hoa.ticks("[name=declaration]")
    hoa.goes_on()


def test_it_is_filed_received_and_issued(house: House, tmp_path: Path, demo_pki: DemoPki) -> None:
    hoa = house.citizen("hoa", f"/thu-tuc/{KEY}/")
    files(hoa, a_scan(tmp_path))
    dossier, lan = hoa.dossier, house.officer("lan")
    receives(lan)
    assigns(house.officer("dung"))
    proposes(house.officer("hanh"))
    signs(house.officer("quang"))
    numbers_and_issues(house.officer("ngoc"))
    hands_over(lan)
    dossier.refresh_from_db()
    assert dossier.status == Status.RETURNED
    result = Result.objects.get(dossier_code=dossier.code)
    assert (result.result_type, result.facts["boxes"]) == ("donation-record", 7)
    assert result.facts["place"]["commune"] == "00070"
    is_genuine(house.anybody(), fetches(hoa, tmp_path))
