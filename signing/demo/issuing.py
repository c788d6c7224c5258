"""Keys and certificates of the demo, each kept as one PKCS#12 file. They stand for nobody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from signing.subjects import DEMO_MARK

PrivateKey: TypeAlias = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
UNTIL = datetime(2049, 12, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Holder:
    """A key, its certificate, and the certificates above it, nearest first."""

    key: PrivateKey = field(repr=False, compare=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def above(self) -> tuple[x509.Certificate, ...]:
        return (self.certificate, *self.chain)

    def is_from(self, issuer: Holder, at_url: str) -> bool:
        """Whether this issuer has issued the certificate, and is to be asked at this address."""
        try:
            self.certificate.verify_directly_issued_by(issuer.certificate)
        except (ValueError, TypeError, InvalidSignature):
            return False
        stated = [extension.value for extension in self.certificate.extensions]
        return not at_url or _revocations(at_url) in stated


@dataclass(frozen=True)
class Form:
    """What a certificate is for, and from when to when."""

    usage: x509.KeyUsage
    is_authority: bool = False
    purpose: x509.ObjectIdentifier | None = None
    since: datetime = SINCE
    until: datetime = UNTIL


def usage(*names: str) -> x509.KeyUsage:
    every = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
        "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: name in names for name in every})


AUTHORITY = Form(usage("key_cert_sign", "crl_sign", "digital_signature"), is_authority=True)
SIGNER = Form(usage("digital_signature", "content_commitment"))
TIMESTAMPS = Form(usage("digital_signature"), purpose=ExtendedKeyUsageOID.TIME_STAMPING)


def a_signing_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def a_service_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def issue(name: str, key: PrivateKey, form: Form, *, by: Holder | None, at_url: str = "") -> Holder:
    """A certificate of `name`; without an issuer it is a root. `at_url` is the issuer's address."""
    subject = _named(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(form.since)
        .not_valid_after(form.until)
    )
    for extension, critical in _extensions(key, form, by, at_url):
        builder = builder.add_extension(extension, critical)
    certificate = builder.sign(by.key if by else key, SHA256())
    return Holder(key, certificate, by.above if by else ())


def _extensions(
    key: PrivateKey, form: Form, by: Holder | None, at_url: str
) -> Sequence[tuple[x509.ExtensionType, bool]]:
    issuer_key = (by.key if by else key).public_key()
    listed: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(ca=form.is_authority, path_length=None), True),
        (form.usage, True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False),
    ]
    if form.purpose:
        listed.append((x509.ExtendedKeyUsage([form.purpose]), True))
    if at_url:
        listed += [(_access(at_url), False), (_revocations(at_url), False)]
    return listed


def _access(at_url: str) -> x509.AuthorityInformationAccess:
    ways = (
        (AuthorityInformationAccessOID.OCSP, f"{at_url}/ocsp"),
        (AuthorityInformationAccessOID.CA_ISSUERS, f"{at_url}/certificate"),
    )
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(way, x509.UniformResourceIdentifier(url)) for way, url in ways]
    )


def _revocations(at_url: str) -> x509.CRLDistributionPoints:
    url = x509.UniformResourceIdentifier(f"{at_url}/crl")
    return x509.CRLDistributionPoints([x509.DistributionPoint([url], None, None, None)])


def _named(name: str) -> x509.Name:
    shown = name if "DEMO" in name else f"{name}{DEMO_MARK}"
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Một Cửa DEMO"),
            x509.NameAttribute(NameOID.COMMON_NAME, shown),
        ]
    )


def keep(holder: Holder, path: Path, pin: str) -> Holder:
    """Writes the holder's key file whole or not at all, for its owner's eyes only."""
    content = pkcs12.serialize_key_and_certificates(
        path.stem.encode(),
        holder.key,
        holder.certificate,
        holder.chain,
        BestAvailableEncryption(pin.encode()),
    )
    write(path, content)
    return holder


def read(path: Path, pin: str) -> Holder | None:
    """The holder kept at `path`, or None if there is none that this PIN opens."""
    try:
        kept = pkcs12.load_pkcs12(path.read_bytes(), pin.encode())
    except (FileNotFoundError, ValueError):
        return None
    if kept.cert is None or not isinstance(
        kept.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    ):
        return None
    chain = tuple(above.certificate for above in kept.additional_certs)
    return Holder(kept.key, kept.cert.certificate, chain)


def write(path: Path, content: bytes) -> None:
    """Puts a private file in its place in one move, so that nobody ever reads half of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
