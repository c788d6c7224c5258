"""What an officer sees of a paper that waits for its scan, or in which malware was found."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from onestop.demo.office import DemoOffice
from tests.markup import words
from tests.onestop.portal.filing import Visit
from workflows.dossiers.models import Component
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.files.scanning import note

from .officers import a_case, before, main_of

UNSCANNED = "No malware scanner is set up; papers are opened unscanned."


@pytest.fixture
def visit(client: Client, office: DemoOffice) -> Visit:
    return before(client, a_case(office), "receive")


def opened(visit: Visit) -> int:
    """How many of the papers handed in can be opened, from the page and by their addresses."""
    visit.go(visit.address)
    shown = {one.get("href") for one in visit.page.iter("a")}
    where = [
        reverse("viewer:attachment", args=[visit.dossier.public_id, one.public_id])
        for one in Component.objects.filter(dossier=visit.dossier)
    ]
    given = [address for address in where if visit.client.get(address).status_code == 200]
    assert set(given) == shown & set(where)
    return len(given)


def test_held_papers_stay_closed_until_their_scan(visit: Visit, settings: LazySettings) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    assert opened(visit) == 0
    assert _(UNSCANNED) not in words(main_of(visit.page))
    for file in StoredFile.objects.all():
        note(file, malware="")
    assert opened(visit) == Component.objects.filter(dossier=visit.dossier).count()


def test_without_a_scanner_papers_open_and_that_is_told_once(visit: Visit) -> None:
    papers = Component.objects.filter(dossier=visit.dossier).count()
    assert opened(visit) == papers
    said = words(main_of(visit.page))
    assert said.count(_(UNSCANNED)) == 1
    assert said.count(_("not yet scanned")) == 0
    for file in StoredFile.objects.all():
        note(file, malware="")
    visit.go(visit.address)
    assert _(UNSCANNED) not in words(main_of(visit.page))


def test_officers_read_the_name_of_the_malware(visit: Visit) -> None:
    papers = Component.objects.filter(dossier=visit.dossier)
    other = enter(store.keep_bytes(b"%PDF-1.7 another"), at=timezone.now())
    Component.objects.filter(pk=papers[0].pk).update(file=other)
    note(other, malware="Own.Eicar.UNOFFICIAL")
    assert opened(visit) == papers.count() - 1
    assert "(Own.Eicar.UNOFFICIAL)" in words(main_of(visit.page))
