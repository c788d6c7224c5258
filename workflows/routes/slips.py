"""Slips and registers: signed for their agency by themselves; the control slip, for who asks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import OperationalError

from signing import requests
from signing.errors import PaperRefused, SigningFailed
from signing.models import SignatureRequest
from signing.requests import RequestRefused
from signing.signers.base import OpenKey
from workflows.documents.slip import Size
from workflows.dossiers.models import Dossier, KeptRegister
from workflows.people.models import Post
from workflows.steps import registers, slip_signing
from workflows.steps.control import drawn
from workflows.steps.refusals import NoKey

log = logging.getLogger(__name__)

PURPOSE = SignatureRequest.Purpose.SLIP
# What concerns every slip of the agency, and passes: by itself, or once somebody sees to the key.
PASSING = (SigningFailed, NoKey, OperationalError)


@dataclass
class Signed:
    """The slips signed in a round, those held for a person, and what agencies wait for."""

    done: list[UUID] = field(default_factory=list)
    held: list[UUID] = field(default_factory=list)
    waits: dict[UUID, Exception] = field(default_factory=dict)

    @property
    def tried(self) -> int:
        return len(self.done) + len(self.held)


def control(dossier: Dossier, *, at: datetime, size: Size) -> bytes:
    """The control slip (Mẫu 06) of a dossier as it stands, to be printed and not kept."""
    return drawn(dossier, at=at, size=size).pdf


def keep_register(
    drawn: bytes, *, public_id: UUID, year: int, lines: int, by: Post, at: datetime
) -> KeptRegister:
    """A register (Mẫu 07) as it was drawn, once under this id; it is signed like any slip."""
    return registers.keep(drawn, public_id=public_id, year=year, lines=lines, by=by, at=at)


def sign_waiting(*, clock: Callable[[], datetime], limit: int) -> Signed:
    """Signs so many at most. What will pass is waited for: a key, a service, an authority.

    Without a PIN in the settings nothing is signed; the slips wait until there is one.
    """
    signed = Signed()
    if not settings.SLIP_PIN:
        return signed
    for agency in requests.signers(PURPOSE):
        try:
            _sign_all_of(agency, signed, clock, limit)
        except PASSING as trouble:
            signed.waits[agency] = trouble
    return signed


def _sign_all_of(agency: UUID, signed: Signed, clock: Callable[[], datetime], limit: int) -> None:
    waiting = requests.waiting(PURPOSE, signer_ref=agency, most=limit - signed.tried)
    if waiting:
        key = slip_signing.opened(agency, at=clock())
    for request in waiting:
        _sign(request, signed, key, clock())


def _sign(request: SignatureRequest, signed: Signed, key: OpenKey, at: datetime) -> None:
    try:
        slip_signing.sign(request, key=key, at=at)
    except RequestRefused:
        return  # another worker was faster
    except Exception as trouble:  # one slip's trouble must not stop the others
        if isinstance(trouble, PASSING) and not isinstance(trouble, PaperRefused):
            raise
        if requests.hold(request, reason=type(trouble).__name__):
            log.exception("slip %s is left to a person", request.subject_ref)
            signed.held.append(request.subject_ref)
    else:
        signed.done.append(request.subject_ref)
