"""From the procedure to the receipt: what a citizen types, presses and hands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onestop.demo.filings import FUND
from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.markup import of_class, words
from tests.onestop.doors import as_citizen
from workflows.dossiers.status import Status

from .filing import Visit, a_file

BOARD = FUND.answers["founding_board"]
FIRST: Mapping[str, Any] = {
    key: FUND.answers[key] for key in ("fund_name", "fund_kind", "scope", "purpose", "headquarters")
}
SECOND: Mapping[str, Any] = {
    "founding_assets": "7.200.000.000",
    "council_chair": "Nguyễn Thị Hoa",
} | {
    f"founding_board-{n}-{key}": value for n, row in enumerate(BOARD) for key, value in row.items()
}


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    as_citizen(client, "hoa")
    return Visit(client)


def begun(visit: Visit, key: str = "1.013017") -> Visit:
    visit.go(reverse("portal:start", args=[key]))
    visit.send()
    return visit


def at_papers(visit: Visit) -> Visit:
    begun(visit).send(**FIRST)
    for _row in BOARD[1:]:
        visit.send(row="founding_board")
    visit.send(**SECOND)
    return visit


def at_check(visit: Visit) -> Visit:
    at_papers(visit)
    for requirement in FUND.papers:
        visit.upload(requirement, a_file(f"{requirement}.pdf"))
    visit.follow(reverse("portal:check", args=[visit.dossier.public_id]))
    return visit


def test_a_returning_citizen_types_and_hands_in_next_to_nothing(
    client: Client, office: DemoOffice
) -> None:
    a_life(office).through("hand_over")
    as_citizen(client, "hoa")
    visit = Visit(client)
    visit.go(reverse("portal:procedure", args=["1.013018"]))
    visit.follow(reverse("portal:start", args=["1.013018"]))
    visit.send()
    visit.send()
    visit.follow(reverse("portal:check", args=[visit.dossier.public_id]))
    visit.send()
    assert visit.dossier.status == Status.SUBMITTED
    assert visit.dossier.procedure_key == "1.013018"
    assert (visit.typed, visit.uploads) == (0, 0)
    assert visit.clicks == 5


def test_a_first_dossier_is_filed_page_by_page(visit: Visit) -> None:
    at_check(visit).send(declaration="on")
    dossier = visit.dossier
    assert dossier.status == Status.SUBMITTED
    assert dossier.answers["founding_assets"] == {"value": 7_200_000_000, "source": "declared"}
    assert dossier.answers["founding_board"]["value"] == BOARD
    assert dossier.answers["contact_phone"]["source"] == "submitter.phone"
    assert dossier.components.count() == len(FUND.papers)
    assert (dossier.receiving_agency.code, dossier.competent_agency.code) == ("H99.01", "H99")
    assert visit.address == reverse("portal:receipt", args=[dossier.public_id])
    code = dossier.lookup_secret
    assert words(of_class(visit.page, "ticket")[0]) == f"{code[:4]}-{code[4:]}"
