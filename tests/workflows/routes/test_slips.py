"""Slips are signed for their agency by themselves, each alone, and wait for what is away."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice
from onestop.tasks import sign_slips
from signing import requests
from signing.demo.pki import DemoPki
from signing.errors import TimestampUnavailable, WrongPin
from signing.models import SignatureRequest, SigningKey
from signing.reports import Verdict
from signing.validation import validate
from tests.lives import Life, a_life
from tests.onestop.doors import as_citizen
from tests.trust import a_free_port
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Paper
from workflows.files import discarding, store
from workflows.routes.slips import Signed, sign_waiting
from workflows.steps import slip_signing
from workflows.steps.refusals import NoKey, NotWhatWasMeant

from .racing import race

SLIP = SignatureRequest.Purpose.SLIP


@pytest.fixture(autouse=True)
def _expected(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL + 1, logger="workflows.routes.slips")


def received(office: DemoOffice) -> Paper:
    """The receipt of a dossier that was just received."""
    return slip_of(a_life(office).until("assign"))


def slip_of(life: Life) -> Paper:
    return life.dossier.papers.select_related("file", "signed").get(kind=Paper.Kind.FORM_01)


def signed(limit: int = 50) -> Signed:
    return sign_waiting(clock=timezone.now, limit=limit)


def fresh(paper: Paper) -> Paper:
    return Paper.objects.select_related("file", "signed").get(pk=paper.pk)


def request_of(paper: Paper) -> SignatureRequest:
    return SignatureRequest.objects.get(subject_ref=paper.public_id)


def test_the_act_that_makes_a_slip_notes_that_its_agency_is_to_sign_these_bytes(
    office: DemoOffice,
) -> None:
    life = a_life(office).until("assign")
    paper = slip_of(life)
    request = request_of(paper)
    assert (request.purpose, request.digest) == (SLIP, paper.file.digest)
    assert request.signer_ref == life.who("receive").posts.get().unit.agency.public_id
    assert paper.signed is None


def test_only_slips_are_signed_by_themselves(office: DemoOffice) -> None:
    a_life(office).until("sign")
    wanted = SignatureRequest.objects.filter(purpose=SLIP).values_list("subject_ref", flat=True)
    assert {Paper.objects.get(public_id=ref).kind for ref in wanted} == {Paper.Kind.FORM_01}


def test_a_signed_slip_begins_with_the_drawn_one_and_is_valid_by_itself(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    paper = received(office)
    assert signed().done == [paper.public_id]
    now = fresh(paper)
    assert now.signed is not None
    content = store.read(now.signed.digest)
    assert content.startswith(store.read(paper.file.digest))
    assert validate(content, trust=demo_pki.trust, at=timezone.now()).verdict is Verdict.VALID
    assert now.signed_at == request_of(paper).signed_at
    assert request_of(paper).state == SignatureRequest.State.DONE


def test_a_slip_is_signed_once(office: DemoOffice) -> None:
    received(office)
    signed()
    with nothing_changes():
        assert signed().tried == 0


def test_the_signed_slip_is_what_is_handed_over(office: DemoOffice, client: Client) -> None:
    life = a_life(office).until("assign")
    paper = slip_of(life)
    as_citizen(client, life.citizen)
    address = reverse("viewer:attachment", args=[life.dossier.public_id, paper.public_id])
    assert client.get(address).content == store.read(paper.file.digest)
    signed()
    now = fresh(paper)
    assert now.signed is not None
    assert client.get(address).content == store.read(now.signed.digest)


def test_what_a_crash_left_signed_is_recorded_and_not_signed_again(office: DemoOffice) -> None:
    paper = received(office)
    request = request_of(paper)
    made = store.keep_bytes(store.read(paper.file.digest) + b"% as if signed\n").digest
    at = timezone.now()
    requests.remember_signed(request, made, by=request.signer_ref, at=at, key="slip:x")
    discarding.discard(before=timezone.now() + timedelta(days=1))
    assert signed().done == [paper.public_id]
    now = fresh(paper)
    assert now.signed is not None
    assert (now.signed.digest, now.signed_at) == (made, at)


def test_a_file_that_does_not_begin_with_the_drawn_bytes_is_not_accepted(
    office: DemoOffice,
) -> None:
    paper = received(office)
    request = request_of(paper)
    other = store.keep_bytes(b"%PDF-1.7\nanother paper\n").digest
    requests.remember_signed(request, other, by=request.signer_ref, at=timezone.now(), key="slip:x")
    assert signed().held == [paper.public_id]
    assert request_of(paper).reason == NotWhatWasMeant.__name__
    assert fresh(paper).signed is None


def test_one_slips_trouble_never_stops_the_others(office: DemoOffice) -> None:
    broken, sound = received(office), received(office)
    store.path_of(broken.file.digest).unlink()
    done = signed()
    assert (done.held, done.done) == ([broken.public_id], [sound.public_id])
    assert request_of(broken).reason == "Missing"


def test_a_slip_that_is_held_is_not_tried_again(office: DemoOffice) -> None:
    store.path_of(received(office).file.digest).unlink()
    signed()
    with nothing_changes():
        assert signed().tried == 0


def test_without_time_stamps_slips_wait(office: DemoOffice, settings: LazySettings) -> None:
    paper = received(office)
    settings.TSA_URLS = [f"http://127.0.0.1:{a_free_port()}/"]
    with nothing_changes():
        (trouble,) = signed().waits.values()
    assert isinstance(trouble, TimestampUnavailable)
    assert request_of(paper).state == SignatureRequest.State.OPEN


def test_they_are_signed_once_the_authority_is_back(
    office: DemoOffice, settings: LazySettings, demo_pki: DemoPki
) -> None:
    paper = received(office)
    settings.TSA_URLS = [f"http://127.0.0.1:{a_free_port()}/"]
    signed()
    settings.TSA_URLS = [demo_pki.tsa_url]
    assert signed().done == [paper.public_id]


def test_a_wrong_pin_holds_nothing_for_a_person(office: DemoOffice, settings: LazySettings) -> None:
    paper = received(office)
    settings.SLIP_PIN = "000000"
    (trouble,) = signed().waits.values()
    assert isinstance(trouble, WrongPin)
    assert request_of(paper).state == SignatureRequest.State.OPEN


def test_without_a_pin_nothing_is_signed(office: DemoOffice, settings: LazySettings) -> None:
    received(office)
    settings.SLIP_PIN = ""
    with nothing_changes():
        assert signed() == Signed()


def test_an_agency_without_a_key_never_stops_another(office: DemoOffice) -> None:
    paper, strange = received(office), received(office)
    agency = UUID(int=0xA)
    stranger = next(
        one for one in office.agencies.values() if one.public_id != request_of(paper).signer_ref
    )
    SignatureRequest.objects.filter(subject_ref=strange.public_id).update(
        signer_ref=stranger.public_id
    )
    SigningKey.objects.filter(purpose=SLIP, agency_ref=stranger.public_id).update(agency_ref=agency)
    done = signed()
    assert done.done == [paper.public_id]
    assert isinstance(done.waits[stranger.public_id], NoKey)


def test_the_seal_does_not_sign_slips(office: DemoOffice) -> None:
    received(office)
    SigningKey.objects.filter(purpose=SLIP).delete()
    (trouble,) = signed().waits.values()
    assert isinstance(trouble, NoKey)


def test_no_more_are_signed_in_a_round_than_asked(office: DemoOffice) -> None:
    first, second = received(office), received(office)
    assert signed(limit=1).done == [first.public_id]
    assert signed(limit=1).done == [second.public_id]


@pytest.mark.django_db(transaction=True)
def test_many_workers_record_one_signature(office: DemoOffice) -> None:
    paper = received(office)
    rounds = race(*[signed] * 4)
    assert sum(len(one.done) for one in rounds if isinstance(one, Signed)) >= 1
    assert request_of(paper).state == SignatureRequest.State.DONE
    now = fresh(paper)
    assert now.signed is not None
    assert now.signed.digest == request_of(paper).signed_digest


def test_the_task_signs_and_says_once_what_it_waits_for(
    office: DemoOffice, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    paper = received(office)
    settings.SLIP_PIN = "000000"
    with caplog.at_level(logging.WARNING, logger="onestop.tasks"):
        sign_slips()
        sign_slips()
    assert [r.getMessage().split(":")[-1].strip() for r in caplog.records] == ["WrongPin"]
    settings.SLIP_PIN = PIN
    sign_slips()
    assert fresh(paper).signed is not None


def test_every_form_that_concerns_one_dossier_is_a_slip() -> None:
    assert {kind.value for kind in slip_signing.SLIPS} == {f"0{number}" for number in range(1, 7)}
