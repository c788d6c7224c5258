"""What is told of each trouble with trust: the sub-indications of EN 319 102-1, as a table."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.utils import translation
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.demo import issuing
from signing.demo.answering import Answering
from signing.demo.issuing import AUTHORITY, SIGNER, TIMESTAMPS, Form, Holder, usage
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.pdf import writer as appending
from signing.reports import SignatureReport
from signing.trust import TrustStore
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.signing.test_good import a_signer
from tests.trust import der
from workflows.documents.stamps import personal_stamp

DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)
THEN = NOW - 30 * DAY
STAMPING_KEY = issuing.a_signing_key()  # the stamper of the library takes RSA only


@dataclass(frozen=True)
class Case:
    """Who signs and stamps, when, and what is kept with it; what is not said is as it should be."""

    signer: Form = SIGNER
    signer_by: str = "authority"
    bits: int = 0
    digest: str = "sha256"
    revoked: datetime | None = None
    stamp: Form | None = TIMESTAMPS
    stamp_by: str = "root"
    stamp_at: datetime = THEN
    stamp_revoked: datetime | None = None
    evidence: bool = True
    last_at: datetime | None = NOW - DAY
    at: datetime = NOW


EXPIRED = replace(SIGNER, until=THEN - DAY)
YOUNG = replace(SIGNER, since=THEN + DAY)
OLD_STAMP = replace(TIMESTAMPS, until=THEN + DAY)
BARE = Case(stamp=None, last_at=None)

TABLE: dict[str, tuple[Case, str | None]] = {
    "sound": (Case(), None),
    "ended since it signed": (Case(signer=replace(SIGNER, until=THEN + DAY)), None),
    "revoked since it signed": (Case(revoked=THEN + DAY), None),
    "stamped once more before the stamp ended": (
        Case(stamp=OLD_STAMP, last_at=THEN + DAY / 2), None,
    ),
    "ended before it signed": (Case(signer=EXPIRED), "EXPIRED"),
    "began after it signed": (Case(signer=YOUNG), "NOT_YET_VALID"),
    "revoked before it signed": (Case(revoked=THEN - DAY), "REVOKED"),
    "ended, and nothing proves when it signed": (
        replace(BARE, signer=EXPIRED), "OUT_OF_BOUNDS_NO_POE",
    ),
    "not begun, and nothing proves when it signed": (
        replace(BARE, signer=replace(SIGNER, since=NOW + DAY)), "OUT_OF_BOUNDS_NO_POE",
    ),
    "revoked, and nothing proves when it signed": (
        replace(BARE, revoked=THEN), "REVOKED_NO_POE",
    ),
    "nothing proves when it signed": (BARE, "NO_POE"),
    "nothing but a stamp over all proves it": (replace(BARE, last_at=NOW - DAY), "NO_POE"),
    "a stranger's root": (Case(signer_by="stranger"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "its own root": (Case(signer_by="itself"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "a stranger's stamp": (Case(stamp_by="stranger"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "not for signing": (
        Case(signer=Form(usage("digital_signature"))), "CHAIN_CONSTRAINTS_FAILURE",
    ),
    "for secrecy": (Case(signer=Form(usage("key_encipherment"))), "CHAIN_CONSTRAINTS_FAILURE"),
    "for issuing": (Case(signer=AUTHORITY), "CHAIN_CONSTRAINTS_FAILURE"),
    "stamped by a signer": (Case(stamp=SIGNER), "CHAIN_CONSTRAINTS_FAILURE"),
    "stamped by an authority": (Case(stamp=AUTHORITY), "CHAIN_CONSTRAINTS_FAILURE"),
    "stamp ended before it stamped": (
        Case(stamp=replace(TIMESTAMPS, until=THEN - DAY)), "OUT_OF_BOUNDS_NO_POE",
    ),
    "stamp began after it stamped": (
        Case(stamp=replace(TIMESTAMPS, since=THEN + DAY)), "OUT_OF_BOUNDS_NO_POE",
    ),
    "stamp ended and nothing follows": (
        Case(stamp=OLD_STAMP, last_at=None), "OUT_OF_BOUNDS_NO_POE",
    ),
    "stamp revoked before it stamped": (
        Case(stamp_revoked=THEN - DAY), "REVOKED_NO_POE",
    ),
    "no evidence kept": (Case(evidence=False), "TRY_LATER"),
    "no evidence and no stamp": (replace(BARE, evidence=False), "TRY_LATER"),
    "stamps in the wrong order": (Case(last_at=THEN - DAY), "TIMESTAMP_ORDER_FAILURE"),
    "stamped after it is judged": (
        Case(last_at=None, at=THEN - DAY), "TIMESTAMP_ORDER_FAILURE",
    ),
    "a digest no longer safe": (Case(digest="sha1"), "CRYPTO_CONSTRAINTS_FAILURE"),
    "a key too short": (Case(bits=1024), "CRYPTO_CONSTRAINTS_FAILURE"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def page() -> bytes:
    return personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)


@pytest.mark.parametrize("trouble", TABLE)
def test_each_trouble_is_told_by_its_name(trouble: str, page: bytes, pki: DemoPki) -> None:
    case, expected = TABLE[trouble]
    report = judged(case, page, pki)
    assert report.signatures[0].sub_indication == expected
    assert report.integrity == "intact"


def judged(case: Case, page: bytes, of: DemoPki) -> SignatureReport:
    paper = a_paper(case, page, of)
    return validate(paper, trust=TrustStore(tuple(of.trust.roots)), at=case.at)


def a_paper(case: Case, page: bytes, of: DemoPki) -> bytes:
    key = rsa.generate_private_key(65537, case.bits) if case.bits else issuing.a_service_key()
    signer = issuing.issue("Minh", key, case.signer, by=_issuer(case.signer_by, of))
    authority = case.stamp and _issued("Stamps", case.stamp, case.stamp_by, of)
    if case.revoked:
        of.revoke(signer, at=case.revoked)
    if authority and case.stamp_revoked:
        of.revoke(authority, at=case.stamp_revoked)
    said = PdfSignatureMetadata(
        field_name="Signature1", md_algorithm=case.digest, subfilter=SigSeedSubFilter.PADES
    )
    stamper = _stamper(authority, case.stamp_at) if authority else None
    maker = PdfSigner(said, a_signer(signer), timestamper=stamper)
    signed = asyncio.run(maker.async_sign_pdf(appending.appending(page), bytes_reserved=20_000))
    paper = bytes(signed.getvalue())
    if case.evidence:
        paper = forging.appended(paper, lambda writer: _store(writer, of))
    if case.last_at is None:
        return paper
    last = PdfTimeStamper(
        _stamper(_issued("Last", TIMESTAMPS, "root", of), case.last_at), field_name="Last"
    )
    stamped = last.async_timestamp_pdf(appending.appending(paper), "sha256", bytes_reserved=20_000)
    return bytes(asyncio.run(stamped).getvalue())


def _issuer(name: str, of: DemoPki) -> Holder | None:
    if name == "stranger":
        return issuing.issue("Stranger", issuing.a_service_key(), AUTHORITY, by=None)
    return {"authority": of.authority, "root": of.root, "itself": None}[name]


def _issued(name: str, form: Form, by: str, of: DemoPki) -> Holder:
    return issuing.issue(name, STAMPING_KEY, form, by=_issuer(by, of))


def _stamper(holder: Holder, at: datetime) -> DummyTimeStamper:
    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    above = SimpleCertificateStore()
    above.register_multiple(
        Certificate.load(each.public_bytes(Encoding.DER)) for each in holder.chain
    )
    return DummyTimeStamper(
        Certificate.load(der(holder)), PrivateKeyInfo.load(key), above, fixed_dt=at
    )


def _store(writer: Writer, of: DemoPki) -> None:
    """What the issuers say today of every certificate they have issued."""
    answers = Answering(of)
    lists = [answers.to(f"/{name}/crl", b"", at=NOW) for name in ("root", "authority")]
    items = {"/CRLs": lists, "/Certs": [der(of.root), der(of.authority), der(of.timestamps)]}
    held = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
    for name, content in items.items():
        streams = [writer.add_object(generic.StreamObject(stream_data=one)) for one in content]
        held[pdf_name(name)] = generic.ArrayObject(streams)
    writer.root[pdf_name("/DSS")] = writer.add_object(held)
    writer.update_root()
