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


@contextmanager
def services(office: DemoOffice) -> Iterator[TrustServices]:
    """Time-stamps, OCSP and CRL over HTTP on loopback while the block runs.

    The certificates name one port, so a second process waits here until the first has done.
    """
    folder = Path(settings.PKI_DIR)
    made = pki.ensure(folder, people=_signers(), agencies=_agencies())
    _register(made, office)
    with (folder / "served").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        with server.serve(made):
            yield TrustServices.configured()


def _signers() -> dict[str, str]:
    return {o.login: o.name for o in OFFICERS if o.role == Role.APPROVER}


def _agencies() -> dict[str, str]:
    return {key.value: agency.vi for key, agency in AGENCIES.items()}


def _register(made: DemoPki, office: DemoOffice) -> None:
    """Notes which key is whose; a key made anew takes the place of the one before."""
    for login, key in made.people.items():
        person = office.posts[login].account.person
        assert person is not None, "officers of the demo are persons"  # noqa: S101
        _note(key, purpose=Purpose.PERSONAL, holder_ref=person.public_id)
    for name, agency in office.agencies.items():
        _note(made.agencies[name.value], purpose=Purpose.SEAL, agency_ref=agency.public_id)


def _note(key: DemoKey, **whose: Any) -> None:
    SigningKey.objects.update_or_create(
        reference=key.reference,
        **whose,
        defaults={"valid_from": SINCE, "valid_to": key.holder.certificate.not_valid_after_utc},
    )
