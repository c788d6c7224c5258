"""What a citizen reads of a paper that waits for its scan, or in which malware was found."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_citizen
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.files.scanning import note

from .filing import Visit

PAPER = "draft-charter"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("submit")


@pytest.fixture
def visit(client: Client, life: Life) -> Visit:
    as_citizen(client, "hoa")
    return Visit(client)


def scanned(*, malware: str) -> None:
    for file in StoredFile.objects.filter(component__requirement=PAPER):
        note(file, malware=malware)


def seen(visit: Visit, life: Life, page: str) -> ET.Element:
    visit.go(reverse(f"portal:{page}", args=[life.dossier.public_id]))
    return visit.page


def leads_to_the_file(part: ET.Element, life: Life) -> bool:
    component = life.dossier.components.get(requirement=PAPER)
    address = reverse("viewer:attachment", args=[life.dossier.public_id, component.public_id])
    return address in {a.get("href") for a in part.iter("a")}


@pytest.mark.parametrize("scanner", [None, "/run/clamav/clamd.ctl"])
def test_a_paper_opens_at_once_where_there_is_no_scanner_and_else_after_its_scan(
    visit: Visit, life: Life, settings: LazySettings, scanner: str | None
) -> None:
    settings.CLAMD = scanner
    page = seen(visit, life, "papers")
    assert leads_to_the_file(by_id(page, f"giay-{PAPER}"), life) is (scanner is None)
    scanned(malware="")
    assert leads_to_the_file(by_id(seen(visit, life, "papers"), f"giay-{PAPER}"), life)


def test_a_citizen_files_while_the_papers_are_held(
    visit: Visit, life: Life, settings: LazySettings
) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    seen(visit, life, "check")
    visit.send(declaration="on")
    assert visit.dossier.status == Status.SUBMITTED
    for page in ("track", "receipt"):
        assert not leads_to_the_file(seen(visit, life, page), life)
    scanned(malware="")
    assert leads_to_the_file(seen(visit, life, "track"), life)


def test_malware_is_told_with_what_to_do_and_bars_the_filing(visit: Visit, life: Life) -> None:
    scanned(malware="Eicar")
    slot = by_id(seen(visit, life, "papers"), f"giay-{PAPER}")
    (error,) = of_class(slot, "error")
    assert f"{PAPER}.pdf" in words(error)
    assert "Eicar" not in words(visit.page)
    assert not leads_to_the_file(slot, life)
    (main,) = seen(visit, life, "check").iter("main")
    assert not [one for one in main.iter("button") if one.get("class") == "btn"]
    papers = reverse("portal:papers", args=[life.dossier.public_id])
    assert f"{papers}#giay-{PAPER}" in {a.get("href") for a in main.iter("a")}
