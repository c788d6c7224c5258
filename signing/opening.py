"""Opening a PDF that nobody vouches for: within limits, and each signature by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from asn1crypto import cms
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefSectionData
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from . import legacy
from .reports import Covers, Fault, altered, broken, unproven
from .revocation import Evidence
from .subjects import name_of

MAX_BYTES = 100_000_000
MAX_REVISIONS = 100
MAX_SIGNATURES = 50

WHITESPACE = b"\x00\t\n\x0c\r "
_RANGE = re.compile(rb"/ByteRange\s*\[\s*\d+\s+\d+\s+\d+\s+\d+\s*\]")
_END = re.compile(rb"startxref\s{1,4}\d{1,12}\s{1,4}%%EOF$")
SIGNATURES = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
TIMESTAMPS = ("/ETSI.RFC3161",)
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: Covers.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Covers.REVISION,
}


class Unopened(Exception):
    """The file cannot be examined; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence)


@dataclass(frozen=True)
class Signed:
    """A filled signature field that could be read."""

    field: str
    pdf: EmbeddedPdfSignature
    certificates: SignedDataCerts
    covers: Covers

    @property
    def certificate(self) -> bytes:
        return bytes(self.certificates.signer_cert.dump())

    @property
    def is_timestamp(self) -> bool:
        # Some write time-stamps as /Type /Sig: what they are, their format says.
        return entry(self.pdf.sig_object, "/SubFilter") in TIMESTAMPS

    @property
    def revision(self) -> int:
        return int(self.pdf.signed_revision)

    @property
    def end(self) -> int:
        """Where the bytes end that it covers."""
        return int(self.pdf.byte_range[2]) + int(self.pdf.byte_range[3])

    @property
    def cms(self) -> cms.SignedData:
        return self.pdf.signed_data


@dataclass(frozen=True)
class Unreadable:
    """A filled signature field of which nothing can be said but what is wrong with it."""

    field: str
    fault: Fault
    signer: str = ""
    covers: Covers = Covers.UNCLEAR


@dataclass(frozen=True)
class Opened:
    """The file with its signatures in the order they were made, and the fields nobody signed."""

    pdf: bytes
    reader: PdfFileReader
    signed: tuple[Signed, ...]
    unreadable: tuple[Unreadable, ...]
    empty: tuple[str, ...]
    lost: bool = False  # a signature that was there once is no longer

    @property
    def signatures(self) -> tuple[Signed, ...]:
        return tuple(one for one in self.signed if not one.is_timestamp)

    @property
    def revisions(self) -> int:
        return int(self.reader.xrefs.total_revisions)

    def at(self, revision: int) -> Any:
        """The file as it stood after this revision, the first being 0."""
        return self.reader.get_historical_resolver(revision)

    def evidence(self) -> Evidence:
        """What the document security store keeps, to check the signatures when nobody answers."""
        store = entry(self.reader.root, "/DSS", {})
        kept = (
            tuple(bytes(item.get_object().data) for item in entry(store, kind, ()))
            for kind in ("/Certs", "/OCSPs", "/CRLs")
        )
        return Evidence(*kept)


def open_pdf(pdf: bytes) -> Opened:
    """Raises `Unopened`, or whatever the depths of a parser raise for a file made to break it."""
    _check_ends(pdf)
    reader = _reader(pdf)
    if "/Root" not in reader.trailer:
        raise Unopened(broken(_("The file holds no document.")))
    if reader.encrypted and reader.decrypt(b"").status is AuthStatus.FAILED:
        raise Unopened(unproven(_("The file is encrypted.")))
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        raise Unopened(unproven(_("The file has been added to too many times to be examined.")))
    return _with_signatures(pdf, reader)


def _reader(pdf: bytes) -> PdfFileReader:
    """Strict; but tables written for old and new programs at once are read, and held together."""
    reader = PdfFileReader(BytesIO(pdf))
    if not reader.xrefs.hybrid_xrefs_present:
        return reader
    for revision in range(reader.xrefs.total_revisions):
        table = reader.xrefs.get_xref_data(revision)
        if not _is_hidden_only(table):
            raise Unopened(altered(_("The file holds two tables of contents that differ.")))
    return PdfFileReader(BytesIO(pdf), strict=False)


def _is_hidden_only(table: XRefSectionData) -> bool:
    """May the second table only name what the first calls free (ISO 32000-2, 7.5.8.4)?"""
    if table.hybrid is None:
        return True
    second = table.hybrid.xref_data
    named = {*second.standard_xrefs, *second.xrefs_in_objstm, *second.freed}
    return named.isdisjoint({*table.standard_xrefs, *table.xrefs_in_objstm})


def _check_ends(pdf: bytes) -> None:
    if len(pdf) > MAX_BYTES:
        raise Unopened(unproven(_("The file is too large to be examined.")))
    if not pdf.startswith(b"%PDF-"):
        raise Unopened(broken(_("This is not a PDF file.")))
    # A viewer that repairs files would find what stands behind the end; a strict reader does not.
    if not _END.search(pdf[-1024:].rstrip(WHITESPACE)):
        raise Unopened(broken(_("The file does not end as a PDF file ends.")))


def _with_signatures(pdf: bytes, reader: PdfFileReader) -> Opened:
    found = list(islice(enumerate_sig_fields(reader), MAX_SIGNATURES + 1))
    if len(found) > MAX_SIGNATURES:
        raise Unopened(unproven(_("The file has too many signatures to be examined.")))
    read = [_read(reader, name, field) for name, value, field in found if value is not None]
    signed = (one for one in read if isinstance(one, Signed))
    return Opened(
        pdf,
        reader,
        signed=tuple(sorted(signed, key=lambda one: one.revision)),
        unreadable=tuple(one for one in read if isinstance(one, Unreadable)),
        empty=tuple(name for name, value, _field in found if value is None),
        lost=_has_lost(pdf, reader, {name for name, value, _field in found if value is not None}),
    )


def _has_lost(pdf: bytes, reader: PdfFileReader, kept: set[str]) -> bool:
    """Was any field signed in an earlier revision that is not signed now, or left out of the form?

    A range of bytes written out where no field is signed belongs to a form that was taken away.
    """
    for revision in range(reader.xrefs.total_revisions - 1):
        before = enumerate_sig_fields(reader.get_historical_resolver(revision))
        if any(value is not None and name not in kept for name, value, _field in before):
            return True
    return not kept and _RANGE.search(pdf) is not None


def _read(reader: PdfFileReader, name: str, field: Any) -> Signed | Unreadable:
    """The library's own list leaves out formats it does not know and ends at the first bad one."""
    try:
        kind = entry(field.get_object()["/V"], "/SubFilter")
        if kind not in (*SIGNATURES, *TIMESTAMPS):
            fault, certificate, whole = legacy.judge(reader, field, name)
            signer = name_of(certificate) if certificate else ""
            return Unreadable(name, fault, signer, Covers.FILE if whole else Covers.UNCLEAR)
        one = EmbeddedPdfSignature(reader, field, name)
        one.compute_digest()
        covers = _COVERS.get(one.evaluate_signature_coverage(), Covers.UNCLEAR)
        return Signed(name, one, extract_certs_for_validation(one.signed_data), covers)
    except Exception:  # noqa: BLE001  hostile bytes; one bad field must not hide the others
        return Unreadable(name, broken(_("The signature cannot be read.")))


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """The value under a key, also where it stands elsewhere in the file."""
    return dictionary[key] if key in dictionary else default  # noqa: SIM401  get() would not look
