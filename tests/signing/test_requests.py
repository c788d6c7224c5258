"""Nothing is signed that was not asked for, and what is signed is signed once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from signing import requests
from signing.models import SignatureRequest, SigningKey
from signing.requests import AlreadyAsked, AlreadySigned, NothingToSign, NotTheSigned
from tests.people import MONDAY

Purpose, State = SignatureRequest.Purpose, SignatureRequest.State
MINH, DOSSIER, COMMITTEE = UUID(int=1), UUID(int=2), UUID(int=3)
MEANT, SIGNED, OTHER = "a" * 64, "b" * 64, "c" * 64
RESULTS = (Purpose.PERSONAL, Purpose.SEAL)
TOMORROW = MONDAY + timedelta(days=1)
SIGNATURE = {
    "signed_digest": SIGNED,
    "signed_by": MINH,
    "signed_at": MONDAY,
    "idempotency_key": "form-1",
}

pytestmark = pytest.mark.django_db


def asked(**what: Any) -> SignatureRequest:
    plain: dict[str, Any] = {
        "purpose": Purpose.PERSONAL,
        "subject_ref": DOSSIER,
        "digest": MEANT,
        "signer_ref": MINH,
        "at": MONDAY,
        "until": TOMORROW,
    }
    return requests.open_request(**plain | what)


def signed(**what: Any) -> SignatureRequest:
    request = asked(**what)
    remember(request)
    return request


def remember(request: SignatureRequest, digest: str = SIGNED) -> None:
    requests.remember_signed(request, digest, by=MINH, at=MONDAY, key="form-1")


def test_a_request_says_what_is_meant_by_whom_and_until_when() -> None:
    asked()
    found = requests.get_open(DOSSIER, Purpose.PERSONAL)
    assert (found.digest, found.signer_ref, found.until) == (MEANT, MINH, TOMORROW)


def test_what_was_not_asked_for_is_not_found() -> None:
    asked()
    for subject, purpose in ((uuid4(), Purpose.PERSONAL), (DOSSIER, Purpose.SEAL)):
        with pytest.raises(NothingToSign):
            requests.get_open(subject, purpose)


def test_a_signature_is_asked_for_once_at_a_time() -> None:
    asked()
    asked(purpose=Purpose.SEAL)
    with pytest.raises(AlreadyAsked):
        asked()


def test_the_database_keeps_one_open_request_too() -> None:
    first = asked()
    first.pk, first.public_id = None, uuid4()
    with pytest.raises(IntegrityError, match="one_open_request_to_sign"):
        first.save(force_insert=True)


def test_what_was_signed_is_remembered_while_the_request_is_open() -> None:
    request = signed()
    assert request.signed_digest == SIGNED
    found = requests.get_open(DOSSIER, Purpose.PERSONAL)
    assert (found.signed_digest, found.signed_by, found.state) == (SIGNED, MINH, State.OPEN)
    assert (found.signed_at, found.idempotency_key) == (MONDAY, "form-1")


def test_a_second_signature_is_refused_even_from_somebody_who_read_before_the_first() -> None:
    asked()
    early = requests.get_open(DOSSIER, Purpose.PERSONAL)
    remember(requests.get_open(DOSSIER, Purpose.PERSONAL))
    with pytest.raises(AlreadySigned):
        remember(early, OTHER)
    assert requests.get_open(DOSSIER, Purpose.PERSONAL).signed_digest == SIGNED


@pytest.mark.django_db(transaction=True)
def test_nothing_is_remembered_inside_a_transaction_that_may_be_rolled_back() -> None:
    request = asked()
    with transaction.atomic(), pytest.raises(RuntimeError):
        remember(request)


def test_a_request_ends_with_the_file_that_was_signed() -> None:
    request = signed()
    requests.done(request, signed_digest=SIGNED, at=TOMORROW)
    assert (request.state, request.ended_at) == (State.DONE, TOMORROW)
    with pytest.raises(NothingToSign):
        requests.get_open(DOSSIER, Purpose.PERSONAL)
    assert asked().pk != request.pk


@pytest.mark.parametrize("digest", [OTHER, ""])
def test_another_file_ends_no_request(digest: str) -> None:
    request = signed()
    with pytest.raises(NotTheSigned):
        requests.done(request, signed_digest=digest, at=MONDAY)
    assert requests.get_open(DOSSIER, Purpose.PERSONAL) == request


def test_a_request_that_nobody_signed_cannot_be_done() -> None:
    with pytest.raises(NotTheSigned):
        requests.done(asked(), signed_digest="", at=MONDAY)


def test_a_request_ends_once() -> None:
    request = signed()
    requests.done(request, signed_digest=SIGNED, at=MONDAY)
    with pytest.raises(NothingToSign):
        requests.done(request, signed_digest=SIGNED, at=TOMORROW)


def test_the_sweep_finds_what_is_signed_or_late_the_oldest_first() -> None:
    late = asked(subject_ref=uuid4(), until=MONDAY + timedelta(hours=1))
    made = signed(subject_ref=uuid4(), at=MONDAY + timedelta(hours=1))
    asked(subject_ref=uuid4())
    asked(subject_ref=uuid4(), until=MONDAY, purpose=Purpose.SLIP)
    requests.done(signed(subject_ref=uuid4()), signed_digest=SIGNED, at=MONDAY)
    assert requests.left_open(at=MONDAY + timedelta(hours=2), of=RESULTS) == [late, made]


def test_what_is_held_is_left_to_a_person_who_may_still_sign_and_end_it() -> None:
    request = asked(until=MONDAY)
    assert requests.hold(request, reason=requests.OVERDUE)
    assert requests.left_open(at=TOMORROW, of=RESULTS) == []
    with pytest.raises(AlreadyAsked):
        asked()
    held = requests.get_open(DOSSIER, Purpose.PERSONAL)
    assert (held.state, held.reason) == (State.HELD, "overdue")
    remember(held)
    requests.done(held, signed_digest=SIGNED, at=TOMORROW)
    assert (held.state, held.reason) == (State.DONE, "")


def test_what_is_signed_after_its_time_is_swept_again() -> None:
    request = asked(until=MONDAY)
    requests.hold(request, reason=requests.OVERDUE)
    remember(request)
    assert (request.state, request.reason) == (State.OPEN, "")
    assert requests.left_open(at=TOMORROW, of=RESULTS) == [request]


def test_what_was_signed_held_or_ended_meanwhile_is_not_held() -> None:
    early = asked()
    remember(requests.get_open(DOSSIER, Purpose.PERSONAL))
    assert not requests.hold(early, reason=requests.OVERDUE)
    request = requests.get_open(DOSSIER, Purpose.PERSONAL)
    assert requests.hold(request, reason="NotAllowed")
    assert not requests.hold(request, reason="NotAllowed")
    requests.done(request, signed_digest=SIGNED, at=MONDAY)
    assert not requests.hold(request, reason="NotAllowed")


@pytest.mark.parametrize(
    ("broken", "by"),
    [
        ({"state": "done", "ended_at": MONDAY}, "a_done_request_is_signed"),
        ({"state": "held"}, "a_held_request_has_a_reason"),
        ({"signed_digest": SIGNED}, "what_is_signed_says_by_whom_and_when"),
        ({"signed_by": MINH}, "what_is_signed_says_by_whom_and_when"),
        ({"signed_at": MONDAY}, "what_is_signed_says_by_whom_and_when"),
        ({"idempotency_key": "form-1"}, "what_is_signed_says_by_whom_and_when"),
        ({"ended_at": MONDAY}, "a_request_ends_once_it_is_closed"),
        ({"state": "held", "reason": "x", "ended_at": MONDAY}, "a_request_ends_once_it_is_closed"),
        ({"state": "done", **SIGNATURE}, "a_request_ends_once_it_is_closed"),
    ],
)
def test_the_database_refuses_a_request_that_contradicts_itself(
    broken: dict[str, Any], by: str
) -> None:
    request = asked()
    with pytest.raises(IntegrityError, match=by):
        SignatureRequest.objects.filter(pk=request.pk).update(**broken)


def test_what_waits_is_found_by_signer_and_purpose_the_oldest_first() -> None:
    late = asked(purpose=Purpose.SLIP, subject_ref=uuid4(), at=TOMORROW)
    early = asked(purpose=Purpose.SLIP, subject_ref=uuid4())
    remember(early)
    other = asked(purpose=Purpose.SLIP, subject_ref=uuid4(), signer_ref=COMMITTEE)
    requests.hold(asked(purpose=Purpose.SLIP, subject_ref=uuid4()), reason="Damaged")
    asked(subject_ref=uuid4(), signer_ref=uuid4())
    assert set(requests.signers(Purpose.SLIP)) == {MINH, COMMITTEE}
    found = requests.waiting(Purpose.SLIP, signer_ref=MINH, most=9)
    assert found == [early, late]
    assert requests.waiting(Purpose.SLIP, signer_ref=MINH, most=1) == [early]
    assert requests.waiting(Purpose.SLIP, signer_ref=COMMITTEE, most=9) == [other]


def a_key(**what: Any) -> SigningKey:
    plain: dict[str, Any] = {
        "purpose": Purpose.PERSONAL,
        "agency_ref": COMMITTEE,
        "holder_ref": MINH,
        "fingerprint": "d" * 64,
        "reference": "pkcs12:minh.p12",
        "valid_from": MONDAY.date(),
        "valid_to": TOMORROW.date(),
    }
    return SigningKey.objects.create(**plain | what)


@pytest.mark.parametrize(
    "broken",
    [{"purpose": Purpose.SEAL}, {"purpose": Purpose.SLIP}, {"holder_ref": None}],
    ids=["a seal of a person", "slips of a person", "a personal key of none"],
)
def test_a_person_signs_for_an_agency_and_an_agency_seals(broken: dict[str, Any]) -> None:
    a_key()
    a_key(purpose=Purpose.SEAL, holder_ref=None)
    a_key(purpose=Purpose.SLIP, holder_ref=None)
    rule = "a_personal_key_is_of_a_person_and_an_agencys_of_none"
    with pytest.raises(IntegrityError, match=rule):
        a_key(**broken)


def test_a_key_does_not_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="a_key_ends_after_it_begins"):
        a_key(valid_to=MONDAY.date() - timedelta(days=1))
