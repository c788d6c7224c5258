"""Lan at the counter, who files for a citizen with papers in hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.test import Client
from django.urls import reverse

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import Visit
from workflows.dossiers.models import Dossier

FUNDS = "1.013017"
NUMBER = "099 160 000 777"
NEWCOMER: Mapping[str, Any] = {
    "full_name": "Đoàn Thị Bưởi",
    "birthday_0": "5",
    "birthday_1": "11",
    "birthday_2": "1960",
}
BOARD = FUND.answers["founding_board"]
# Everything the form asks, and one original of each paper.
PLAIN = ("fund_name", "fund_kind", "scope", "purpose", "headquarters", "council_chair")
ROWS = {
    f"founding_board-{n}-{key}": cell for n, row in enumerate(BOARD) for key, cell in row.items()
}
ANSWERS: Mapping[str, Any] = {
    **{key: FUND.answers[key] for key in PLAIN},
    **ROWS,
    "founding_assets": "7.200.000.000",
    "contact_phone": "0900 000 777",
}
COUNTED: Mapping[str, Any] = {f"originals-{paper}": "1" for paper in FUND.papers}
CONFIRMED: Mapping[str, Any] = {
    "identity": "card",
    "holder": "on",
    "confirmed": "on",
    "declaration": "on",
}


def at_desk(client: Client, office: DemoOffice, login: str = "lan") -> Visit:
    as_officer(client, office.posts[login].account)
    return Visit(client)


def begun(visit: Visit, number: str = NUMBER, **typed: Any) -> Visit:
    """A draft for whoever has this number; of a newcomer all that is asked is typed."""
    visit.go(reverse("counter:begin", args=[FUNDS]))
    visit.send(personal_id=number)
    visit.send(**typed or NEWCOMER)
    return visit


def written(visit: Visit, **counted: str) -> Visit:
    """All that is asked, and every paper."""
    for _row in BOARD[1:]:
        visit.send(row="founding_board")
    visit.send(**ANSWERS, **{**COUNTED, **counted})
    return visit


def address(name: str, dossier: Dossier) -> str:
    return reverse(f"counter:{name}", args=[dossier.public_id])
