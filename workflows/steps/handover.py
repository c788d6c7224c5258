"""Handing over (T18): the applicant gets the result, and the proof of it is kept."""

from __future__ import annotations

from datetime import datetime

from workflows.dossiers.models import Dossier, Paper
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .papers import latest
from .refusals import ReceiverNeeded, UnknownDelivery
from .settle import settle
from .typed import typed

WAYS = frozenset({"counter", "online", "post"})


def hand_over(dossier: Dossier, *, by: Acting, at: datetime, how: str, received_by: str) -> Entry:
    """The result is handed over in one of three ways (NĐ 61/2018 art. 20), to a named person."""
    if how not in WAYS:
        raise UnknownDelivery(how)
    received_by = typed(received_by)
    if not received_by:
        raise ReceiverNeeded
    was = dossier.status
    dossier.hand_over()
    return settle(
        dossier,
        "hand_over",
        by=by,
        at=at,
        was=was,
        digest=latest(dossier, Paper.Kind.RESULT).file.digest,
        details={"how": how},
        private={"received_by": received_by},
    )
