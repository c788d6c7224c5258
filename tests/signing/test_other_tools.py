"""What Poppler and MuPDF have signed is intact, under our own signatures and on top of them."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper

from signing.demo import issuing
from signing.demo.issuing import SIGNER, Holder, PrivateKey
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.pdf import writer as appending
from signing.reports import Integrity
from signing.timestamps import Authorities
from signing.validation import validate
from tests import judges, trust
from tests.judges import CERTUTIL, MUTOOL, PDFSIG, PK12UTIL, needs_mutool, needs_nss
from tests.signing import forging
from tests.signing.tables import read
from tests.signing.test_good import a_signer, signed
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

KEYS = ("rsa", "ec")
PIN = "246810"
TURNS = 20
Signs = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def page() -> bytes:
    drawn = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return forging.appended(drawn, forging.a_form_with_a_note)


@pytest.fixture(scope="module")
def holder(pki: DemoPki) -> Holder:
    return issuing.issue("other", ec.generate_private_key(ec.SECP256R1()), SIGNER, by=pki.authority)


@pytest.fixture(scope="module")
def keys(pki: DemoPki, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key file of each kind."""
    folder = tmp_path_factory.mktemp("keys")
    made: dict[str, PrivateKey] = {
        "rsa": rsa.generate_private_key(65537, 2048),
        "ec": ec.generate_private_key(ec.SECP256R1()),
    }
    for name, key in made.items():
        holder = issuing.issue(name, key, SIGNER, by=pki.authority)
        (folder / f"{name}.p12").write_bytes(_kept(name, holder))
    return folder


def _kept(name: str, holder: Holder) -> bytes:
    return pkcs12.serialize_key_and_certificates(
        name.encode(), holder.key, holder.certificate, holder.chain,
        BestAvailableEncryption(PIN.encode()),
    )  # fmt: skip


@pytest.fixture(scope="module")
def nss(keys: Path) -> str:
    """The same keys as Poppler looks for them."""
    folder = keys / "nss"
    folder.mkdir()
    judges.ran(CERTUTIL, "-N", "-d", f"sql:{folder}", "--empty-password")
    for name in KEYS:
        file = keys / f"{name}.p12"
        judges.ran(PK12UTIL, "-i", file, "-d", f"sql:{folder}", "-W", PIN, "-K", "")
    return f"sql:{folder}"


def by_poppler(nss: str, folder: Path, *, key: str = "rsa", field: str = "Poppler") -> Signs:
    """It makes room for a signature as long as a first one, and those of elliptic keys vary."""

    def sign(pdf: bytes) -> bytes:
        before, after = folder / "before.pdf", folder / "after.pdf"
        before.write_bytes(pdf)
        command = [PDFSIG or "pdfsig", str(before), str(after), "-add-signature", "-nssdir", nss]
        command += ["-new-signature-field-name", field, "-nick", key]
        for _turn in range(TURNS):
            after.unlink(missing_ok=True)
            done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
            if b"unable" not in done.stdout + done.stderr and not done.returncode:
                return after.read_bytes()
        raise AssertionError(done.stderr)

    return sign


def by_mupdf(keys: Path, folder: Path, *, key: str = "rsa", field: str = "MuPDF") -> Signs:
    """It fills a field that is there, so one is made first; now and then it leaves it empty."""

    def sign(pdf: bytes) -> bytes:
        before, after = folder / "before.pdf", folder / "after.pdf"
        spec = SigFieldSpec(field, box=(10, 10, 90, 40))
        before.write_bytes(
            forging.appended(pdf, lambda writer: append_signature_field(writer, spec))
        )
        listed = read(before.read_bytes()).root["/AcroForm"]["/Fields"]
        number = listed.raw_get(len(listed) - 1).idnum
        file = keys / f"{key}.p12"
        for _turn in range(TURNS):
            judges.ran(MUTOOL, "sign", "-s", file, "-P", PIN, "-o", after, before, str(number))
            if b"/Contents<0000" not in after.read_bytes():
                return after.read_bytes()
        raise AssertionError("mutool left the signature empty")

    return sign


def is_sound(pdf: bytes, of: DemoPki, signatures: int) -> bool:
    report = validate(pdf, trust=of.trust, at=timezone.now())
    assert not any("could not be looked at" in str(one) for one in report.reasons)
    whole = all(one.intact and not one.modified_after for one in report.signatures)
    return report.integrity is Integrity.INTACT and whole and len(report.signatures) == signatures


@needs_nss
@pytest.mark.parametrize("key", KEYS)
def test_what_poppler_has_signed_is_intact(
    key: str, nss: str, page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    paper = by_poppler(nss, tmp_path, key=key)(page)
    assert is_sound(paper, pki, 1)
    for forgery in (forging.text_on_the_page, forging.a_note, forging.without_form):
        writer = open_for_more(paper)
        forgery(writer)
        forged = validate(appending.appended(writer), trust=pki.trust, at=timezone.now())
        assert forged.integrity is Integrity.CHANGED


@needs_nss
@pytest.mark.parametrize("order", ["pp", "ppp", "po", "op", "pop", "opo", "ops", "ps"])
def test_signatures_of_both_makes_follow_each_other(
    order: str, nss: str, holder: Holder, page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    """P is Poppler's, o is our library's, s a time-stamp with evidence."""
    paper = page
    for number, who in enumerate(order):
        name = f"{who}{number}"
        if who == "p":
            paper = by_poppler(nss, tmp_path, field=name)(paper)
        elif who == "o":
            paper = signed(open_for_more(paper), a_signer(holder), field=name)
        else:
            writer = open_for_more(paper)
            forging.store(writer, pki)
            paper = stamped(appending.appended(writer), pki, name)
    assert is_sound(paper, pki, len(order))


def open_for_more(pdf: bytes) -> Writer:
    """As our own writer does it, for files that a strict reader refuses."""
    return Writer(BytesIO(pdf), strict=False)


def stamped(pdf: bytes, of: DemoPki, field: str) -> bytes:
    stamper = PdfTimeStamper(Authorities(trust.services(of)), field_name=field)
    writer = open_for_more(pdf)
    out = stamper.async_timestamp_pdf(writer, "sha256", bytes_reserved=forging.ROOM)
    return bytes(asyncio.run(out).getvalue())


@needs_mutool
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("order", ["m", "mm", "mo", "om", "mmm"])
def test_what_mupdf_has_signed_is_intact(
    order: str, key: str, keys: Path, holder: Holder, page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    paper = page
    for number, who in enumerate(order):
        if who == "m":
            paper = by_mupdf(keys, tmp_path, key=key, field=f"m{number}")(paper)
        else:
            paper = signed(paper, a_signer(holder), field=f"o{number}")
    assert is_sound(paper, pki, len(order))
