"""Keys in PKCS#12 files, with a PIN."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.conf import settings

from signing.errors import GarbledKey, NoSuchKey, WrongPin

from .base import OpenKey

# What the loader says of a wrong password; of other faults it speaks in other words.
_WRONG_PIN = "Invalid password or PKCS12 data"


def open_file(name: str, pin: str) -> OpenKey:
    """Opens the file `name`, absolute or in the folder of keys."""
    kept = _loaded(name, pin)
    # The loader names as `cert` only one that belongs to the key.
    if kept.cert is None or not isinstance(
        kept.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        raise GarbledKey(name)
    chain = tuple(_as_asn1(above.certificate) for above in kept.additional_certs)
    return OpenKey(_as_asn1(kept.cert.certificate), chain, kept.key)


def _loaded(name: str, pin: str) -> pkcs12.PKCS12KeyAndCertificates:
    try:
        content = (Path(settings.KEYS_DIR) / name).read_bytes()
    except OSError:
        raise NoSuchKey(name) from None
    try:
        return pkcs12.load_pkcs12(content, pin.encode())
    except ValueError as error:
        if _WRONG_PIN in str(error):
            raise WrongPin from None
        raise GarbledKey(name) from None


def _as_asn1(certificate: x509.Certificate) -> Certificate:
    return cast("Certificate", Certificate.load(certificate.public_bytes(Encoding.DER)))
