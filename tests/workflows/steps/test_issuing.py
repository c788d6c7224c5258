"""Numbering, sealing and issuing (T17): one number, one sound result, on the register once."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import LazySettings
from django.utils import timezone
from pyhanko.pdf_utils.generic import NumberObject

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.errors import NamesAnother, TimestampUnavailable, WrongPin
from signing.models import SignatureRequest
from signing.pdf.writer import appended, appending
from tests.lives import Life, a_life
from tests.trust import a_free_port
from tests.unchanged import refusal
from workflows.documents.stamps import NoSealPicture
from workflows.dossiers.models import ClockSegment, DocumentNumber, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.register import enter
from workflows.results.models import Result
from workflows.routes.errors import NotOpen
from workflows.steps.refusals import NotTheSigner, NotWhatWasMeant, SignatureUnsound

from . import keys


@pytest.fixture
def numbered(office: DemoOffice) -> Life:
    return a_life(office).through("number")


def test_a_document_is_numbered_once(numbered: Life) -> None:
    said = refusal(numbered, "number", NotOpen)
    assert "Last act: " in said
    assert "Ngô Thị Thu" in said


def test_the_status_stays_while_the_number_waits_for_its_seal(numbered: Life) -> None:
    assert numbered.fresh.status == Status.SIGNED
    assert numbered.fresh.entries.latest("seq").status_to == Status.SIGNED


def test_after_a_failed_seal_the_number_stays_with_its_document(
    numbered: Life, settings: LazySettings, demo_pki: DemoPki
) -> None:
    """Another document numbered meanwhile gets the next one; the second try succeeds."""
    assert refusal(numbered, "issue", WrongPin, pin="000000") == "The PIN is wrong."
    settings.TSA_URLS = [f"http://127.0.0.1:{a_free_port()}/tsa"]
    refusal(numbered, "issue", TimestampUnavailable)
    settings.TSA_URLS = [demo_pki.tsa_url]
    other = a_life(numbered.office).through("number")
    numbered.act("issue")
    taken = {n.dossier_id: (n.number, n.state) for n in DocumentNumber.objects.all()}
    assert taken == {numbered.dossier.pk: (1, "issued"), other.dossier.pk: (2, "taken")}
    assert Result.objects.get().number == "01/QĐ-UBND"


def test_an_issued_result_is_on_the_register_and_the_clock_has_ended(numbered: Life) -> None:
    done = numbered.act("issue")
    dossier, result = numbered.fresh, Result.objects.get()
    assert (done.status, done.national_code) == (Status.ISSUED, 9)
    assert (result.dossier_code, result.owner) == (dossier.code, numbered.owner)
    assert result.file.digest == done.digest == dossier.papers.get(kind="result").file.digest
    assert (result.valid_from, result.valid_to) == (
        timezone.localdate(datetime.fromisoformat(done.at)),
        None,
    )
    assert ClockSegment.objects.get(dossier=dossier).ended_at == dossier.ended_at
    assert SignatureRequest.objects.filter(state="open", purpose="seal").count() == 0


def test_a_result_that_does_not_hold_is_not_issued(numbered: Life) -> None:
    """Somebody with the keys of the house has turned a page after the signature."""
    paper = Paper.objects.get(dossier=numbered.dossier, kind=Paper.Kind.NUMBERED)
    turned = enter(store.keep_bytes(_turned(store.read(paper.file.digest))), at=timezone.now())
    Paper.objects.filter(pk=paper.pk).update(file=turned)
    SignatureRequest.objects.filter(state="open", purpose="seal").update(digest=turned.digest)
    said = refusal(numbered, "issue", SignatureUnsound)
    assert said.startswith("The sealed result does not pass its own check: ")


def test_an_intent_turned_to_other_bytes_seals_nothing(numbered: Life) -> None:
    paper = Paper.objects.get(dossier=numbered.dossier, kind=Paper.Kind.SIGNED)
    SignatureRequest.objects.filter(state="open", purpose="seal").update(digest=paper.file.digest)
    refusal(numbered, "issue", NotWhatWasMeant)


def test_the_seal_of_another_agency_seals_nothing(numbered: Life, demo_pki: DemoPki) -> None:
    committee, department = (
        demo_pki.agencies[key.value] for key in (AgencyKey.COMMITTEE, AgencyKey.DEPARTMENT)
    )
    keys.put_in_place_of(committee, department)
    said = refusal(numbered, "issue", NamesAnother)
    assert "not of Ủy ban nhân dân tỉnh Sông Trăng" in said


def test_an_intent_that_names_another_agency_is_not_sealed(numbered: Life) -> None:
    other = numbered.office.agencies[AgencyKey.DEPARTMENT].public_id
    SignatureRequest.objects.filter(state="open", purpose="seal").update(signer_ref=other)
    refusal(numbered, "issue", NotTheSigner)


def test_outside_the_demo_its_seal_is_not_set(numbered: Life, settings: LazySettings) -> None:
    settings.DEMO = False
    said = refusal(numbered, "issue", NoSealPicture)
    assert said == "This site has no picture of the agency's seal yet; nothing was sealed."


def _turned(pdf: bytes) -> bytes:
    writer = appending(pdf)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)
    return appended(writer)
