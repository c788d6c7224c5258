"""Opening a PDF that nobody vouches for: within limits, and each signature by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from asn1crypto import cms
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import AuthStatus
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import SignedDataCerts
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_certs_for_validation
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from . import fields, legacy, remains
from .certificates import legible
from .history import Past
from .reading import START, Unopened, started
from .reports import Covers, Fault, Integrity, Sub, Verdict, broken, unproven
from .revocation import Evidence, is_certificate, is_crl, is_ocsp
from .subjects import name_of

MAX_BYTES = 100_000_000
MAX_REVISIONS = 200
MAX_SIGNATURES = 50
# With time-stamps, and places where nobody has signed yet.
MAX_FIELDS = 500

WHITESPACE = b"\x00\t\n\x0c\r "
_END = re.compile(rb"startxref\s{1,4}\d{1,12}\s{1,4}%%EOF$")
SIGNATURES = ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached")
TIMESTAMPS = ("/ETSI.RFC3161",)
_NO_END = broken(_("The file does not end as a PDF file ends."))
NOT_READ = broken(_("The signature cannot be read."))
# EN 319 102-1, 5.2.3: without it nothing can be reckoned, and nothing is shown to be forged.
_WITHOUT_CERTIFICATE = Fault(
    Verdict.INDETERMINATE,
    _("The signature does not carry the certificate it was made with."),
    Sub.NO_SIGNING_CERTIFICATE_FOUND,
    Integrity.BROKEN,
)
_EVIDENCE = {"/Certs": is_certificate, "/OCSPs": is_ocsp, "/CRLs": is_crl}
_COVERS = {
    SignatureCoverageLevel.ENTIRE_FILE: Covers.FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Covers.REVISION,
}


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
    is_timestamp: bool = False


@dataclass(frozen=True)
class Opened:
    """The file with its signatures in the order they were made, and the fields nobody signed."""

    pdf: bytes
    reader: PdfFileReader
    signed: tuple[Signed, ...]
    unreadable: tuple[Unreadable, ...]
    empty: tuple[str, ...]
    lost: bool = False  # a signature that was there once is no longer
    preceded: bool = False  # by something before its start, which no signature can cover
    _pasts: dict[int, Past] = field(default_factory=dict, repr=False, compare=False)

    @property
    def signatures(self) -> tuple[Signed, ...]:
        return tuple(one for one in self.signed if not one.is_timestamp)

    @property
    def may_be_filled(self) -> bool:
        """Has whoever signed first left it to others to fill in fields?

        A later signature grants nothing for those before it, and a time-stamp grants nothing.
        """
        if not self.signatures:
            return False
        first = self.signatures[0].pdf
        granted = first.docmdp_level not in (None, MDPPerm.NO_CHANGES)
        return granted or first.fieldmdp is not None

    @property
    def revisions(self) -> int:
        return int(self.reader.xrefs.total_revisions)

    def at(self, revision: int) -> Any:
        """The file as it stood after this revision, the first being 0."""
        return self.reader.get_historical_resolver(revision)

    def past(self, revision: int) -> Any:
        """The same for files of any make, in which references may lead to nothing."""
        if revision not in self._pasts:
            self._pasts[revision] = Past(self.reader, revision)
        return self._pasts[revision]

    def evidence(self, revision: int | None = None) -> Evidence:
        """What the document security store keeps, to check the signatures when nobody answers.

        As it stands now, or as it stood after a revision. What cannot be read in it proves
        nothing, and spoils nothing.
        """
        root = self.reader.root if revision is None else self.past(revision).root
        store = entry(root, "/DSS")
        if not isinstance(store, generic.DictionaryObject):
            return Evidence()
        kept = (
            tuple(der for der in _streams(entry(store, kind, ())) if is_readable(der))
            for kind, is_readable in _EVIDENCE.items()
        )
        return Evidence(*kept)


def _streams(items: Any) -> Iterator[bytes]:
    for item in items if isinstance(items, generic.ArrayObject) else ():
        with suppress(PdfError, ValueError, AttributeError):
            yield bytes(item.get_object().data)


def open_pdf(pdf: bytes) -> Opened:
    """Raises `Unopened`, or whatever the depths of a parser raise for a file made to break it."""
    _check_ends(pdf)
    try:
        reader, before = started(pdf)
    except (PdfError, ValueError):
        if _ends(pdf):
            raise
        raise Unopened(_NO_END) from None
    pdf = pdf[before:]
    if "/Root" not in reader.trailer:
        raise Unopened(broken(_("The file holds no document.")))
    if reader.encrypted and reader.decrypt(b"").status is AuthStatus.FAILED:
        raise Unopened(unproven(_("The file is encrypted.")))
    if reader.xrefs.total_revisions > MAX_REVISIONS:
        raise Unopened(unproven(_("The file has been added to too many times to be examined.")))
    opened = _with_signatures(pdf, reader)
    # A viewer that repairs files would find what stands behind the end; a strict reader does not.
    if not _ends(pdf) and all(one.end < len(pdf) for one in opened.signed):
        raise Unopened(_NO_END)
    return replace(opened, preceded=before > 0)


def _check_ends(pdf: bytes) -> None:
    if len(pdf) > MAX_BYTES:
        raise Unopened(unproven(_("The file is too large to be examined.")))
    if START not in pdf[:1024]:
        raise Unopened(broken(_("This is not a PDF file.")))
    if not _ends(pdf) and b"%%EOF" not in pdf[-1024:]:
        raise Unopened(_NO_END)


def _ends(pdf: bytes) -> bool:
    return _END.search(pdf[-1024:].rstrip(WHITESPACE)) is not None


def _with_signatures(pdf: bytes, reader: PdfFileReader) -> Opened:
    found = list(islice(_fields(pdf, reader), MAX_FIELDS + 1))
    signatures = sum(value is not None and not _stamps(value) for _name, value, _field in found)
    filled = sum(value is not None for _name, value, _field in found)
    if len(found) > MAX_FIELDS or signatures > MAX_SIGNATURES or filled > 2 * MAX_SIGNATURES:
        raise Unopened(unproven(_("The file has too many signatures to be examined.")))
    read = [_read(reader, name, field) for name, value, field in found if value is not None]
    signed = (one for one in read if isinstance(one, Signed))
    return Opened(
        pdf,
        reader,
        signed=tuple(sorted(signed, key=lambda one: one.revision)),
        unreadable=tuple(one for one in read if isinstance(one, Unreadable)),
        empty=tuple(name for name, value, _field in found if value is None),
        lost=_has_lost(pdf, reader, found),
    )


def _fields(pdf: bytes, reader: PdfFileReader) -> Iterator[fields.Field]:
    listed, filled = set[int](), 0
    for one in fields.of_form(reader):
        listed.add(one[2].idnum)
        filled += one[1] is not None
        yield one
    # Only where more was signed than the form names, the pages are gone through.
    if len(remains.RANGE.findall(pdf)) > filled:
        yield from fields.on_pages(reader, listed)


def _has_lost(pdf: bytes, reader: PdfFileReader, found: list[fields.Field]) -> bool:
    """Was any field signed in an earlier revision that is not signed now, or by another signature?

    A signature that stands where no field is signed belongs to a form that was taken away.
    """
    kept = [(name, _written(value)) for name, value, _field in found if value is not None]
    for revision in range(reader.xrefs.total_revisions - 1):
        before = fields.of_form(reader.get_historical_resolver(revision))
        if any(v is not None and (name, _written(v)) not in kept for name, v, _field in before):
            return True
    return not kept and remains.has_any(pdf, reader)


def _written(value: Any) -> Any:
    """The bytes of a signature, by which it is the same one."""
    is_whole = isinstance(value, generic.DictionaryObject)
    return entry(value, "/Contents") if is_whole else value


def _stamps(value: Any) -> bool:
    return isinstance(value, generic.DictionaryObject) and entry(value, "/SubFilter") in TIMESTAMPS


def _read(reader: PdfFileReader, name: str, field: Any) -> Signed | Unreadable:
    """The library's own list leaves out formats it does not know and ends at the first bad one."""
    kind = None
    try:
        kind = entry(field.get_object()["/V"], "/SubFilter")
        if kind not in (*SIGNATURES, *TIMESTAMPS):
            fault, certificate, whole = legacy.judge(reader, field, name)
            signer = name_of(certificate) if certificate else ""
            return Unreadable(name, fault, signer, Covers.FILE if whole else Covers.UNCLEAR)
        one = EmbeddedPdfSignature(reader, _with_value(field), name)
        one.compute_digest()
        covers = _COVERS.get(one.evaluate_signature_coverage(), Covers.UNCLEAR)
        certificates = extract_certs_for_validation(one.signed_data)
        certificates = replace(certificates, signer_cert=legible(certificates.signer_cert))
        return Signed(name, one, certificates, covers)
    except SignatureValidationError as error:
        lacks_it = error.ades_subindication is AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND
        fault = _WITHOUT_CERTIFICATE if lacks_it else NOT_READ
        return Unreadable(name, fault, is_timestamp=kind in TIMESTAMPS)
    except Exception:  # noqa: BLE001  hostile bytes; one bad field must not hide the others
        return Unreadable(name, NOT_READ, is_timestamp=kind in TIMESTAMPS)


def _with_value(field: Any) -> Any:
    """The library asks where the value stands; one within its field stands where the field does."""
    value = field.get_object().raw_get("/V")
    if isinstance(value, generic.DictionaryObject):
        value.reference = field.reference  # type: ignore[attr-defined]
    return field


def entry(dictionary: Any, key: str, default: Any = None) -> Any:
    """The value under a key, also where it stands elsewhere in the file; null is no value."""
    try:
        return dictionary[key]
    except KeyError:
        return default
