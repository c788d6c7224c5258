"""What a draft would take from the register, and what need not be typed because it is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procedures.fields import Situation
from procedures.prefill import prefill
from procedures.schema import Requirement
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Account
from workflows.permissions.rules import Acting, entitled
from workflows.results.models import Result
from workflows.results.reuse import NotReusable
from workflows.steps import form_papers, reusing
from workflows.steps.known import sources


@dataclass(frozen=True)
class Held:
    """A paper the register may stand in for: the result that does, or why none does."""

    result: Result | None = None
    needs_consent: bool = False
    refusal: str = ""


@dataclass(frozen=True)
class Preview:
    """By requirement what the register gives, by question what is known: value and source."""

    held: Mapping[str, Held]
    known: Mapping[str, dict[str, Any]]


def preview(
    dossier: Dossier,
    *,
    by: Account,
    at: datetime,
    consents: Collection[str] = (),
    act: str = "submit",
) -> Preview:
    """As `act` would find it now, under these consents; each use is examined in full.

    Raises `NotAllowed` for whoever may not do the act. Not inside a transaction.
    """
    acting = entitled(by, act, dossier, at=at)
    procedure = procedure_of(dossier)
    asked = [r for r in procedure.requirements_of(dossier.case) if r.from_register]
    held = {r.key: _held(dossier, r, acting, at) for r in asked}
    used = [
        one.result
        for key, one in held.items()
        if one.result and (key in consents or not one.needs_consent)
    ]
    return Preview(held, prefill(procedure, dossier.case, sources(dossier, used)))


def drawn_now(dossier: Dossier, paper: Requirement, situation: Situation, *, at: datetime) -> bytes:
    """The PDF that filing would make of these answers; kept nowhere, and marked as a look."""
    return form_papers.look(dossier, procedure_of(dossier), paper, situation, at=at)


def _held(dossier: Dossier, requirement: Requirement, by: Acting, at: datetime) -> Held:
    """Examined as if consent were given, so that it is asked for only where it helps."""
    needs = requirement.reuse_basis is None
    try:
        found = reusing.find(dossier, [requirement], [requirement.key], by=by, at=at)
    except NotReusable as refusal:
        return Held(refusal=str(refusal))
    proof = found.get(requirement.key)
    return Held(proof.result, needs) if proof else Held()
