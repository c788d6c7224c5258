"""Filing at the counter: an officer writes down, the citizen stays the one who files."""

from __future__ import annotations

import pytest
from django.test import Client

from onestop.demo.office import DemoOffice
from tests.onestop.portal.filing import Visit
from workflows.dossiers.models import Component
from workflows.dossiers.status import Status

from .assisting import CONFIRMED, address, at_desk, begun, written


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    return at_desk(client, office)


def test_a_citizen_without_an_account_is_filed_for_and_received(
    visit: Visit, office: DemoOffice
) -> None:
    written(begun(visit))
    dossier = visit.dossier
    assert visit.address == address("confirm", dossier)
    visit.send(**CONFIRMED)
    filed = visit.dossier
    assert filed.status == Status.SUBMITTED
    assert (str(filed.submitter), str(filed.owner)) == ("Đoàn Thị Bưởi", "Đoàn Thị Bưởi")
    assert filed.assisted_by == office.posts["lan"].account
    assert {c.origin for c in filed.components.all()} == {Component.Origin.PAPER}
    assert filed.answers["fund_name"]["source"] == "counter"
    assert visit.address.startswith(address("dossier", filed))
    visit.send(go="rest")
    visit.send(go="receive")
    visit.send()
    assert visit.dossier.status == Status.RECEIVED
