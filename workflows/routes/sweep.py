"""Intents to sign that were left open: what was signed is recorded, the rest is reported."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from signing import requests
from signing.models import SignatureRequest
from workflows.dossiers.models import Dossier
from workflows.people.models import Account

from .errors import NotOpen
from .perform import perform

log = logging.getLogger(__name__)

RECORDED_BY = {
    SignatureRequest.Purpose.PERSONAL: "sign",
    SignatureRequest.Purpose.SEAL: "issue",
}


@dataclass(frozen=True)
class Swept:
    """The dossiers whose signature is now recorded, and those that still wait past their time."""

    finished: tuple[UUID, ...]
    overdue: tuple[UUID, ...]
    failed: tuple[UUID, ...]


def finish_open_intents(*, at: datetime) -> Swept:
    """Records what a crash left between signing and recording; each dossier stands alone.

    An intent that nobody signed in its time is named and stays: dropping it would undo an approval.
    """
    left = requests.left_open(at=at)
    finished: list[UUID] = []
    failed: list[UUID] = []
    for request in left:
        if request.signed_digest:
            (finished if _finish(request, at) else failed).append(request.subject_ref)
    overdue = [r.subject_ref for r in left if not r.signed_digest and r.until <= at]
    for dossier in overdue:
        log.warning("dossier %s waits for a signature past its time", dossier)
    return Swept(tuple(finished), tuple(overdue), tuple(failed))


def _finish(request: SignatureRequest, at: datetime) -> bool:
    dossier = Dossier.objects.get(public_id=request.subject_ref)
    act = RECORDED_BY[SignatureRequest.Purpose(request.purpose)]
    by = Account.objects.get(public_id=request.signed_by)
    try:
        perform(dossier, act, by=by, at=at, key=f"intent:{request.pk}", pin="")
    except NotOpen:
        log.info("dossier %s: its signature was recorded meanwhile", dossier.public_id)
    except Exception:  # noqa: BLE001  one dossier's trouble must not stop the others
        log.exception("dossier %s: its signature could not be recorded", dossier.public_id)
        return False
    return True
