"""The personal signature (T16): what was approved, by a sound key, or nothing and once more."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.errors import (
    CertificateExpired,
    CertificateRevoked,
    NamesAnother,
    NoSuchKey,
    NotTheRegistered,
    TimestampUnavailable,
    WrongPin,
)
from signing.models import SignatureRequest, SigningKey
from tests.lives import Life, a_life
from tests.trust import a_free_port
from tests.unchanged import refusal
from workflows.dossiers.models import Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.errors import Damaged
from workflows.files.register import enter
from workflows.people.models import Account
from workflows.steps.refusals import NoKey, NotTheSigner, NotWhatWasMeant

from . import keys


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("sign")


def intent(life: Life) -> SignatureRequest:
    return SignatureRequest.objects.get(subject_ref=life.dossier.public_id)


def still_signs(life: Life) -> None:
    """The intent has stayed open, and a second try succeeds with it."""
    assert (intent(life).state, intent(life).signed_digest) == ("open", "")
    assert life.act("sign").status == Status.SIGNED
    assert intent(life).state == SignatureRequest.State.DONE


def test_what_is_signed_begins_with_what_was_approved(life: Life) -> None:
    done = life.act("sign")
    signed = life.fresh.papers.get(kind=Paper.Kind.SIGNED).file.digest
    assert done.digest == signed == intent(life).signed_digest
    assert store.read(signed).startswith(store.read(life.fresh.approved_digest))


def test_with_a_wrong_pin_nothing_is_signed(life: Life) -> None:
    assert refusal(life, "sign", WrongPin, pin="000000") == "The PIN is wrong."
    still_signs(life)


def test_a_revoked_key_signs_nothing(life: Life, demo_pki: DemoPki) -> None:
    minh = demo_pki.people["minh"]
    keys.put_in_place_of(minh, keys.revoked(demo_pki, at=timezone.now() - timedelta(days=1)))
    assert "has been revoked." in refusal(life, "sign", CertificateRevoked)


def test_an_expired_key_signs_nothing(life: Life, demo_pki: DemoPki) -> None:
    keys.put_in_place_of(demo_pki.people["minh"], keys.expired(demo_pki))
    assert "has expired." in refusal(life, "sign", CertificateExpired)


def test_a_key_signs_only_in_the_time_for_which_it_is_registered(life: Life) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    SigningKey.objects.filter(reference="pkcs12:minh.p12").update(valid_to=yesterday)
    said = refusal(life, "sign", NoKey)
    assert said == "No signing key is registered for this signature today."


def test_the_key_of_somebody_else_signs_nothing(life: Life, demo_pki: DemoPki) -> None:
    """Registered for Minh by mistake, and he knows its PIN."""
    keys.put_in_place_of(demo_pki.people["minh"], demo_pki.people["quang"])
    assert refusal(life, "sign", NamesAnother) == (
        "The certificate is that of Đỗ Nhật Quang (DEMO), not of Trần Quang Minh;"
        " it signs nothing here."
    )


def test_a_key_put_in_the_place_of_the_registered_one_signs_nothing(
    life: Life, demo_pki: DemoPki
) -> None:
    """It is sound, and in the right name; but nobody has registered it."""
    other = demo_pki.key_for("minh-2", keys.MINH)
    SigningKey.objects.filter(reference="pkcs12:minh.p12").update(reference=other.reference)
    said = refusal(life, "sign", NotTheRegistered)
    assert said.startswith("This key carries another certificate of Trần Quang Minh (DEMO) than")


def test_a_key_for_the_service_of_another_agency_signs_nothing(life: Life) -> None:
    elsewhere = life.office.agencies[AgencyKey.STRANGER].public_id
    SigningKey.objects.filter(reference="pkcs12:minh.p12").update(agency_ref=elsewhere)
    refusal(life, "sign", NoKey)


def test_an_intent_that_names_another_post_is_not_signed(life: Life) -> None:
    SignatureRequest.objects.update(signer_ref=life.office.posts["quang"].public_id)
    said = refusal(life, "sign", NotTheSigner)
    assert said == "Somebody else was asked for this signature; nothing was signed."


def test_a_key_that_is_not_there_signs_nothing(life: Life) -> None:
    SigningKey.objects.filter(reference="pkcs12:minh.p12").update(reference="pkcs12:gone.p12")
    assert refusal(life, "sign", NoSuchKey) == "The key file “gone.p12” is not there."


def test_an_account_without_a_person_signs_nothing(life: Life) -> None:
    Account.objects.filter(pk=life.who("sign").pk).update(person=None)
    nobody = Account.objects.get(pk=life.who("sign").pk)
    refusal(life, "sign", NoKey, by=nobody)


def test_without_a_time_stamp_nothing_is_signed(
    life: Life, settings: LazySettings, demo_pki: DemoPki
) -> None:
    settings.TSA_URLS = [f"http://127.0.0.1:{a_free_port()}/tsa"]
    said = refusal(life, "sign", TimestampUnavailable)
    assert said.startswith("No time-stamp could be had, so nothing was signed. Try again later.")
    settings.TSA_URLS = [demo_pki.tsa_url]
    still_signs(life)


def test_a_draft_damaged_after_approval_is_not_signed(
    office: DemoOffice, settings: LazySettings, tmp_path: Path
) -> None:
    settings.FILES_DIR = tmp_path
    life = a_life(office).until("sign")
    draft = store.path_of(life.fresh.approved_digest)
    draft.write_bytes(draft.read_bytes().replace(b"/Type", b"/type", 1))
    assert "is damaged." in refusal(life, "sign", Damaged)


def test_an_intent_turned_to_other_bytes_signs_nothing(life: Life) -> None:
    other = store.keep_bytes(store.read(life.fresh.approved_digest) + b"% more\n")
    SignatureRequest.objects.update(digest=other.digest)
    said = refusal(life, "sign", NotWhatWasMeant)
    assert said == "The signed file is not the approved one; it was not accepted."


def test_a_signed_file_that_is_not_the_approved_one_is_not_recorded(life: Life) -> None:
    other = enter(store.keep_bytes(b"%PDF-1.7 another decision, signed"), at=timezone.now())
    by = life.who("sign").public_id
    SignatureRequest.objects.update(
        signed_digest=other.digest, signed_by=by, signed_at=timezone.now(), idempotency_key="form-1"
    )
    refusal(life, "sign", NotWhatWasMeant)
