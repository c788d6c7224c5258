"""Completion before reception (T2, T3): one full list, answered item by item."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from workflows.dossiers.drafts import HandedIn
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.permissions.rules import Acting
from workflows.results.reuse import Proof

from . import slips
from .answering import take_in
from .asking import Stage, open_request, told
from .settle import settle
from .submission import handed_in


def ask(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    items: Mapping[str, str],
    legal_basis: str = "",
    approved_by: str = "",
) -> Entry:
    """The counter asks once, for everything (Mẫu 02): `items` maps keys to reasons.

    A second time only on `legal_basis`, with the consent of the superior in post `approved_by`.
    """
    request = open_request(
        dossier,
        Stage.RECEPTION,
        items,
        by=by,
        at=at,
        legal_basis=legal_basis,
        approved_by=approved_by,
    )
    slip = slips.completion(dossier, procedure_of(dossier), request, by=by, at=at)
    was = dossier.status
    dossier.ask_completion()
    return settle(
        dossier,
        "ask_completion",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details=told(request),
        private={"legal_basis": request.legal_basis} if request.legal_basis else {},
    )


def resubmit(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    proofs: Mapping[str, Proof],
    answers: Mapping[str, Any] | None = None,
    papers: Mapping[str, HandedIn] | None = None,
    consents: Collection[str] = (),
) -> Entry:
    """The applicant answers every item of the request, and nothing else."""
    answered = take_in(
        dossier,
        procedure_of(dossier),
        by=by,
        at=at,
        proofs=proofs,
        answers=answers or {},
        papers=papers or {},
    )
    was = dossier.status
    dossier.resubmit()
    return settle(
        dossier,
        "resubmit",
        by=by,
        at=at,
        was=was,
        details=handed_in(dossier) | {"consents": sorted({*answered.used} & set(consents))},
        private={"answers": dossier.answers},
    )
