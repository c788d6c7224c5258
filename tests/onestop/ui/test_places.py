"""What the script of an address asks, and a browser that has it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from tests.browser import Opener
from tests.onestop.pages import bars_nobody


def test_communes_are_found_by_name(client: Client) -> None:
    answer = client.get(reverse("places"), {"tim": "phuc xa ba dinh"})
    assert answer.json()[0] == {
        "province": "01",
        "commune": "00097",
        "name": "Phường Hồng Hà, Thành phố Hà Nội",
        "by": "Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội",
    }
    assert "max-age=86400" in answer["Cache-Control"]
    assert "Hồng Hà" in answer.content.decode()


def test_a_province_lists_its_communes(client: Client) -> None:
    rows = client.get(reverse("places"), {"tinh": "01"}).json()
    assert {"code": "00070", "name": "Phường Hoàn Kiếm"} in rows


@pytest.mark.parametrize("query", [{}, {"tinh": "99"}, {"tim": "<script>"}])
def test_nothing_is_found_for_nothing(client: Client, query: dict[str, str]) -> None:
    assert client.get(reverse("places"), query).json() == []


def test_a_text_that_is_no_name_is_not_looked_for(client: Client) -> None:
    assert client.get(reverse("places"), {"tim": "x" * 101}).status_code == 400


def test_an_address_is_found_while_one_types_by_keys_alone(
    live_server: LiveServer, open_tab: Opener
) -> None:
    tab = open_tab()
    tab.open(f"{live_server}{reverse('ui:component', args=['address'])}")
    bars_nobody(tab, (360, 1280))
    find = tab.page.locator("input[type=search]").first
    find.press_sequentially("hoan kiem")
    tab.page.locator("fieldset li button").first.wait_for()
    bars_nobody(tab, (360,))
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.press("Enter")
    chosen = tab.page.locator("select[name=home-commune] option:checked")
    tab.page.locator("[role=status]", has_text="Phường Hoàn Kiếm, Thành phố Hà Nội").wait_for()
    assert chosen.text_content() == "Phường Hoàn Kiếm"
    assert tab.page.evaluate("document.activeElement.name") == "home-street"
    tab.page.select_option("select[name=home-province]", "08")
    tab.page.locator("select[name=home-commune] option[value='02269']").wait_for(state="attached")
    assert tab.page.locator("select[name=home-commune] option[value='00070']").count() == 0
