"""Keys: opened with their PIN, and checked before they sign."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.x509 import Certificate, Name
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.conf import LazySettings
from django.utils.translation import override

from signing import pdf
from signing.demo import issuing, server
from signing.demo.answering import Answering
from signing.demo.issuing import SIGNER, Form, usage
from signing.demo.pki import DemoKey, DemoPki
from signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateRefused,
    CertificateRevoked,
    GarbledKey,
    IssuerUnknown,
    NamesAnother,
    NoSuchKey,
    NotMeantForSigning,
    NotTheRegistered,
    StatusUnavailable,
    TooWeak,
    UnknownKindOfKey,
    WrongPin,
)
from signing.signers.table import open_key
from signing.subjects import is_of, name_of
from tests import trust
from tests.trust import AT

from . import servers

LONG_AGO = AT - timedelta(days=100)


@pytest.fixture
def own(tmp_path: Path) -> DemoPki:
    """An infrastructure of the test's own, whose services do not answer by themselves."""
    return trust.a_pki(tmp_path / "pki")


def check(key: DemoKey, of: DemoPki, *, at: datetime = AT) -> None:
    pdf.check_key(trust.opened(key), services=trust.services(of), at=at)


# Opening ------------------------------------------------------------------------------------------


def test_a_reference_is_relative_to_the_folder_of_keys(
    pki: DemoPki, settings: LazySettings
) -> None:
    settings.KEYS_DIR = pki.keys
    key = open_key(pki.people["minh"].reference, pki.pin)
    assert key.subject == "Trần Quang Minh (DEMO)"
    assert len(key.chain) == 2


@pytest.mark.parametrize("pin", ["", "0000", "246810 "])
def test_a_wrong_pin_opens_nothing(pin: str, pki: DemoPki) -> None:
    with pytest.raises(WrongPin):
        open_key(f"pkcs12:{pki.people['minh'].path}", pin)


def test_a_key_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchKey, match=r"nobody\.p12"):
        open_key(f"pkcs12:{tmp_path / 'nobody.p12'}", "0000")


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x30\x82\x01"])
def test_a_garbled_key_is_named(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "minh.p12"
    file.write_bytes(content)
    with pytest.raises(GarbledKey, match=r"minh\.p12"):
        open_key(f"pkcs12:{file}", "0000")


def test_a_key_cut_short_is_garbled(pki: DemoPki, tmp_path: Path) -> None:
    file = tmp_path / "minh.p12"
    file.write_bytes(pki.people["minh"].path.read_bytes()[:-100])
    with pytest.raises(GarbledKey):
        open_key(f"pkcs12:{file}", pki.pin)


@pytest.mark.parametrize("reference", ["pkcs11:token", "minh.p12", ""])
def test_a_kind_of_key_nobody_knows_is_refused(reference: str) -> None:
    with pytest.raises(UnknownKindOfKey):
        open_key(reference, "0000")


def test_the_key_itself_is_never_shown(pki: DemoPki) -> None:
    assert "private" not in repr(trust.opened(pki.people["minh"]))


# Checking -----------------------------------------------------------------------------------------


def test_a_sound_key_may_sign(pki: DemoPki) -> None:
    check(pki.people["minh"], pki)
    check(pki.agencies["H99"], pki)


def test_an_expired_certificate_may_not_sign(pki: DemoPki) -> None:
    ended = pki.key_for("long-over", "Hết Hạn", form=replace(SIGNER, until=LONG_AGO))
    with pytest.raises(CertificateExpired, match="Hết Hạn"):
        check(ended, pki)


def test_a_certificate_of_tomorrow_may_not_sign_today(pki: DemoPki) -> None:
    later = pki.key_for("tomorrow", "Ngày Mai", form=replace(SIGNER, since=AT + timedelta(days=1)))
    with pytest.raises(CertificateNotYetValid):
        check(later, pki)


def test_a_revoked_certificate_may_not_sign(pki: DemoPki) -> None:
    lost = pki.key_for("lost", "Mất Khóa")
    check(lost, pki)
    pki.revoke(lost.holder, at=LONG_AGO)
    with pytest.raises(CertificateRevoked):
        check(lost, pki)


def test_a_key_revoked_since_the_door_was_passed_may_not_sign(pki: DemoPki) -> None:
    lost = pki.key_for("just-lost", "Vừa Mất")
    pki.revoke(lost.holder, at=datetime.now(UTC).replace(microsecond=0))
    with pytest.raises(CertificateRefused):
        check(lost, pki)


def test_nobody_under_a_revoked_authority_may_sign(own: DemoPki) -> None:
    own.revoke(own.authority, at=LONG_AGO)
    with server.serve(own), pytest.raises(CertificateRevoked):
        check(own.people["minh"], own)


def test_a_stranger_may_not_sign(pki: DemoPki, own: DemoPki) -> None:
    with server.serve(own), pytest.raises(IssuerUnknown, match="Minh"):
        check(own.people["minh"], pki)


@pytest.mark.parametrize("purpose", ["digital_signature", "key_encipherment"])
def test_a_certificate_for_other_purposes_may_not_sign(purpose: str, pki: DemoPki) -> None:
    other = pki.key_for(f"for-{purpose}", "Việc Khác", form=Form(usage(purpose)))
    with pytest.raises(NotMeantForSigning):
        check(other, pki)


def a_short_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # noqa: S505 - weak on purpose


def a_short_curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP224R1())


@pytest.mark.parametrize("make", [a_short_rsa_key, a_short_curve])
def test_a_weak_key_may_not_sign(make: Callable[[], issuing.PrivateKey], pki: DemoPki) -> None:
    weak = pki.key_for(make.__name__, "Khóa Ngắn", make=make)
    with pytest.raises(TooWeak):
        check(weak, pki)


# Whose it is --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Trần Quang Minh", "TRẦN  QUANG MINH", "Tr\u00e2\u0300n Quang Minh"]
)
def test_a_key_is_of_whoever_its_certificate_names(name: str, pki: DemoPki) -> None:
    minh = pki.people["minh"]
    pdf.check_holder(trust.opened(minh), fingerprint=minh.fingerprint, name=name)


@pytest.mark.parametrize(
    "name", ["Trần Quang Mình", "Trần Quang", "Minh", "Trần Quang Minh Anh", ""]
)
def test_a_key_is_not_of_somebody_else(name: str, pki: DemoPki) -> None:
    minh = pki.people["minh"]
    told = r"that of Trần Quang Minh \(DEMO\), not of"
    with override("en"), pytest.raises(NamesAnother, match=told):
        pdf.check_holder(trust.opened(minh), fingerprint=minh.fingerprint, name=name)


def test_another_certificate_of_the_same_name_is_not_the_registered_one(pki: DemoPki) -> None:
    minh, namesake = pki.people["minh"], pki.key_for("namesake", trust.PEOPLE["minh"])
    with pytest.raises(NotTheRegistered):
        pdf.check_holder(
            trust.opened(namesake), fingerprint=minh.fingerprint, name=trust.PEOPLE["minh"]
        )


def test_a_certificate_without_a_common_name_is_called_by_its_whole_subject(
    pki: DemoPki,
) -> None:
    bare = Certificate.load(trust.der(pki.people["minh"].holder))
    bare["tbs_certificate"]["subject"] = Name.build({"organization_name": "Sở Nội vụ"})
    assert name_of(bare) == "Organization: Sở Nội vụ"
    assert not is_of(bare, "Sở Nội vụ")


# Asking -------------------------------------------------------------------------------------------


def broken(of: DemoPki, *endings: str, answer: bytes | None = None) -> AbstractContextManager[str]:
    """The services of `of`, but paths with these endings give `answer` or break off."""
    sound = Answering(of)

    def given(path: str, asked: bytes) -> bytes:
        if path.endswith(endings):
            if answer is None:
                raise ConnectionAbortedError
            return answer
        return sound.to(path, asked, at=datetime.now(UTC))

    return servers.answering(given, port=of.port)


@pytest.mark.parametrize("answer", [None, b"", b"garbage"])
def test_the_list_is_asked_when_the_responder_gives_no_answer(
    answer: bytes | None, own: DemoPki
) -> None:
    with broken(own, "/ocsp", answer=answer):
        check(own.people["minh"], own)


def test_the_list_is_asked_when_a_stranger_answers_for_the_responder(
    own: DemoPki, pki: DemoPki
) -> None:
    stranger = Answering(pki)

    def given(path: str, asked: bytes) -> bytes:
        by = stranger if path.endswith("/ocsp") else Answering(own)
        return by.to(path, asked, at=datetime.now(UTC))

    with servers.answering(given, port=own.port):
        check(own.people["minh"], own)


def test_a_revocation_is_found_on_the_list_too(own: DemoPki) -> None:
    own.revoke(own.people["minh"].holder, at=LONG_AGO)
    with broken(own, "/ocsp"), pytest.raises(CertificateRevoked):
        check(own.people["minh"], own)


@pytest.mark.parametrize("answer", [None, b"garbage"])
def test_who_cannot_be_checked_may_not_sign(answer: bytes | None, own: DemoPki) -> None:
    with broken(own, "/ocsp", "/crl", answer=answer), pytest.raises(StatusUnavailable):
        check(own.people["minh"], own)


def test_who_cannot_be_checked_for_want_of_a_server_may_not_sign(own: DemoPki) -> None:
    with pytest.raises(StatusUnavailable):
        check(own.people["minh"], own)


def test_an_old_answer_does_not_hide_a_revocation(own: DemoPki) -> None:
    sound = Answering(own)

    def as_it_was(path: str, asked: bytes) -> bytes:
        return sound.to(path, asked, at=AT - timedelta(days=1))

    with servers.answering(as_it_was, port=own.port), pytest.raises(StatusUnavailable):
        check(own.people["minh"], own)
