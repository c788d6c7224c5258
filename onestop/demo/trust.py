"""The demo's trust services and keys: made on the spot, served while somebody needs them."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from signing.demo import pki, server
from signing.demo.pki import DemoKey, DemoPki
from signing.models import SignatureRequest, SigningKey
from signing.trust import TrustServices
from workflows.people.models import Role

from .cast import AGENCIES, OFFICERS, SINCE
from .office import DemoOffice

Purpose = SignatureRequest.Purpose
# Locked while a server is up that stays.
STANDS = "stands"


@contextmanager
def services(office: DemoOffice) -> Iterator[TrustServices]:
    """Time-stamps, OCSP and CRL over HTTP on loopback while the block runs."""
    made = _made()
    _register(made, office)
    with _served(made):
        yield TrustServices.configured()


@contextmanager
def standing(office: DemoOffice | None = None) -> Iterator[DemoPki]:
    """The same, but for everybody: who needs the services meanwhile finds them running."""
    made = _made()
    if office is not None:
        _register(made, office)
    with _locked(made.folder / STANDS), _in_turn(made):
        yield made


def _made() -> DemoPki:
    return pki.ensure(Path(settings.PKI_DIR), people=_signers(), agencies=_agencies())


@contextmanager
def _served(made: DemoPki) -> Iterator[None]:
    with (made.folder / STANDS).open("w") as stands:
        try:
            fcntl.flock(stands, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            yield
            return
    with _in_turn(made):
        yield


@contextmanager
def _in_turn(made: DemoPki) -> Iterator[None]:
    """The certificates name one port: whoever comes second waits until the first has done."""
    with _locked(made.folder / "served"), server.serve(made):
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _signers() -> dict[str, str]:
    return {o.login: o.name for o in OFFICERS if o.role == Role.APPROVER}


def _agencies() -> dict[str, str]:
    return {key.value: agency.vi for key, agency in AGENCIES.items()}


def _register(made: DemoPki, office: DemoOffice) -> None:
    """Notes which key is whose; a key made anew takes the place of the one before."""
    for login, key in made.people.items():
        post = office.posts[login]
        assert post.account.person is not None, "officers of the demo are persons"  # noqa: S101
        who, where = post.account.person.public_id, post.unit.agency.public_id
        _note(key, purpose=Purpose.PERSONAL, holder_ref=who, agency_ref=where)
    for name, agency in office.agencies.items():
        for purpose in (Purpose.SEAL, Purpose.SLIP):
            _note(made.agencies[name.value], purpose=purpose, agency_ref=agency.public_id)


def _note(key: DemoKey, **whose: Any) -> None:
    said = {
        "fingerprint": key.fingerprint,
        "valid_from": SINCE,
        "valid_to": key.holder.certificate.not_valid_after_utc,
    }
    SigningKey.objects.update_or_create(reference=key.reference, **whose, defaults=said)
