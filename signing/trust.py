"""Whom we trust: root certificates, and the time-stamp authorities to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from . import anchors
from .anchors import Anchor
from .errors import UnreadableTrust


@dataclass(frozen=True)
class TrustStore:
    """Certificates, each as DER, at which a chain may end. Never the operating system's.

    `on_trial`: roots for tests are at home here, as in the demo; elsewhere they are warned of.
    """

    roots: tuple[bytes, ...]
    stated: tuple[Anchor, ...] = field(default=(), compare=False)
    on_trial: bool = field(default_factory=lambda: bool(settings.DEMO), compare=False)

    @classmethod
    def of(cls, certificates: Iterable[Certificate]) -> TrustStore:
        return cls(tuple(certificate.dump() for certificate in certificates))

    @classmethod
    def load(cls, path: Path) -> TrustStore:
        """From a PEM file, or from every PEM file of a folder; raises `UnreadableTrust`."""
        try:
            files = sorted(path.glob("*.pem")) if path.is_dir() else [path]
        except OSError:
            raise UnreadableTrust(path) from None
        roots = tuple(root for file in files for root in _read(file))
        if not roots:
            raise UnreadableTrust(path)
        return cls(roots, anchors.stated(path if path.is_dir() else path.parent, roots))

    @classmethod
    def at_hand(cls) -> TrustStore | None:
        """As the site configures it; none where it trusts nobody yet."""
        try:
            return cls.load(Path(settings.TRUST_ROOTS))
        except UnreadableTrust:
            return None

    @classmethod
    def for_anybody(cls) -> TrustStore:
        """As the site configures it; where it trusts nobody yet, nobody's signature is trusted."""
        return cls.at_hand() or cls(())

    @property
    def certificates(self) -> list[Certificate]:
        return [Certificate.load(root) for root in self.roots]

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Each root with what is stated of it, if anything is."""
        known = {one.root: one for one in self.stated}
        return tuple(known.get(root) or Anchor(root) for root in self.roots)

    def counting(self, at: datetime | None) -> list[bytes]:
        """The roots at which a chain may end at a moment; at none, each."""
        return [one.root for one in self.anchors if at is None or one.counts(at)]

    def anchor(self, root: Certificate) -> Anchor | None:
        return next((one for one in self.anchors if one.root == root.dump()), None)


@dataclass(frozen=True)
class TrustServices:
    """Where time-stamps come from, in the order to ask, how long to wait for one, and the roots."""

    tsa_urls: tuple[str, ...]
    timeout: float
    trust: TrustStore

    @classmethod
    def configured(cls) -> TrustServices:
        """As the site configures them."""
        return cls(
            tuple(settings.TSA_URLS),
            settings.TSA_TIMEOUT,
            TrustStore.load(Path(settings.TRUST_ROOTS)),
        )


def _read(file: Path) -> list[bytes]:
    try:
        found = x509.load_pem_x509_certificates(file.read_bytes())
    except (OSError, ValueError):
        raise UnreadableTrust(file) from None
    return [certificate.public_bytes(Encoding.DER) for certificate in found]
