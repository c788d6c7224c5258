"""Making signatures last: the evidence to check them goes into the paper, then a time-stamp."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import extract_certificate_info, find_unique_cms_attribute
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from signing import revocation
from signing.certificates import reading
from signing.errors import AlreadyFilled, CertificateRefused, NotFilled, NotLasting
from signing.revocation import Evidence
from signing.timestamps import Authorities, generation_time
from signing.trust import TrustServices, TrustStore

from .form import AGENCY
from .signatures import DIGEST, ROOM
from .writer import appending, fields, is_filled

TIMESTAMP = "Timestamp"
# The parts of a DSS, in the order of `Evidence`.
KINDS = ("/Certs", "/OCSPs", "/CRLs")


@dataclass(frozen=True)
class _Vouching:
    """A certificate that a signature or time-stamp rests on, and the moment it was used."""

    certificate: Certificate
    others: tuple[Certificate, ...]
    at: datetime


def make_lasting(sealed: bytes, *, services: TrustServices, last: str = AGENCY) -> bytes:
    """PAdES B-LTA: one DSS for all signatures, then a time-stamp of the whole (ETSI EN 319 142-1).

    `last` is the field that must be signed before: the seal of a result.
    Raises rather than leave out what is needed to check the paper when nobody answers any more.
    """
    form = fields(_read(sealed))
    if last not in form or not is_filled(form[last]):
        raise NotFilled(last)
    if TIMESTAMP in form:
        raise AlreadyFilled(TIMESTAMP)
    return asyncio.run(_lasting(sealed, services))


async def _lasting(sealed: bytes, services: TrustServices) -> bytes:
    evidence = Evidence()
    for one in _vouching(_read(sealed)):
        evidence = await _gathered(one, evidence, services)
    lasting = await _stamped(sealed, evidence, services)
    finished = _read(lasting)
    *_, last = _vouching(finished)
    if last.certificate.dump() not in evidence.certificates:
        # Another authority has stamped this time: what vouches for it must lie under its stamp.
        evidence = await _gathered(last, evidence, services)
        lasting = await _stamped(sealed, evidence, services)
        finished = _read(lasting)
    await _prove_all(finished, services.trust)
    return lasting


async def _gathered(one: _Vouching, known: Evidence, services: TrustServices) -> Evidence:
    return await revocation.gather(
        one.certificate, one.others, services=services, at=one.at, known=known
    )


async def _stamped(sealed: bytes, evidence: Evidence, services: TrustServices) -> bytes:
    writer = appending(sealed)
    writer.root[pdf_name("/DSS")] = writer.add_object(_store(writer, evidence))
    writer.update_root()
    stamper = PdfTimeStamper(Authorities(services), field_name=TIMESTAMP)
    out = await stamper.async_timestamp_pdf(writer, DIGEST, bytes_reserved=ROOM)
    return bytes(out.getvalue())


def _store(writer: IncrementalPdfFileWriter, evidence: Evidence) -> generic.DictionaryObject:
    """A document security store (ISO 32000-2, 12.8.4.3), without the VRI that nobody needs."""
    held = (evidence.certificates, evidence.ocsps, evidence.crls)
    store = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
    for name, items in zip(KINDS, held, strict=True):
        if items:
            streams = (writer.add_object(_stream(item)) for item in items)
            store[pdf_name(name)] = generic.ArrayObject(streams)
    return store


def _stream(content: bytes) -> generic.StreamObject:
    stream = generic.StreamObject(stream_data=content)
    stream.compress()
    return stream


def _read(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf))


async def _prove_all(finished: PdfFileReader, trust: TrustStore) -> None:
    """Counts, in the finished file and offline: nothing is missing for any certificate."""
    evidence, read = _kept(finished), reading()
    for one in _vouching(finished):
        try:
            await revocation.prove(one.certificate, evidence, trust=trust, at=one.at, read=read)
        except CertificateRefused:
            raise NotLasting from None


def _kept(finished: PdfFileReader) -> Evidence:
    store = finished.root["/DSS"]
    return Evidence(*(_contents(store, kind) for kind in KINDS))


def _contents(store: generic.DictionaryObject, kind: str) -> tuple[bytes, ...]:
    if kind not in store:
        return ()
    return tuple(item.get_object().data for item in store[kind])


def _vouching(reader: PdfFileReader) -> Iterator[_Vouching]:
    for signature in reader.embedded_signatures:
        yield from _vouching_for(signature)


def _vouching_for(signature: EmbeddedPdfSignature) -> Iterator[_Vouching]:
    if signature.sig_object_type == "/DocTimeStamp":
        stamp = signature.signed_data
    else:
        unsigned = signature.signer_info["unsigned_attrs"]
        stamp = find_unique_cms_attribute(unsigned, "signature_time_stamp_token")["content"]
        others = tuple(signature.other_embedded_certs)
        yield _Vouching(signature.signer_cert, others, generation_time(stamp))
    by = extract_certificate_info(stamp)
    yield _Vouching(by.signer_cert, tuple(by.other_certs), generation_time(stamp))
