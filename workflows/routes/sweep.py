"""Intents to sign that were left open: what was signed is recorded, the rest is reported."""

from __future__ import annotations

import logging
from collections.abc import Callable
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


def finish_open_intents(*, clock: Callable[[], datetime]) -> Swept:
    """Records what a crash left between signing and recording; each dossier stands alone.

    An intent that nobody signed in its time is named and stays: dropping it would undo an approval.
    """
    left = requests.left_open(at=clock())
    signed = [(one.subject_ref, _finish(one, clock())) for one in left if one.signed_by]
    overdue = tuple(one.subject_ref for one in left if not one.signed_by)
    for dossier in overdue:
        log.warning("dossier %s waits for a signature past its time", dossier)
    return Swept(
        finished=tuple(dossier for dossier, recorded in signed if recorded),
        overdue=overdue,
        failed=tuple(dossier for dossier, recorded in signed if not recorded),
    )


def _finish(request: SignatureRequest, at: datetime) -> bool:
    try:
        _record(request, at)
    except NotOpen:
        log.info("dossier %s: its signature was recorded meanwhile", request.subject_ref)
    except Exception:  # one dossier's trouble must not stop the others
        log.exception("dossier %s: its signature could not be recorded", request.subject_ref)
        return False
    return True


def _record(request: SignatureRequest, at: datetime) -> None:
    """Nothing is signed again, so nobody's PIN is asked for."""
    assert request.signed_by, "the constraint what_is_signed_names_who_did"  # noqa: S101
    dossier = Dossier.objects.get(public_id=request.subject_ref)
    by = Account.objects.get(public_id=request.signed_by)
    act = RECORDED_BY[SignatureRequest.Purpose(request.purpose)]
    perform(dossier, act, by=by, at=at, key=f"intent:{request.pk}", pin="")
