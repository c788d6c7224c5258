"""Intents to sign that were left open: what was signed is recorded, the rest is reported once."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import OperationalError

from signing import requests
from signing.models import SignatureRequest
from workflows.dossiers.models import Dossier
from workflows.people.models import Account

from .errors import Busy, ClockAstray
from .perform import finish

log = logging.getLogger(__name__)

RECORDED_BY = {
    SignatureRequest.Purpose.PERSONAL: "sign",
    SignatureRequest.Purpose.SEAL: "issue",
}
# What will pass by itself; whatever else went wrong would go wrong again.
PASSING = (Busy, ClockAstray, OperationalError)


@dataclass(frozen=True)
class Swept:
    """The dossiers whose signature is now recorded, and those found to be overdue or in trouble."""

    finished: tuple[UUID, ...]
    overdue: tuple[UUID, ...]
    failed: tuple[UUID, ...]


def finish_open_intents(*, clock: Callable[[], datetime]) -> Swept:
    """Records what a crash left between signing and recording; each dossier stands alone.

    An intent that nobody signed in its time is named and stays: dropping it would undo an approval.
    What is overdue or cannot be recorded is held for a person, whose own act still ends it.
    """
    left = requests.left_open(at=clock(), of=RECORDED_BY)
    signed = [(one.subject_ref, _finish(one, clock())) for one in left if one.signed_at]
    unsigned = [one for one in left if not one.signed_at]
    return Swept(
        finished=tuple(dossier for dossier, recorded in signed if recorded),
        overdue=tuple(one.subject_ref for one in unsigned if _is_overdue(one)),
        failed=tuple(dossier for dossier, recorded in signed if not recorded),
    )


def _is_overdue(request: SignatureRequest) -> bool:
    """Unless it was signed meanwhile."""
    held = requests.hold(request, reason=requests.OVERDUE)
    if held:
        log.warning("dossier %s waits for a signature past its time", request.subject_ref)
    return held


def _finish(request: SignatureRequest, at: datetime) -> bool:
    """Whether it is recorded now, by us or by whoever was faster."""
    try:
        _record(request, at)
    except PASSING as trouble:
        name = type(trouble).__name__
        log.warning("dossier %s: its signature is recorded later (%s)", request.subject_ref, name)
    except Exception as trouble:  # one dossier's trouble must not stop the others
        if requests.hold(request, reason=type(trouble).__name__):
            log.exception("dossier %s: its signature is left to a person", request.subject_ref)
    request.refresh_from_db()
    return request.state == SignatureRequest.State.DONE


def _record(request: SignatureRequest, at: datetime) -> None:
    assert request.signed_by, "the constraint what_is_signed_says_by_whom_and_when"  # noqa: S101
    assert request.signed_at, "as above"  # noqa: S101
    dossier = Dossier.objects.get(public_id=request.subject_ref)
    by = Account.objects.get(public_id=request.signed_by)
    act = RECORDED_BY[SignatureRequest.Purpose(request.purpose)]
    finish(dossier, act, by=by, at=at, signed_at=request.signed_at, key=request.idempotency_key)
