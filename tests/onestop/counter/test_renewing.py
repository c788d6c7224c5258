"""A draft at the counter survives a new revision too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.office import DemoOffice
from procedures import catalogue, publication
from procedures.catalogue import Catalogue
from tests.markup import words
from tests.onestop.doors import as_officer

from .assisting import FUNDS, address, at_desk, begun


@pytest.fixture
def renew(office: DemoOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Puts a later revision in force that asks one question more and one paper less."""
    current = catalogue.current()
    (first,) = current.of(FUNDS)
    heirs = first.questions[0].model_copy(update={"key": "heirs"})
    case = first.cases[0]
    case = case.model_copy(
        update={
            "questions": (*case.questions, "heirs"),
            "requirements": tuple(k for k in case.requirements if k != "draft-charter"),
        }
    )
    page = first.pages[0].model_copy(update={"questions": (*first.pages[0].questions, "heirs")})
    second = first.model_copy(
        update={
            "revision": localdate() - timedelta(days=1),
            "questions": (*first.questions, heirs),
            "pages": (page, *first.pages[1:]),
            "cases": (case,),
        }
    )
    second.__dict__.pop("bundle_hash", None)
    known = Catalogue({**current.revisions, FUNDS: (first, second)}, current.retired)
    monkeypatch.setattr(catalogue, "current", lambda: known)
    lan, minh = (office.posts[login].account.public_id for login in ("lan", "minh"))
    publication.publish_all([second], prepared_by=lan, approved_by=minh, at=timezone.now())


@pytest.mark.parametrize("page", ["write", "confirm"])
def test_its_pages_lead_to_what_changed_and_on_to_the_form(
    client: Client, office: DemoOffice, page: str, request: pytest.FixtureRequest
) -> None:
    visit = begun(at_desk(client, office))
    visit.send(status=422, fund_name="Quỹ Bến Trăng")
    draft = visit.dossier
    request.getfixturevalue("renew")
    visit.go(address(page, draft))
    assert visit.address == address("renew", draft)
    assert "quy định mới" in words(next(visit.page.iter("main")))
    visit.send()
    assert visit.address == address("write", draft)
    draft.refresh_from_db()
    assert draft.answers["fund_name"]["value"] == "Quỹ Bến Trăng"
    assert draft.procedure_revision == localdate() - timedelta(days=1)


def test_it_is_nobody_else_s(
    client: Client, office: DemoOffice, request: pytest.FixtureRequest
) -> None:
    draft = begun(at_desk(client, office)).dossier
    request.getfixturevalue("renew")
    for login in ("dung", "xa-lan"):
        as_officer(client, office.posts[login].account)
        assert client.get(address("renew", draft)).status_code == 404
