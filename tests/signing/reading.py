"""Reads a signed paper back: form, signatures and evidence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_unique_cms_attribute
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext

from signing.demo.pki import DemoPki
from signing.layout import Place
from tests.trust import AT
from tests.workflows.documents.reading import Letter, letters


def signatures(content: bytes) -> list[EmbeddedPdfSignature]:
    return list(PdfFileReader(BytesIO(content)).embedded_signatures)


def texts(content: bytes) -> dict[str, str | None]:
    """What the text fields say, by name."""
    form = PdfFileReader(BytesIO(content)).root["/AcroForm"]
    listed = [each.get_object() for each in form["/Fields"]]
    return {str(one["/T"]): one.get("/V") for one in listed if one["/FT"] == "/Tx"}


def shown(content: bytes, place: Place) -> str:
    """The letters that stand on the page within a place, its fields drawn in, without spaces."""
    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    document[place.page].flatten()
    flat = BytesIO()
    document.save(flat)
    document.close()
    within = [each for each in letters(flat.getvalue(), place.page) if _is_within(each, place)]
    return "".join(each.text for each in within)


def _is_within(letter: Letter, place: Place) -> bool:
    across = place.x0 <= letter.left <= letter.right <= place.x1
    return across and place.y0 <= letter.bottom <= letter.top <= place.y1


def rights(signature: EmbeddedPdfSignature) -> dict[str, int]:
    listed = signature.sig_object["/Reference"]
    return {
        str(one["/TransformMethod"]): int(one["/TransformParams"]["/P"])
        for one in (each.get_object() for each in listed)
    }


def is_intact(signature: EmbeddedPdfSignature, of: DemoPki) -> bool:
    """Whether the signature is one of these bytes by this certificate; nobody is asked."""
    roots = of.trust.certificates
    context = ValidationContext(trust_roots=roots, moment=AT, revocation_mode="soft-fail")
    status = validate_pdf_signature(signature, context)
    return bool(status.intact and status.valid)


def certificates(signature: EmbeddedPdfSignature) -> list[x509.Certificate]:
    """Every certificate a signature brings: the signer's, the time-stamp's, and those above."""
    parts = [signature.signed_data]
    if signature.sig_object_type != "/DocTimeStamp":
        unsigned = signature.signer_info["unsigned_attrs"]
        stamp = find_unique_cms_attribute(unsigned, "signature_time_stamp_token")
        parts.append(stamp["content"])
    return [each.chosen for part in parts for each in part["certificates"]]


def evidence(content: bytes) -> tuple[set[int], set[bytes]]:
    """What the DSS speaks of: serial numbers by OCSP, and names of issuers by CRL."""
    store = PdfFileReader(BytesIO(content)).root["/DSS"]
    answers = [ocsp.OCSPResponse.load(each) for each in _held(store, "/OCSPs")]
    said = [one for each in answers for one in each.response_data["responses"]]
    lists = [crl.CertificateList.load(each) for each in _held(store, "/CRLs")]
    serials = {one["cert_id"]["serial_number"].native for one in said}
    return serials, {each.issuer.dump() for each in lists}


def _held(store: Any, kind: str) -> list[bytes]:
    return [each.get_object().data for each in store[kind]] if kind in store else []
