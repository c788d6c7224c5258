"""Certificates as they are found: some cannot be read as they are written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeAlias

from asn1crypto.keys import PublicKeyInfo, RSAPublicKey
from asn1crypto.x509 import Certificate

Read: TypeAlias = Callable[[bytes], Certificate]


def reading() -> Read:
    """Reads each certificate once, for work that asks for the same ones again and again.

    Of one thread alone: the library goes on reading inside a certificate whenever it is asked.
    """
    return cache(Certificate.load)


class _Legible(Certificate):
    """The very same bytes, with the key that they mean."""

    @property
    def public_key(self) -> PublicKeyInfo:
        info = self["tbs_certificate"]["subject_public_key_info"]
        numbers = info["public_key"].parsed
        modulus, exponent = numbers["modulus"], numbers["public_exponent"].native
        positive = int.from_bytes(modulus.contents, "big")
        key = RSAPublicKey({"modulus": positive, "public_exponent": exponent})
        return PublicKeyInfo({"algorithm": info["algorithm"], "public_key": key})


def legible(certificate: Certificate) -> Certificate:
    """Old cards left out the zero that makes a modulus a number above zero (X.690, 8.3)."""
    info = certificate.public_key
    if info.algorithm != "rsa" or info["public_key"].parsed["modulus"].native > 0:
        return certificate
    read: Certificate = _Legible.load(certificate.dump())  # type: ignore[no-untyped-call]
    return read
