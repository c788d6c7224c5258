"""Sound papers of many makes are called intact; no honest signer is told of changes."""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Literal

import pikepdf
import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import load_private_key_from_pemder_data
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.demo import issuing
from signing.demo.issuing import SIGNER, Holder, PrivateKey
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.pdf import writer as appending
from signing.reports import Integrity, SignatureReport, Verdict
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.trust import Papers, der
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

KEYS: dict[str, Callable[[], PrivateKey]] = {
    "rsa-2048": lambda: rsa.generate_private_key(65537, 2048),
    "rsa-3072": lambda: rsa.generate_private_key(65537, 3072),
    "p-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "p-521": lambda: ec.generate_private_key(ec.SECP521R1()),
}
DIGESTS = ("sha256", "sha384", "sha512")
KINDS = (SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED)


@pytest.fixture(scope="module")
def holders(pki: DemoPki) -> dict[str, Holder]:
    made = {
        name: issuing.issue(name, key(), SIGNER, by=pki.authority) for name, key in KEYS.items()
    }
    return {**made, "rsa-pss": made["rsa-2048"]}


@pytest.fixture(scope="module")
def page() -> bytes:
    drawn = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return forging.appended(drawn, forging.a_form_with_a_note)


def a_signer(holder: Holder, *, pss: bool = False) -> SimpleSigner:
    pem = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    above = SimpleCertificateStore()
    above.register_multiple(
        Certificate.load(each.public_bytes(Encoding.DER)) for each in holder.chain
    )
    return SimpleSigner(
        Certificate.load(der(holder)), load_private_key_from_pemder_data(pem, None), above,
        prefer_pss=pss,
    )  # fmt: skip


def signed(
    pdf: bytes | Writer,
    signer: SimpleSigner,
    *,
    field: str = "Signature1",
    digest: str = "sha256",
    kind: SigSeedSubFilter = SigSeedSubFilter.PADES,
    grants: MDPPerm | None = None,
) -> bytes:
    said = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest,
        subfilter=kind,
        certify=grants is not None,
        docmdp_permissions=grants or MDPPerm.FILL_FORMS,
    )
    writer = appending.appending(pdf) if isinstance(pdf, bytes) else pdf
    return bytes(asyncio.run(PdfSigner(said, signer).async_sign_pdf(writer)).getvalue())


def judged(content: bytes, of: DemoPki) -> SignatureReport:
    return validate(content, trust=of.trust, at=timezone.now())


def is_sound(report: SignatureReport, *, signatures: int = 1) -> bool:
    assert not any("could not be looked at" in str(one) for one in report.reasons)
    whole = all(one.intact and not one.modified_after for one in report.signatures)
    return report.integrity is Integrity.INTACT and whole and len(report.signatures) == signatures


# Keys, digests and forms --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS, ids=lambda one: one.name.lower())
@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize("key", [*KEYS, "rsa-pss"])
def test_every_kind_of_key_and_digest_is_read(
    key: str,
    digest: str,
    kind: SigSeedSubFilter,
    holders: dict[str, Holder],
    page: bytes,
    pki: DemoPki,
) -> None:
    signer = a_signer(holders[key], pss=key == "rsa-pss")
    assert is_sound(judged(signed(page, signer, digest=digest, kind=kind), pki))


@pytest.mark.parametrize("number", [2, 3, 5, 10, 20, 50])
def test_each_further_signature_leaves_those_before_it_intact(
    number: int, holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    signer, paper = a_signer(holders["p-256"]), page
    for one in range(number):
        paper = signed(paper, signer, field=f"Signature{one}")
    assert is_sound(judged(paper, pki), signatures=number)


# How the file is written --------------------------------------------------------------------------


def _packed(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _linear(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, linearize=True)
    return out.getvalue()


def _plain(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, force_version="1.4")
    return out.getvalue()


WRITTEN = {"packed": _packed, "linear": _linear, "plain": _plain}


@pytest.mark.parametrize("grants", [None, *MDPPerm], ids=str)
@pytest.mark.parametrize("way", WRITTEN)
def test_every_way_to_write_a_file_is_read(
    way: str, grants: MDPPerm | None, holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    paper = signed(WRITTEN[way](page), a_signer(holders["p-256"]), grants=grants)
    assert is_sound(judged(paper, pki))


STRENGTHS: tuple[Literal[3, 4, 6], ...] = (3, 4, 6)


@pytest.mark.parametrize("strength", STRENGTHS)
def test_a_file_that_opens_without_a_password_is_read(
    strength: Literal[3, 4, 6], holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(page)) as file:
        file.save(
            out,
            encryption=pikepdf.Encryption(
                owner="o", user="", R=strength, metadata=strength > 3, aes=strength > 3
            ),
        )
    writer = Writer(out)
    writer.encrypt(b"")
    assert is_sound(judged(signed(writer, a_signer(holders["p-256"])), pki))


def _hybrid(pdf: bytes) -> bytes:
    """The same file, whose last table also names one for newer programs, with nothing in it."""
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    at, free = len(pdf), b"\x00" * 7
    number = 900
    table = b"%d 0 obj\n<< /Type /XRef /Size 901 /W [1 4 2] /Index [899 1] /Length 7 >>\n" % number
    table += b"stream\n" + free + b"\nendstream\nendobj\n"
    trailer = pdf[pdf.index(b"trailer", start) + 7 : pdf.rindex(b"startxref")]
    head = trailer.strip().removeprefix(b"<<").removesuffix(b">>")
    head = re.sub(rb"/Size \d+", b"/Size 901", re.sub(rb"/Prev \d+", b"", head))
    end = at + len(table)
    more = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \ntrailer\n" % (number, at)
    more += b"<<%b/Prev %d /XRefStm %d>>\nstartxref\n%d\n%%%%EOF\n" % (head, start, at, end)
    return pdf + table + more


def test_tables_for_old_and_new_programs_are_read(
    holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    writer = Writer(BytesIO(_hybrid(_plain(page))), strict=False)
    assert is_sound(judged(signed(writer, a_signer(holders["p-256"])), pki))


# What may follow ----------------------------------------------------------------------------------


@pytest.mark.parametrize("grants", [MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
@pytest.mark.parametrize("way", ["bare", "stamped", "signed", "evidence"])
def test_a_permitted_field_is_filled(
    way: str, grants: MDPPerm, holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    signer = a_signer(holders["p-256"])
    paper = forging.appended(signed(page, signer, grants=grants), forging.a_note_filled_in)
    if way == "stamped":
        paper = forging.stamped(paper, pki)
    if way == "signed":
        paper = signed(paper, signer, field="Second")
    if way == "evidence":
        paper = forging.appended(paper, lambda writer: forging.store(writer, pki))
    assert judged(paper, pki).integrity is Integrity.INTACT


@pytest.mark.parametrize("grants", [None, *MDPPerm], ids=str)
def test_evidence_and_time_stamps_are_renewed(
    grants: MDPPerm | None, holders: dict[str, Holder], page: bytes, pki: DemoPki
) -> None:
    paper = signed(page, a_signer(holders["p-256"]), grants=grants)
    for turn in range(3):
        paper = forging.appended(paper, lambda writer: forging.store(writer, pki))
        assert judged(paper, pki).integrity is Integrity.INTACT
        paper = forging.stamped(paper, pki, field=f"Stamp{turn}")
        assert is_sound(judged(paper, pki), signatures=turn + 2)


def test_time_stamps_alone_are_intact_and_decide_nothing(page: bytes, pki: DemoPki) -> None:
    report = judged(forging.stamped(page, pki), pki)
    assert is_sound(report)
    assert report.verdict is Verdict.INDETERMINATE


def test_our_own_paper_is_intact_at_each_stage(papers: Papers, pki: DemoPki) -> None:
    stages = (papers.signed, papers.numbered, papers.sealed, papers.lasting)
    assert {judged(stage, pki).integrity for stage in stages} == {Integrity.INTACT}
    assert judged(papers.draft, pki).integrity is Integrity.UNSIGNED


# By hand, as other programs do --------------------------------------------------------------------


def by_hand(pdf: bytes, filter_: bytes, more: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """One more revision, written out here byte by byte, signed by `sign`."""
    before = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    with pikepdf.open(BytesIO(pdf)) as file:
        root = file.Root.objgen[0]
        rest = {key: value for key, value in file.Root.items() if key != "/AcroForm"}
        catalogue = b"".join(
            key.encode() + b" " + (
                b"%d 0 R" % value.objgen[0] if value.is_indirect else value.unparse()
            ) + b" " for key, value in rest.items()
        )  # fmt: skip
        size = int(file.trailer.Size)
    room, mark = 16_000, b"[0 0000000000 0000000000 0000000000]"
    value = b"%d 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%b %b/ByteRange %b\n" % (
        size, filter_, more, mark,
    )  # fmt: skip
    value += b"/Contents <" + b"0" * room + b"> >>\nendobj\n"
    field = b"%d 0 obj\n<< /FT /Sig /T (Signature1) /V %d 0 R >>\nendobj\n" % (size + 1, size)
    catalog = b"%d 0 obj\n<< %b /AcroForm << /SigFlags 3 /Fields [%d 0 R] >> >>\nendobj\n" % (
        root, catalogue, size + 1,
    )  # fmt: skip
    at = len(pdf)
    places = (at, at + len(value), at + len(value) + len(field))
    table = b"xref\n%d 1\n%010d 00000 n \n%d 2\n%010d 00000 n \n%010d 00000 n \n" % (
        root, places[2], size, places[0], places[1],
    )  # fmt: skip
    table += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\n" % (size + 2, root, before)
    start = places[2] + len(catalog)
    whole = pdf + value + field + catalog + table + b"startxref\n%d\n%%%%EOF\n" % start
    opens = whole.index(b"/Contents <", at) + 10
    closes = opens + room + 2
    ranges = b"[0 %010d %010d %010d]" % (opens, closes, len(whole) - closes)
    whole = whole.replace(mark, ranges, 1)
    made = sign(whole[:opens] + whole[closes:])
    return whole[: opens + 1] + made.hex().encode().ljust(room, b"0") + whole[closes - 1 :]


def openssl(content: bytes, holder: Holder, folder: Path, *options: str) -> bytes:
    (folder / "key.pem").write_bytes(
        holder.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "one.pem").write_bytes(holder.certificate.public_bytes(Encoding.PEM))
    command = ["/usr/bin/openssl", "cms", "-sign", "-binary", "-outform", "DER"]
    command += ["-signer", str(folder / "one.pem"), "-inkey", str(folder / "key.pem"), *options]
    done = subprocess.run(command, input=content, capture_output=True, check=True)  # noqa: S603
    return done.stdout


@pytest.mark.parametrize("options", [("-cades",), ("-noattr",), ("-noattr", "-keyid"), ("-keyid",)])
@pytest.mark.parametrize("digest", DIGESTS)
@pytest.mark.parametrize("key", ["rsa-2048", "p-256"])
def test_what_openssl_has_signed_is_intact(
    key: str, digest: str, options: tuple[str, ...], holders: dict[str, Holder],
    page: bytes, pki: DemoPki, tmp_path: Path,
) -> None:  # fmt: skip
    def sign(content: bytes) -> bytes:
        return openssl(content, holders[key], tmp_path, "-md", digest, *options)

    assert is_sound(judged(by_hand(_plain(page), b"adbe.pkcs7.detached", b"", sign), pki))


def _sha1(content: bytes) -> bytes:
    return hashlib.sha1(content, usedforsecurity=False).digest()


def test_the_old_kinds_are_listed_and_intact_and_prove_nothing(
    holders: dict[str, Holder], page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    one = holders["rsa-2048"]
    assert isinstance(one.key, rsa.RSAPrivateKey)
    key = one.key

    def cms(content: bytes) -> bytes:
        return openssl(_sha1(content), one, tmp_path, "-nodetach", "-md", "sha1")

    def raw(content: bytes) -> bytes:
        value = key.sign(content, PKCS1v15(), SHA1())  # noqa: S303
        return b"\x04\x82" + len(value).to_bytes(2, "big") + value

    held = b"/Cert <" + der(one).hex().encode() + b"> "
    for paper in (
        by_hand(_plain(page), b"adbe.pkcs7.sha1", b"", cms),
        by_hand(_plain(page), b"adbe.x509.rsa_sha1", held, raw),
    ):
        report = judged(paper, pki)
        assert is_sound(report)
        assert (report.indication, report.sub_indication) == (
            "INDETERMINATE", "CRYPTO_CONSTRAINTS_FAILURE",
        )  # fmt: skip
        changed = paper.replace(b"/MediaBox", b"/mediaBox", 1)
        assert judged(changed, pki).integrity is Integrity.BROKEN
