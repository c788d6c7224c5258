"""A key that is open: it can sign now, without being loaded again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from signing.subjects import name_of

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
        return name_of(self.certificate)

    @property
    def fingerprint(self) -> str:
        """Which certificate it is: SHA-256 in hex."""
        return str(self.certificate.sha256.hex())

    @property
    def mechanism(self) -> SignedDigestAlgorithm:
        """How `sign` signs, as a signature names it: TT 15/2025/TT-BKHCN wants PSS for RSA."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
        hashed = {"algorithm": "sha256"}
        masked = {"algorithm": "mgf1", "parameters": hashed}
        salted = {
            "hash_algorithm": hashed,
            "mask_gen_algorithm": masked,
            "salt_length": SHA256.digest_size,
        }
        return SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": salted})

    def sign(self, content: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(content, ec.ECDSA(SHA256()))
        salted = padding.PSS(padding.MGF1(SHA256()), SHA256.digest_size)
        return self.private.sign(content, salted, SHA256())
