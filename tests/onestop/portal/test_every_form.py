"""The form of every procedure in a real browser: filled in page by page, open to everybody."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator
from pytest_django.live_server_helper import LiveServer

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import Filing
from onestop.demo.office import DemoOffice, citizen
from procedures import catalogue
from procedures.fields import Field, FieldType
from procedures.schema import Procedure
from tests.browser import Opener, Tab
from tests.lives import a_draft
from tests.onestop.doors import as_citizen
from tests.onestop.pages import bring
from workflows.dossiers.models import Dossier

WIDTHS = (1280, 360)
MOST_PAGES = 12
TYPED: dict[FieldType, str] = {
    FieldType.TEXT: "Chữ",
    FieldType.LONG_TEXT: "Chữ",
    FieldType.INTEGER: "5",
    FieldType.MONEY: "5.000.000",
    FieldType.PARTIAL_DATE: "11/2026",
    FieldType.PHONE: "0900000001",
    FieldType.EMAIL: "hoa@example.vn",
    FieldType.PERSONAL_NUMBER: "099100000001",
}


def forms() -> list[Any]:
    """Each form once: the same procedure at another level mostly asks the same."""
    seen: dict[str, Any] = {}
    for procedure in catalogue.all_procedures():
        for case in procedure.cases:
            asked = [q.model_dump(mode="json") for q in procedure.questions_of(case.key)]
            said = json.dumps([asked, [p.model_dump() for p in procedure.pages_of(case.key)]])
            seen.setdefault(
                said, pytest.param(procedure, case.key, id=f"{procedure.key} {case.key}")
            )
    return list(seen.values())


@pytest.mark.parametrize(("procedure", "case"), forms())
def test_it_is_filled_in_at_every_width(
    live_server: LiveServer, open_tab: Opener, office: DemoOffice, procedure: Procedure, case: str
) -> None:
    dossier, tab = begun(office, procedure, case), open_tab()
    client = Client()
    as_citizen(client, "hoa")
    bring(tab, client, live_server)
    tab.open(f"{live_server}{reverse('portal:form', args=[dossier.public_id, 1])}")
    questions = {question.key: question for question in procedure.questions_of(case)}
    for _page in range(MOST_PAGES):
        if "/to-khai/" not in tab.page.url:
            break
        fits(tab)
        for question in questions.values():
            fill(tab, question, question.key)
        tab.follow("main .btns .btn")
        assert tab.page.locator("[role=alert]").count() == 0
    assert "/giay-to/" in tab.page.url
    kept = {key for key, told in Dossier.objects.get(pk=dossier.pk).answers.items()}
    declared = {q.key for q in questions.values() if q.type is FieldType.DECLARATION}
    known = {q.key for q in questions.values() if q.prefill or q.reckoned}
    assert {q.key for q in questions.values() if q.when is None} - declared - known <= kept


def fits(tab: Tab) -> None:
    """At every width; and bars nobody, which of parts used here is looked at in all widths."""
    for width in WIDTHS:
        tab.page.set_viewport_size({"width": width, "height": 900})
        assert tab.sideways() == [], width
    assert tab.axe() == []


def begun(office: DemoOffice, procedure: Procedure, case: str) -> Dossier:
    at = AgencyKey.DEPARTMENT
    hoa = citizen("hoa", at=timezone.now())
    return a_draft(office, Filing(procedure.key, case), at, at, hoa)


def fill(tab: Tab, field: Field, name: str) -> None:
    """Where the page asks it: the first of what is offered, else something of its type."""
    if field.type is FieldType.TABLE:
        for column in field.columns:
            fill(tab, column, f"{name}-0-{column.key}")
        return
    if field.type is FieldType.ADDRESS:
        look_for(tab, name, "hoan kiem ha noi")
        return
    there = tab.page.locator(f'main [name="{name}"], main [name^="{name}_"]')
    if there.count():
        answer(there, field.type)


def look_for(tab: Tab, name: str, words: str) -> None:
    """By its type-ahead, as most people do."""
    find = tab.page.locator(f"#id_{name}-find")
    if not find.count():
        return
    find.fill(words)
    tab.page.locator(f"fieldset:has(#id_{name}-find) li button").first.click()
    tab.page.locator(f"#id_{name}-commune option:checked", has_text="Hoàn Kiếm").wait_for(
        state="attached"
    )
    tab.page.fill(f"#id_{name}-street", "12 phố Hàng Bài")


def answer(there: Locator, kind: FieldType) -> None:
    if kind is FieldType.DATE:
        parts = ("5", "11", "2026") if there.count() == 3 else ("5/11/2026",)
        for box, part in zip(there.all(), parts, strict=True):
            box.fill(part)
    elif kind in TYPED:
        there.first.fill(TYPED[kind])
    elif there.first.get_attribute("type") in ("radio", "checkbox"):
        there.first.check()
    else:
        there.first.select_option(index=1)
