"""Approval and personal signature (T14-T16): first the intent is recorded, then it is signed."""

from __future__ import annotations

from datetime import datetime, timedelta

from signing import requests
from signing.models import SignatureRequest
from workflows.dossiers.models import Dossier, Paper
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting

from .papers import latest, put, starts_with
from .refusals import DraftChanged, ReasonNeeded
from .relied import check_in_force
from .settle import settle
from .typed import typed

# An intent older than this is reported to the administrator; it is never dropped by itself.
UNTIL = timedelta(days=1)


def send_back(dossier: Dossier, *, by: Acting, at: datetime, reason: str) -> Entry:
    """The approver returns the draft to the handler, with the reason."""
    reason = typed(reason)
    if not reason:
        raise ReasonNeeded
    returned, dossier.draft_digest = dossier.draft_digest, ""
    was = dossier.status
    dossier.send_back()
    return settle(
        dossier,
        "send_back",
        by=by,
        at=at,
        was=was,
        digest=returned,
        private={"reason": reason},
    )


def approve(dossier: Dossier, *, by: Acting, at: datetime, draft: str) -> Entry:
    """The approver consents to the draft of this very digest; the intent to sign it is kept."""
    paper = latest(dossier, Paper.Kind.DRAFT)
    if not draft == dossier.draft_digest == paper.file.digest:
        raise DraftChanged
    check_in_force(dossier)
    dossier.approved_digest = draft
    was = dossier.status
    dossier.approve()
    requests.open_request(
        purpose=SignatureRequest.Purpose.PERSONAL,
        subject_ref=dossier.public_id,
        digest=draft,
        signer_ref=by.office.public_id,
        at=at,
        until=at + UNTIL,
    )
    return settle(dossier, "approve", by=by, at=at, was=was, digest=draft)


def sign(dossier: Dossier, *, by: Acting, at: datetime, signed: str) -> Entry:
    """The approver's signature, made before this transaction, becomes part of the dossier."""
    starts_with(signed, dossier.approved_digest)
    paper = put(dossier, Paper.Kind.SIGNED, signed, at=at)
    requests.done(
        requests.get_open(dossier.public_id, SignatureRequest.Purpose.PERSONAL),
        signed_digest=signed,
        at=at,
    )
    was = dossier.status
    dossier.sign()
    return settle(dossier, "sign", by=by, at=at, was=was, digest=paper.file.digest)
