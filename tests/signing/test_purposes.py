"""A certificate issued for other purposes only signs no paper; one for purposes unknown may."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from signing.demo import issuing
from signing.demo.issuing import SIGNER, Holder
from signing.demo.pki import DemoPki
from signing.reports import Integrity, SignatureReport, Sub, Verdict
from tests.signing import forging
from tests.signing.plain import built, signed, simple
from tests.signing.tables import a_cms
from tests.signing.test_odd_files import judged

pytestmark = pytest.mark.usefixtures("in_english")

_PKIX = "1.3.6.1.5.5.7.3"
SERVER, CODE, STAMPS, ANSWERS = (f"{_PKIX}.{number}" for number in (1, 3, 8, 9))
FOREIGN: dict[str, list[str]] = {
    "a server": [SERVER],
    "code": [CODE],
    "time-stamps": [STAMPS],
    "answers about certificates": [ANSWERS],
    "a server and code": [SERVER, CODE],
}
FITTING: dict[str, list[str]] = {
    "none named": [],
    "any": ["2.5.29.37.0"],
    "documents": [f"{_PKIX}.36"],
    "a client": [f"{_PKIX}.2"],
    "mail": [f"{_PKIX}.4"],
    "a card to log in with": ["1.3.6.1.4.1.311.20.2.2"],
    "documents of Microsoft": ["1.3.6.1.4.1.311.10.3.12"],
    "documents of Adobe": ["1.2.840.113583.1.1.5"],
    "one of an authority's own": ["1.3.6.1.4.1.99999.1"],
    "a server and a client": [SERVER, f"{_PKIX}.2"],
    "time-stamps and one of its own": [STAMPS, "1.3.6.1.4.1.99999.1"],
}


KEY = rsa.generate_private_key(65537, 2048)


def a_certificate(purposes: Sequence[str], by: Holder, *, critical: bool = False) -> Certificate:
    """That of a signer, with these purposes besides."""
    plain = issuing.issue("Hand", KEY, SIGNER, by=by).certificate
    builder = x509.CertificateBuilder(
        plain.issuer,
        plain.subject,
        plain.public_key(),
        plain.serial_number,
        plain.not_valid_before_utc,
        plain.not_valid_after_utc,
        list(plain.extensions),
    )
    if purposes:
        named = x509.ExtendedKeyUsage([x509.ObjectIdentifier(one) for one in purposes])
        builder = builder.add_extension(named, critical)
    made = builder.sign(by.key, SHA256()).public_bytes(Encoding.DER)
    read: Certificate = Certificate.load(made)
    return read


def of_a_paper(of: DemoPki, purposes: Sequence[str], *, critical: bool = False) -> SignatureReport:
    certificate = a_certificate(purposes, of.authority, critical=critical)
    paper = signed(built(simple()), lambda content: a_cms(content, KEY, certificate))
    return judged(forging.appended(paper, lambda writer: forging.store(writer, of)), of)


def is_refused(report: SignatureReport) -> bool:
    (one,) = report.signatures
    subs = {fault.sub for fault in one.faults}
    assert report.integrity is Integrity.INTACT
    return Sub.CHAIN_CONSTRAINTS_FAILURE in subs


@pytest.mark.parametrize("critical", [True, False], ids=["critical", "not critical"])
@pytest.mark.parametrize("purposes", FOREIGN)
def test_what_was_issued_for_others_alone_signs_no_paper(
    purposes: str, critical: bool, pki: DemoPki
) -> None:
    report = of_a_paper(pki, FOREIGN[purposes], critical=critical)
    assert is_refused(report)
    assert report.verdict is Verdict.INDETERMINATE
    assert any("not meant for this use" in str(reason) for reason in report.reasons)


@pytest.mark.parametrize("purposes", FITTING)
def test_what_was_issued_for_more_or_for_the_unknown_may_sign(purposes: str, pki: DemoPki) -> None:
    assert not is_refused(of_a_paper(pki, FITTING[purposes]))


def test_an_authority_that_stamps_is_not_held_to_what_signs(pki: DemoPki) -> None:
    stamped = forging.stamped(built(simple()), pki)
    assert not is_refused(judged(stamped, pki))
