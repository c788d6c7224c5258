"""The two signatures of a result, the competent person's and the agency's: NĐ 30/2020 art. 5."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import datetime

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import FieldMDPSpec, MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from signing.errors import AlreadyFilled, NotFilled, NotTheApproved, TooLong
from signing.signers.base import OpenKey
from signing.timestamps import Authorities
from signing.trust import TrustServices

from .form import AGENCY, PERSONAL
from .writer import appending, draw, field, fields, is_filled

DIGEST = "sha256"
# Hexadecimal digits kept free for a signature with its chain and time-stamp. Room to spare costs
# little; finding the size by a trial would sign and stamp everything twice.
ROOM = 2 * 16_384


def sign_personal(
    draft: bytes,
    *,
    expected_sha256: str,
    key: OpenKey,
    stamp: bytes,
    services: TrustServices,
    at: datetime,
) -> bytes:
    """The competent person's signature; after it only the form may be filled and the seal set."""
    if hashlib.sha256(draft).hexdigest() != expected_sha256:
        raise NotTheApproved
    rights = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    return signed(appending(draft), PERSONAL, rights, key, stamp, services, at)


def seal(
    numbered: bytes, *, key: OpenKey, stamp: bytes, services: TrustServices, at: datetime
) -> bytes:
    """The agency's signature over the signed and numbered paper; after it nothing may change."""
    writer = appending(numbered)
    for name, one in fields(writer).items():
        if name != AGENCY and not is_filled(one):
            raise NotFilled(name)
    lock = FieldMDPSpec.from_pdf_object(field(writer, AGENCY)["/Lock"])
    rights = SigMDPSetup(DIGEST, field_lock=lock, docmdp_perms=MDPPerm.NO_CHANGES)
    return signed(writer, AGENCY, rights, key, stamp, services, at)


def signed(
    writer: IncrementalPdfFileWriter,
    name: str,
    rights: SigMDPSetup,
    key: OpenKey,
    stamp: bytes,
    services: TrustServices,
    at: datetime,
) -> bytes:
    one = field(writer, name)
    if is_filled(one):
        raise AlreadyFilled(name)
    draw(writer, one, stamp)
    writer.register_extension(ESIC_EXTENSION_1)
    try:
        return asyncio.run(_embedded(writer, name, rights, key, services, at))
    except SigningError:
        raise TooLong from None


async def _embedded(
    writer: IncrementalPdfFileWriter,
    name: str,
    rights: SigMDPSetup,
    key: OpenKey,
    services: TrustServices,
    at: datetime,
) -> bytes:
    """PAdES B-T: written with room for the signature, digested, signed, and completed."""
    steps = PdfCMSEmbedder().write_cms(name, writer, existing_fields_only=True)
    next(steps)
    empty = SignatureObject(timestamp=at, subfilter=SigSeedSubFilter.PADES, bytes_reserved=ROOM)
    steps.send(SigObjSetup(sig_placeholder=empty, mdp_setup=rights))
    prepared, out = steps.send(SigIOSetup(md_algorithm=DIGEST))
    signature = await _Signing(key).async_sign(
        prepared.document_digest,
        DIGEST,
        use_pades=True,
        timestamper=Authorities(services),
        signed_attr_settings=PdfCMSSignedAttributes(),
    )
    steps.send(signature)
    return bytes(out.getvalue())


class _Signing(Signer):
    """An open key, as pyHanko asks for one."""

    def __init__(self, key: OpenKey) -> None:
        store = SimpleCertificateStore.from_certs(key.chain)
        super().__init__(
            signing_cert=key.certificate, cert_registry=store, signature_mechanism=key.mechanism
        )
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        return self._key.sign(data)
