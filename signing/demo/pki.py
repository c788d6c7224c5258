"""The demo's public key infrastructure: made once in a folder, found again on every later start."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from signing import anchors
from signing.errors import SigningFailed
from signing.trust import TrustStore

from . import address, issuing
from .issuing import AUTHORITY, SIGNER, TIMESTAMPS, Form, Holder, PrivateKey
from .pin import PIN as PIN


class OnlyInDemo(SigningFailed):
    def __init__(self) -> None:
        super().__init__(_("Keys of the demo stand for nobody; they are made in the demo only."))


@dataclass(frozen=True)
class DemoKey:
    """A signer's key as a site knows it: the reference to open it by, and its PIN."""

    path: Path
    pin: str
    holder: Holder

    @property
    def reference(self) -> str:
        """Relative to the folder of keys, `DemoPki.keys`."""
        return f"pkcs12:{self.path.name}"

    @property
    def fingerprint(self) -> str:
        """Of its certificate, as a site registers it."""
        return self.holder.certificate.fingerprint(SHA256()).hex()


@dataclass(frozen=True)
class DemoPki:
    """Root, issuing authority and time-stamp authority, and the keys of people and agencies."""

    folder: Path
    pin: str
    root: Holder
    authority: Holder
    timestamps: Holder
    people: Mapping[str, DemoKey] = field(default_factory=dict)
    agencies: Mapping[str, DemoKey] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return address.port_of(self.folder)

    @property
    def tsa_url(self) -> str:
        return address.tsa_url(self.folder)

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def roots(self) -> Path:
        """The folder of the root alone, as PEM: what those who check a paper are given."""
        return self.folder / "roots"

    @property
    def trust(self) -> TrustStore:
        return TrustStore.load(self.roots)

    def key_for(
        self,
        label: str,
        name: str,
        *,
        form: Form = SIGNER,
        make: Callable[[], PrivateKey] = issuing.a_signing_key,
    ) -> DemoKey:
        """The key kept under `label`, made for `name` if it is not there yet."""
        path = self.keys / f"{label}.p12"
        at_url = address.url_of(self.port, "authority")
        holder = _standing(path, self.pin, name, form, make, by=self.authority, at_url=at_url)
        return DemoKey(path, self.pin, holder)

    def revoke(self, holder: Holder, *, at: datetime) -> None:
        """OCSP and CRL say from now on that the holder's certificate is revoked since `at`."""
        serial = f"{holder.certificate.serial_number:x}"
        issuing.write(self.folder / "revoked" / serial, at.isoformat(timespec="seconds").encode())

    def revoked(self) -> dict[int, datetime]:
        listed = (self.folder / "revoked").glob("[0-9a-f]*")
        return {int(file.name, 16): datetime.fromisoformat(file.read_text()) for file in listed}


def ensure(
    folder: Path,
    *,
    people: Mapping[str, str] | None = None,
    agencies: Mapping[str, str] | None = None,
    pin: str = PIN,
    port: int | None = None,
) -> DemoPki:
    """Makes what is missing in `folder` and leaves the rest; names are given by label.

    An earlier start may have ended anywhere: each file is whole or absent, and what was issued by
    an authority that is gone, or that names another port, is issued anew. `port` counts only where
    none is kept yet; the file `port` may be changed by hand.
    """
    if not settings.DEMO:
        raise OnlyInDemo
    with _alone_in(folder):
        _keep_port(folder, port)
        pki = _services(folder, pin)
        issuing.write(pki.roots / "root.pem", pki.root.certificate.public_bytes(Encoding.PEM))
        issuing.write(pki.roots / anchors.FILE, _stated(pki.root))
        return DemoPki(
            folder, pin, pki.root, pki.authority, pki.timestamps,
            people={label: pki.key_for(label, name) for label, name in (people or {}).items()},
            agencies={label: pki.key_for(label, name) for label, name in (agencies or {}).items()},
        )  # fmt: skip


def _stated(root: Holder) -> bytes:
    """Two persons stand behind a root anywhere else; behind this one stands nobody."""
    fingerprint = root.certificate.fingerprint(SHA256()).hex()
    return f'[{fingerprint}]\ndomain = "test"\nsource = "made by the demo"\n'.encode()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    turn = folder / "lock"
    turn.touch(mode=0o600)
    with turn.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _keep_port(folder: Path, wanted: int | None) -> None:
    kept = folder / "port"
    if not kept.exists() or not kept.read_text().strip().isdecimal():
        issuing.write(kept, str(wanted or address.port_of(folder)).encode())


def _services(folder: Path, pin: str) -> DemoPki:
    port = address.port_of(folder)
    at_root, at_authority = (address.url_of(port, name) for name in ("root", "authority"))
    make = issuing.a_service_key
    root = _standing(folder / "root.p12", pin, "Root", AUTHORITY, make)
    authority = _standing(
        folder / "authority.p12", pin, "Authority", AUTHORITY, make, by=root, at_url=at_root
    )
    timestamps = _standing(
        folder / "timestamps.p12", pin, "Time-stamps", TIMESTAMPS, make,
        by=authority, at_url=at_authority,
    )  # fmt: skip
    return DemoPki(folder, pin, root, authority, timestamps)


def _standing(
    path: Path,
    pin: str,
    name: str,
    form: Form,
    make: Callable[[], PrivateKey],
    *,
    by: Holder | None = None,
    at_url: str = "",
) -> Holder:
    """What is kept at `path`, if its issuer still stands where it says; else made anew."""
    kept = issuing.read(path, pin)
    if kept is not None and kept.is_from(by or kept, at_url):
        return kept
    return issuing.keep(issuing.issue(name, make(), form, by=by, at_url=at_url), path, pin)
