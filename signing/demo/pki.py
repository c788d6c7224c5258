"""The demo's public key infrastructure: made once in a folder, found again on every later start."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding

from signing.trust import TrustStore

from . import address, issuing
from .issuing import AUTHORITY, SIGNER, TIMESTAMPS, Form, Holder, PrivateKey

PIN = "246810"


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
        issuer = _url(self.folder, "authority")
        made = lambda: issuing.issue(name, make(), form, by=self.authority, at_url=issuer)  # noqa: E731
        return DemoKey(path, self.pin, _standing(path, self.pin, self.authority, made))

    def revoke(self, key: DemoKey, *, at: datetime) -> None:
        """From `at` on, OCSP and CRL say that this key's certificate is revoked."""
        serial = f"{key.holder.certificate.serial_number:x}"
        issuing.write(self.folder / "revoked" / serial, at.isoformat().encode())

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
    an authority that is gone is issued anew. `port` counts only where none has been chosen yet.
    """
    with _alone_in(folder):
        _choose_port(folder, port)
        pki = _services(folder, pin)
        issuing.write(pki.roots / "root.pem", pki.root.certificate.public_bytes(Encoding.PEM))
        return DemoPki(
            folder, pin, pki.root, pki.authority, pki.timestamps,
            people={label: pki.key_for(label, name) for label, name in (people or {}).items()},
            agencies={label: pki.key_for(label, name) for label, name in (agencies or {}).items()},
        )  # fmt: skip


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _choose_port(folder: Path, wanted: int | None) -> None:
    kept = folder / "port"
    if kept.exists() and kept.read_text().isdecimal():
        return
    # Certificates that name another port are of no use: without the root all are issued anew.
    (folder / "root.p12").unlink(missing_ok=True)
    issuing.write(kept, str(wanted or address.port_of(folder)).encode())


def _services(folder: Path, pin: str) -> DemoPki:
    def root() -> Holder:
        return issuing.issue("Root", issuing.a_service_key(), AUTHORITY, by=None)

    def authority() -> Holder:
        return issuing.issue(
            "Authority", issuing.a_service_key(), AUTHORITY, by=top, at_url=_url(folder, "root")
        )

    def timestamps() -> Holder:
        return issuing.issue(
            "Time-stamps", issuing.a_service_key(), TIMESTAMPS, by=below,
            at_url=_url(folder, "authority"),
        )  # fmt: skip

    top = _standing(folder / "root.p12", pin, None, root)
    below = _standing(folder / "authority.p12", pin, top, authority)
    return DemoPki(
        folder, pin, top, below, _standing(folder / "timestamps.p12", pin, below, timestamps)
    )


def _url(folder: Path, issuer: str) -> str:
    return address.url_of(address.port_of(folder), issuer)


def _standing(path: Path, pin: str, issuer: Holder | None, make: Callable[[], Holder]) -> Holder:
    kept = issuing.read(path, pin)
    if kept is not None and _issued_by(kept, issuer or kept):
        return kept
    return issuing.keep(make(), path, pin)


def _issued_by(holder: Holder, issuer: Holder) -> bool:
    try:
        holder.certificate.verify_directly_issued_by(issuer.certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
