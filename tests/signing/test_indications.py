"""What is told of each trouble with trust: the sub-indications of EN 319 102-1, as a table."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from certomancer.services import CRLBuilder
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.ocsp import (
    OCSPRequestBuilder,
    OCSPResponseBuilder,
    OCSPResponseStatus,
)
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing import policies
from signing.demo import address, issuing
from signing.demo.answering import Answering
from signing.demo.issuing import AUTHORITY, SIGNER, TIMESTAMPS, Form, Holder, usage
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.pdf import writer as appending
from signing.policies import Check
from signing.reports import SignatureReport, Verdict
from signing.trust import TrustStore
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.signing.test_good import a_signer
from tests.trust import der
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

DAY = timedelta(days=1)
NOW = datetime.now(UTC).replace(microsecond=0)
THEN = NOW - 30 * DAY
# The stamper of the library takes RSA only.
STAMPING_KEYS = {bits: rsa.generate_private_key(65537, bits) for bits in (1024, 2048)}
LONG_AGO = datetime(2009, 1, 1, tzinfo=UTC)
IN_2011 = datetime(2011, 6, 1, tzinfo=UTC)
IN_2015 = datetime(2015, 6, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Case:
    """Who signs and stamps, when, and what is kept with it; what is not said is as it should be."""

    signer: Form = SIGNER
    signer_by: str = "authority"
    bits: int = 0
    digest: str = "sha256"
    issuers: str = "new"
    revoked: datetime | None = None
    stamp: Form | None = TIMESTAMPS
    stamp_by: str = "root"
    stamp_at: datetime = THEN
    stamp_bits: int = 2048
    stamp_revoked: datetime | None = None
    evidence: str = "lists"
    added_late: bool = False
    last_at: datetime | None = NOW - DAY
    at: datetime = NOW


EXPIRED = replace(SIGNER, until=THEN - DAY)
YOUNG = replace(SIGNER, since=THEN + DAY)
LAST = replace(TIMESTAMPS, since=LONG_AGO)
OLD_STAMP = replace(TIMESTAMPS, until=THEN + DAY)
BARE = Case(stamp=None, last_at=None)
STAMPED_2011 = Case(
    signer=replace(SIGNER, since=LONG_AGO),
    stamp=replace(TIMESTAMPS, since=LONG_AGO),
    stamp_at=IN_2011,
    issuers="old",
)

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
    "nothing but a stamp over all proves it": (replace(BARE, last_at=NOW - DAY), None),
    "revoked, and nothing but a later stamp over all proves when it signed": (
        replace(BARE, revoked=THEN, last_at=NOW - DAY), "REVOKED",
    ),
    "a stranger's root": (Case(signer_by="stranger"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "its own root": (Case(signer_by="itself"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "a stranger's stamp": (Case(stamp_by="stranger"), "NO_CERTIFICATE_CHAIN_FOUND"),
    "revoked since a stranger's stamp, which proves nothing": (
        Case(revoked=THEN + DAY, stamp_by="stranger", last_at=None), "REVOKED_NO_POE",
    ),
    "ended since a stranger's stamp, which proves nothing": (
        Case(signer=replace(SIGNER, until=THEN + DAY), stamp_by="stranger", last_at=None),
        "OUT_OF_BOUNDS_NO_POE",
    ),
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
    "stamp revoked since it stamped, and nothing follows": (
        Case(stamp_revoked=THEN + DAY, last_at=None), "REVOKED_NO_POE",
    ),
    "the same, when the list that says so is old": (
        Case(stamp_revoked=THEN + DAY, last_at=None, at=NOW + 100 * DAY), "TRY_LATER",
    ),
    "stamp revoked before all was stamped": (
        Case(stamp_revoked=THEN + DAY), "REVOKED_NO_POE",
    ),
    "stamp revoked since all was stamped": (Case(stamp_revoked=NOW - DAY / 2), None),
    "a stolen key, dated back with the stolen key of a stamp": (
        Case(revoked=THEN - 10 * DAY, stamp_revoked=THEN, stamp_at=THEN - 20 * DAY), "REVOKED",
    ),
    "no evidence kept": (Case(evidence="none"), "TRY_LATER"),
    "no evidence and no stamp": (replace(BARE, evidence="none"), "TRY_LATER"),
    "stamps in the wrong order": (Case(last_at=THEN - DAY), "TIMESTAMP_ORDER_FAILURE"),
    "stamped after it is judged": (
        Case(last_at=None, at=THEN - DAY), "TIMESTAMP_ORDER_FAILURE",
    ),
    "a digest no longer safe": (Case(digest="sha1"), "CRYPTO_CONSTRAINTS_FAILURE"),
    "a key too short": (Case(bits=1024), "CRYPTO_CONSTRAINTS_FAILURE"),
    "a digest no longer safe, and nothing proves when it signed": (
        replace(BARE, digest="sha1"), "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    "a key too short, and nothing proves when it signed": (
        replace(BARE, bits=1024), "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    "a digest still safe when all was stamped": (
        replace(STAMPED_2011, digest="sha1", last_at=IN_2011 + 30 * DAY), None,
    ),
    "a digest in the stamp that was weak already when it was stamped once more": (
        replace(STAMPED_2011, digest="sha1"), "CRYPTO_CONSTRAINTS_FAILURE",
    ),
    "a key long enough when it was stamped": (replace(STAMPED_2011, bits=1024), None),
    "a digest never safe": (
        replace(STAMPED_2011, bits=1024, digest="md5", last_at=IN_2011 + 30 * DAY),
        "CRYPTO_CONSTRAINTS_FAILURE",
    ),
    "a stamp that is weak today, and nothing follows": (
        replace(STAMPED_2011, stamp_bits=1024, last_at=None), "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    "a stamp that is weak today, stamped once more while it was safe": (
        replace(STAMPED_2011, stamp_bits=1024, last_at=IN_2015), None,
    ),
    "a stamp that was weak already when it was stamped once more": (
        replace(STAMPED_2011, stamp_bits=1024), "CRYPTO_CONSTRAINTS_FAILURE",
    ),
    "a chain that is weak today, stamped over all while it was safe": (
        replace(STAMPED_2011, issuers="p-224", last_at=IN_2015), None,
    ),
    "a chain that is weak today, stamped over all too late": (
        replace(STAMPED_2011, issuers="p-224"), "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
    ),
    "a chain that was weak already when it signed": (
        Case(issuers="p-224"), "CRYPTO_CONSTRAINTS_FAILURE",
    ),
    "an answer that was fresh": (Case(evidence="answer"), None),
    "an answer that was stale when it was stamped": (Case(evidence="stale"), "TRY_LATER"),
    "an answer beside others that are none": (Case(evidence="garbage"), None),
    "a list signed in a way that was safe when it was stamped": (
        replace(STAMPED_2011, evidence="sha1", last_at=IN_2011 + 30 * DAY), None,
    ),
    "the same list, added after the stamp": (
        replace(STAMPED_2011, evidence="sha1", last_at=IN_2011 + 30 * DAY, added_late=True),
        "TRY_LATER",
    ),
    "a sound list, added after the stamp": (Case(added_late=True), None),
    "a list that anybody could have signed": (Case(evidence="sha1"), "TRY_LATER"),
}  # fmt: skip

# What a result of ours is held against besides is switched off in test_defences.py.
OF_TRUST = (Check.TRUST, Check.REVOCATION, Check.EXISTENCE, Check.ALGORITHMS)


@pytest.fixture(scope="module")
def page() -> bytes:
    return personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)


@pytest.fixture(scope="module")
def issuers(pki: DemoPki, tmp_path_factory: pytest.TempPathFactory) -> dict[str, DemoPki]:
    """Those of the tests, others of long ago, and some whose authority has a short key."""
    weak = ec.generate_private_key(ec.SECP224R1())
    folder = tmp_path_factory.mktemp("old")
    return {
        "new": pki,
        "old": _of_long_ago(folder, issuing.a_service_key()),
        "p-224": _of_long_ago(folder, weak),
    }


def _of_long_ago(folder: Path, key: ec.EllipticCurvePrivateKey) -> DemoPki:
    authority_form = replace(AUTHORITY, since=LONG_AGO)
    root = issuing.issue("Root", issuing.a_service_key(), authority_form, by=None)
    authority = issuing.issue("Authority", key, authority_form, by=root)
    stamps = issuing.issue("Stamps", STAMPING_KEYS[2048], TIMESTAMPS, by=root)
    return DemoPki(folder, "", root, authority, stamps)


@pytest.mark.parametrize("trouble", TABLE)
def test_each_trouble_is_told_by_its_name(
    trouble: str, page: bytes, issuers: dict[str, DemoPki]
) -> None:
    case, expected = TABLE[trouble]
    report = judged(case, page, issuers[case.issuers])
    assert report.signatures[0].sub_indication == expected
    assert report.integrity == "intact"


@pytest.mark.parametrize("check", OF_TRUST)
def test_without_a_check_of_trust_some_trouble_passes_as_valid(
    check: Check,
    page: bytes,
    issuers: dict[str, DemoPki],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path(shutil.copytree(policies.FOLDER, tmp_path / "policy"))
    for file in (folder / "foreign").glob("*.toml"):
        file.write_text(file.read_text().replace(f'{check} = "fail"', f'{check} = "inform"'))
    monkeypatch.setattr(policies, "FOLDER", folder)
    monkeypatch.setattr(policies, "ALWAYS_FAIL", frozenset())
    troubles = (case for case, expected in TABLE.values() if expected)
    assert any(
        judged(case, page, issuers[case.issuers]).verdict is Verdict.VALID for case in troubles
    )


def judged(case: Case, page: bytes, of: DemoPki) -> SignatureReport:
    paper = a_paper(case, page, of)
    return validate(paper, trust=TrustStore((der(of.root),)), at=case.at)


def a_paper(case: Case, page: bytes, of: DemoPki) -> bytes:
    key = rsa.generate_private_key(65537, case.bits) if case.bits else issuing.a_service_key()
    # An answer counts for a certificate only if it names where to ask.
    at_url = address.url_of(of.port, "authority") if case.evidence in {"answer", "stale"} else ""
    by = _issuer(case.signer_by, of)
    signer = issuing.issue("Minh", key, case.signer, by=by, at_url=at_url)
    authority = case.stamp and _issued("Stamps", case.stamp, case.stamp_by, of, case.stamp_bits)
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
    kept = _evidence(case.evidence, signer, of)
    if kept and not case.added_late:
        paper = forging.appended(paper, lambda writer: _store(writer, kept, of))
    if case.last_at:
        paper = _stamped(paper, case.last_at, of)
    if kept and case.added_late:
        paper = forging.appended(paper, lambda writer: _store(writer, kept, of))
    return paper


def _stamped(paper: bytes, at: datetime, of: DemoPki) -> bytes:
    last = PdfTimeStamper(_stamper(_issued("Last", LAST, "root", of), at), field_name="Last")
    stamped = last.async_timestamp_pdf(appending.appending(paper), "sha256", bytes_reserved=20_000)
    return bytes(asyncio.run(stamped).getvalue())


def _issuer(name: str, of: DemoPki) -> Holder | None:
    if name == "stranger":
        return issuing.issue("Stranger", issuing.a_service_key(), AUTHORITY, by=None)
    return {"authority": of.authority, "root": of.root, "itself": None}[name]


def _issued(name: str, form: Form, by: str, of: DemoPki, bits: int = 2048) -> Holder:
    return issuing.issue(name, STAMPING_KEYS[bits], form, by=_issuer(by, of))


def _stamper(holder: Holder, at: datetime) -> DummyTimeStamper:
    key = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    above = SimpleCertificateStore()
    above.register_multiple(
        Certificate.load(each.public_bytes(Encoding.DER)) for each in holder.chain
    )
    return DummyTimeStamper(
        Certificate.load(der(holder)), PrivateKeyInfo.load(key), above, fixed_dt=at
    )


def _evidence(kind: str, signer: Holder, of: DemoPki) -> dict[str, list[bytes]]:
    """What the root says today of all it has issued, and the authority in one way or another."""
    if kind == "none":
        return {}
    answers = Answering(of)
    root, authority = (answers.to(f"/{name}/crl", b"", at=NOW) for name in ("root", "authority"))
    if kind == "lists":
        return {"/CRLs": [root, authority]}
    if kind == "garbage":
        refused = OCSPResponseBuilder.build_unsuccessful(OCSPResponseStatus.UNAUTHORIZED)
        none = [refused.public_bytes(Encoding.DER), b"", b"no answer", b"0\x00"]
        return {"/CRLs": [b"", b"no list", b"0\x00", root, authority], "/OCSPs": none}
    if kind == "sha1":
        return {"/CRLs": [root, _list_of_sha1(of.authority)]}
    asked = OCSPRequestBuilder().add_certificate(
        signer.certificate, of.authority.certificate, SHA256()
    )
    question = asked.build().public_bytes(Encoding.DER)
    said_at = THEN - 10 * DAY if kind == "stale" else NOW
    return {"/CRLs": [root], "/OCSPs": [answers.to("/authority/ocsp", question, at=said_at)]}


def _list_of_sha1(by: Holder) -> bytes:
    key = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = Certificate.load(der(by))
    method = SignedDigestAlgorithm({"algorithm": "sha1_ecdsa"})
    builder = CRLBuilder(
        certificate.subject, PrivateKeyInfo.load(key), method, certificate.key_identifier_value
    )
    return bytes(builder.build_crl(1, NOW, NOW + DAY, []).dump())


def _store(writer: Writer, kept: dict[str, list[bytes]], of: DemoPki) -> None:
    items = {**kept, "/Certs": [der(of.root), der(of.authority), der(of.timestamps)]}
    held = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
    for name, content in items.items():
        streams = [writer.add_object(generic.StreamObject(stream_data=one)) for one in content]
        held[pdf_name(name)] = generic.ArrayObject(streams)
    writer.root[pdf_name("/DSS")] = writer.add_object(held)
    writer.update_root()
