"""A key that is open: it can sign now, without being loaded again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class OpenKey:
    """A loaded key, its certificate, and the certificates above it, nearest first.

    Loading checks an RSA key for tens of milliseconds, so it is loaded once and held here.
    """

    certificate: Certificate
    chain: tuple[Certificate, ...]
    private: PrivateKey = field(repr=False)

    @property
    def subject(self) -> str:
        """Whose it is, as the certificate says."""
        named = self.certificate.subject.native
        return str(named.get("common_name") or self.certificate.subject.human_friendly)

    def sign(self, content: bytes) -> bytes:
        """RSASSA-PSS or ECDSA over SHA-256 (TT 15/2025/TT-BKHCN)."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(content, ec.ECDSA(SHA256()))
        salted = padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
        return self.private.sign(content, salted, SHA256())
