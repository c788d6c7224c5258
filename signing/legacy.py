"""Signatures of kinds that are no longer made: listed, and judged by their cryptography alone."""

from __future__ import annotations

import hashlib
from typing import Any, TypeAlias

from asn1crypto import parser
from asn1crypto.core import OctetString
from asn1crypto.x509 import Certificate
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    validate_sig_integrity,
)
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from .certificates import legible
from .reports import Fault, Integrity, Sub, Verdict, altered, broken, unproven

# ISO 32000-1, 12.8.3.2 and 12.8.3.3; ISO 32000-2 deprecates both.
RAW, CMS_OF_SHA1 = "/adbe.x509.rsa_sha1", "/adbe.pkcs7.sha1"
Finding: TypeAlias = tuple[Fault, Certificate | None, bool]


def judge(reader: PdfFileReader, field: Any, name: str) -> Finding:
    """What is to be said of it, whose it is, and whether it speaks for the whole file."""
    value = field.get_object()["/V"]
    kind = value.get("/SubFilter")
    if kind not in {RAW, CMS_OF_SHA1}:
        sentence = _("A signature of a kind that is not known here.")
        unknown = Fault(Verdict.INDETERMINATE, sentence, Sub.FORMAT_FAILURE, Integrity.BROKEN)
        return unknown, None, False
    content, whole = _covered(reader, [int(one) for one in value["/ByteRange"]])
    if kind == RAW:
        certificate, holds = _raw(value, content)
    else:
        certificate, holds = _cms(EmbeddedPdfSignature(reader, field, name), content)
    if holds and not _fills_its_room(reader, value):
        return broken(_("Something else was put beside the signature.")), certificate, whole
    return _fault(holds=holds, whole=whole), certificate, whole


def _fault(*, holds: bool, whole: bool) -> Fault:
    if not holds:
        return broken(_("The signed bytes were changed."), Sub.HASH_FAILURE)
    if not whole:
        return altered(_("The file was changed after it was signed."))
    sentence = _("It rests on methods that are no longer safe.")
    return unproven(sentence, Sub.CRYPTO_CONSTRAINTS_FAILURE)


def _covered(reader: PdfFileReader, ranges: list[int]) -> tuple[bytes, bool]:
    """The two stretches of bytes; whole if nothing but the place of the signature is left out."""
    first, length, second, rest = ranges
    reader.stream.seek(0)
    pdf = reader.stream.read()
    room = pdf[length:second]
    whole = (
        first == 0 < length < second
        and second + rest >= len(pdf.rstrip())
        and room[:1] + room[-1:] == b"<>"
        and room.count(b"<") == 1
    )
    return pdf[first : first + length] + pdf[second : second + rest], whole


def _fills_its_room(reader: PdfFileReader, value: Any) -> bool:
    """No digest reaches the room of the signature: nothing but the signature may stand there."""
    _first, start, end, _rest = (int(one) for one in value["/ByteRange"])
    reader.stream.seek(start)
    room = reader.stream.read(end - start).lower()
    held = value["/Contents"]
    content = bytes(getattr(held, "original_bytes", held))
    beside = content[parser.peek(content) :]
    return room == b"<%s>" % content.hex().encode() and not beside.strip(b"\0")


def _raw(value: Any, content: bytes) -> tuple[Certificate, bool]:
    held = value["/Cert"]
    der = bytes(getattr(held, "original_bytes", held) if not isinstance(held, list) else held[0])
    certificate = legible(Certificate.load(der))
    key = load_der_public_key(certificate.public_key.dump())
    if not isinstance(key, rsa.RSAPublicKey):
        return certificate, False
    try:
        signature = OctetString.load(bytes(value["/Contents"])).native
        key.verify(signature, content, PKCS1v15(), SHA1())  # noqa: S303  the old kind itself
    except InvalidSignature:
        return certificate, False
    return certificate, True


def _cms(one: EmbeddedPdfSignature, content: bytes) -> tuple[Certificate, bool]:
    certificate = legible(extract_certs_for_validation(one.signed_data).signer_cert)
    said = one.signed_data["encap_content_info"]["content"].native
    algorithm = one.signer_info["digest_algorithm"]["algorithm"].native
    intact, valid = validate_sig_integrity(
        one.signer_info, certificate, "data", hashlib.new(algorithm, said).digest()
    )
    same = said == hashlib.sha1(content, usedforsecurity=False).digest()
    return certificate, bool(same and intact and valid)
