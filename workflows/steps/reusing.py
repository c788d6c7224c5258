"""What the State already knows: results of the register that stand in for papers of a dossier."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils.timezone import localdate

from procedures.schema import Requirement
from signing.trust import TrustServices
from workflows.dossiers.models import Component, Dossier
from workflows.journal import access
from workflows.people.models import Person
from workflows.permissions.rules import Acting
from workflows.results import register
from workflows.results.models import Result
from workflows.results.purpose import Purpose
from workflows.results.reuse import NotReusable, Proof, examine


def find(
    dossier: Dossier,
    requirements: Iterable[Requirement],
    consents: Collection[str] = (),
    *,
    by: Acting,
    at: datetime,
) -> dict[str, Proof]:
    """For each requirement the register can satisfy, the newest result that passes examination.

    `consents` names the requirements for which the applicant consents to the use. Raises
    `NotReusable` where a paper can come from nowhere else. Verifies files: call it outside a
    transaction. Each result that is found leaves a trace of who read it.
    """
    requester = by.applicant_of(dossier)
    found = {
        r.key: _newest_sound(dossier, r, _purpose(dossier, r, consents), requester, at)
        for r in requirements
        if r.from_register
    }
    proofs = {key: proof for key, proof in found.items() if proof is not None}
    for _proof in proofs:
        access.read(
            account=by.account.public_id,
            dossier=dossier.public_id,
            what="result",
            purpose="reuse",
            at=at,
        )
    return proofs


def _purpose(dossier: Dossier, requirement: Requirement, consents: Collection[str]) -> Purpose:
    basis = requirement.reuse_basis
    return Purpose(
        procedure=dossier.procedure_key,
        requirement=requirement.key,
        accepted=requirement.from_register,
        agency=dossier.competent_agency,
        legal_basis=basis.cited if basis else "",
        consented=requirement.key in consents,
    )


def _newest_sound(
    dossier: Dossier, requirement: Requirement, purpose: Purpose, requester: Person, at: datetime
) -> Proof | None:
    refusal: NotReusable | None = None
    for result in register.held_by(dossier.owner, requirement.from_register):
        try:
            return _examine(dossier, purpose, result, requester, at)
        except NotReusable as reason:
            refusal = refusal or reason
    if refusal is not None and not requirement.from_citizen:
        raise refusal
    return None


def _examine(
    dossier: Dossier, purpose: Purpose, result: Result, requester: Person, at: datetime
) -> Proof:
    return examine(
        result,
        owner=dossier.owner,
        requester=requester,
        purpose=purpose,
        trust=TrustServices.configured().trust,
        at=at,
    )


def use(dossier: Dossier, proofs: Mapping[str, Proof], *, at: datetime) -> dict[str, Result]:
    """Binds the proven results to the dossier as components, under the register's row locks."""
    # Everywhere in the same order, so that no two dossiers wait for each other.
    in_order = sorted(proofs, key=lambda key: (proofs[key].result.pk, key))
    return {key: _use(dossier, key, proofs[key], at) for key in in_order}


def _use(dossier: Dossier, requirement: str, proof: Proof, at: datetime) -> Result:
    result = register.use(proof, dossier=dossier.public_id, on=localdate(at))
    Component.objects.create(
        dossier=dossier,
        requirement=requirement,
        version=1 + dossier.components.filter(requirement=requirement).count(),
        origin=Component.Origin.REUSED_RESULT,
        name=result.number,
        file=result.file,
        result=result,
        added_at=at,
    )
    return result
