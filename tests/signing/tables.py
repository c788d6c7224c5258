"""Revisions written byte by byte, with a table of their own, as iText and PDFBox write them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto.keys import RSAPublicKey
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.demo.issuing import Holder

KEY = b"/" + b"0123456789ABCDEF0123456789ABCDEF01234567"


def updated(
    pdf: bytes, objects: Mapping[int, bytes], *, freed: Mapping[int, int] | None = None
) -> bytes:
    """One more revision with these objects; `freed` names the generations to come, by number."""
    reader = read(pdf)
    before, size = (
        reader.last_startxref,
        max(int(reader.trailer["/Size"]), *objects, *(freed or ())),
    )
    body, lines = b"", {0: b"0000000000 65535 f \n"}
    for number, content in objects.items():
        lines[number] = b"%010d 00000 n \n" % (len(pdf) + len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    for number, generation in (freed or {}).items():
        lines[number] = b"0000000000 %05d f \n" % generation
    table = b"".join(b"%d 1\n%b" % (number, lines[number]) for number in sorted(lines))
    info = b"/Info %d 0 R " % reader.trailer.raw_get("/Info").idnum if _has_info(reader) else b""
    trailer = b"<< /Size %d /Root %d 0 R %b/Prev %d >>" % (
        size + 1, reader.root_ref.idnum, info, before or 0,
    )  # fmt: skip
    start = len(pdf) + len(body)
    return pdf + body + b"xref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (table, trailer, start)


def catalogue(pdf: bytes, **entries: bytes) -> dict[int, bytes]:
    """The catalogue as it stands, with some entries set."""
    reader = read(pdf)
    kept = {key: raw(reader.root, key) for key in reader.root if key.strip("/") not in entries}
    said = {**kept, **{f"/{key}": value for key, value in entries.items()}}
    held = b"".join(b"%b %b " % (key.encode(), value) for key, value in said.items())
    return {reader.root_ref.idnum: b"<< %b>>" % held}


def raw(dictionary: Any, key: str) -> bytes:
    """What stands under a key, as it is written there."""
    out = BytesIO()
    dictionary.raw_get(key).write_to_stream(out, None)
    return out.getvalue()


def next_number(pdf: bytes) -> int:
    return int(read(pdf).trailer["/Size"])


def stream(content: bytes = b"") -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def read(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf.replace(b"/Prev 0 ", b"        ")), strict=False)


def _has_info(reader: PdfFileReader) -> bool:
    return "/Info" in reader.trailer


# Signatures by hand -------------------------------------------------------------------------------

ROOM = 8_000
_MARK = b"[0 0000000000 0000000000 0000000000]"
VALUE = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange %b\n" % _MARK
)
VALUE += b"/Contents <" + b"0" * ROOM + b"> >>"


def filled(pdf: bytes, sign: Callable[[bytes], bytes], *, leaving: int = 0) -> bytes:
    """The file with the signature written into the one value that waits for it.

    It covers all but the last `leaving` bytes.
    """
    opens = pdf.index(b"/Contents <", pdf.index(_MARK)) + 10
    closes, end = opens + ROOM + 2, len(pdf) - leaving
    ranges = b"[0 %010d %010d %010d]" % (opens, closes, end - closes)
    pdf = pdf.replace(_MARK, ranges, 1)
    made = sign(pdf[:opens] + pdf[closes:end]).hex().encode()
    return pdf[: opens + 1] + made.ljust(ROOM, b"0") + pdf[closes - 1 :]


def a_cms(
    content: bytes, key: rsa.RSAPrivateKey, certificate: Certificate, *, said: bytes | None = None
) -> bytes:
    """A signature of the plainest kind; `said` is content that it carries in itself."""
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(content).digest()]}
            ),
        ]
    )
    named = {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": named}),
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "sha256_rsa"},
        "signature": key.sign(attributes.dump(), PKCS1v15(), SHA256()),
    }
    held = {"content_type": "data"} if said is None else {"content_type": "data", "content": said}
    signed = {
        "version": "v1",
        "digest_algorithms": [{"algorithm": "sha256"}],
        "encap_content_info": held,
        "certificates": [cms.CertificateChoices({"certificate": certificate})],
        "signer_infos": [signer],
    }
    whole = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)})
    return bytes(whole.dump())


def below_zero(certificate: Certificate, by: Holder) -> Certificate:
    """As old cards have them: the modulus without the zero that makes it a positive number."""
    assert isinstance(by.key, ec.EllipticCurvePrivateKey)
    body = Certificate.load(certificate.dump())["tbs_certificate"].copy()
    info = body["subject_public_key_info"]
    numbers = info["public_key"].parsed.native
    modulus, exponent = numbers["modulus"], numbers["public_exponent"]
    below = RSAPublicKey({"modulus": modulus - (1 << 2048), "public_exponent": exponent})
    body["subject_public_key_info"] = {"algorithm": info["algorithm"], "public_key": below}
    method = body["signature"]
    value = by.key.sign(body.dump(force=True), ec.ECDSA(SHA256()))
    made = {
        "tbs_certificate": body,
        "signature_algorithm": method,
        "signature_value": value,
    }
    return Certificate(made)
