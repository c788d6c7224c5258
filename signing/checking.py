"""Whether a key may sign now: asked before it signs, not found out afterwards."""

from __future__ import annotations

import asyncio
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec

from . import revocation
from .errors import NamesAnother, NotMeantForSigning, NotTheRegistered, TooWeak
from .signers.base import OpenKey
from .subjects import is_of
from .trust import TrustServices

SHORTEST_RSA = 2048
CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)


def check_key(key: OpenKey, *, services: TrustServices, at: datetime) -> None:
    """Raises a `CertificateRefused`: too weak, not for signing, out of time, unknown, revoked.

    TT 15/2025/TT-BKHCN: the certificate is checked before the signer may sign.
    """
    if not _strong(key):
        raise TooWeak(key.subject)
    usage = key.certificate.key_usage_value
    # RFC 5280, 4.2.1.3: contentCommitment, once called nonRepudiation, is for signing content.
    if usage is None or "non_repudiation" not in usage.native:
        raise NotMeantForSigning(key.subject)
    asyncio.run(_holds(key, services, at))


def check_holder(key: OpenKey, *, fingerprint: str, name: str) -> None:
    """Raises a `CertificateRefused`: not the certificate registered, or not in this name.

    The registration says which certificate it is, for two people may share a name. The name says
    whether the registration was right.
    """
    if key.fingerprint != fingerprint:
        raise NotTheRegistered(key.subject)
    if not is_of(key.certificate, name):
        raise NamesAnother(key.subject, holder=name)


async def _holds(key: OpenKey, services: TrustServices, at: datetime) -> None:
    await revocation.chain(key.certificate, key.chain, trust=services.trust, at=at)
    # Not `at`: a key that was revoked a moment ago must not sign, whenever the door was passed.
    await revocation.gather(key.certificate, key.chain, services=services)


def _strong(key: OpenKey) -> bool:
    if isinstance(key.private, ec.EllipticCurvePrivateKey):
        return isinstance(key.private.curve, CURVES)
    return key.private.key_size >= SHORTEST_RSA
