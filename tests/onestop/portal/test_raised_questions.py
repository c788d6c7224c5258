"""An answer raises another question: it is asked at once, on the way there and on the way back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import Filing
from onestop.demo.office import DemoOffice, citizen
from tests.lives import a_draft
from tests.onestop.doors import as_citizen
from workflows.dossiers.models import Dossier

from .filing import Visit

COPIES = Filing("archive-copies", "copy")
PAGE = 3


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    """Before the page that asks in what form the copies are wanted."""
    hoa, at = as_citizen(client, "hoa"), AgencyKey.DEPARTMENT
    draft = a_draft(office, COPIES, at, at, citizen("hoa", at=timezone.now()))
    assert draft.submitter_id == hoa.person_id
    visit = Visit(client)
    visit.go(reverse("portal:form", args=[draft.public_id, PAGE]))
    return visit


def asked(visit: Visit) -> set[str]:
    names = {one.get("name", "") for tag in ("input", "select") for one in visit.page.iter(tag)}
    return names & {"copies", "form", "delivery", "delivery_address"}


def on_page(visit: Visit, query: str = "") -> bool:
    return visit.address.endswith(f"/to-khai/{PAGE}/{query}")


def test_it_is_asked_on_the_same_page_as_soon_as_it_is_raised(visit: Visit) -> None:
    assert asked(visit) == {"copies", "form"}
    visit.send(copies="2", form="paper")
    assert on_page(visit)
    assert asked(visit) == {"copies", "form", "delivery"}
    visit.send(delivery="post")
    assert on_page(visit)
    assert "delivery_address" in asked(visit)
    visit.send(delivery_address="12 đường Bờ Sông")
    assert "/giay-to/" in visit.address


def test_without_the_answer_it_is_never_asked(visit: Visit) -> None:
    visit.send(copies="2", form="electronic")
    assert "/giay-to/" in visit.address


def test_who_corrects_an_answer_before_filing_is_asked_and_comes_back(visit: Visit) -> None:
    visit.send(copies="2", form="electronic")
    here = reverse("portal:form", args=[Dossier.objects.get().public_id, PAGE])
    visit.go(f"{here}?ve=kiem-tra")
    visit.send(form="paper")
    assert on_page(visit, "?ve=kiem-tra")
    visit.send(delivery="counter")
    assert "/kiem-tra/" in visit.address


def test_what_an_answer_took_back_is_kept_and_does_not_count(visit: Visit) -> None:
    visit.send(copies="2", form="paper")
    visit.send(delivery="post")
    visit.send(form="electronic")
    assert "/giay-to/" in visit.address
    kept = Dossier.objects.get()
    assert kept.answers["delivery"]["value"] == "post"
    visit.go(reverse("portal:check", args=[kept.public_id]))
    said = "".join(visit.page.itertext())
    assert "Qua bưu chính" not in said
