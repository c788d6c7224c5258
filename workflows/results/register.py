"""Looking results up for their owner, and noting who relied on them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from workflows.people.models import Organisation, Person

from .models import Result, ResultUse
from .reuse import Proof, still_holds


def held_by(owner: Person | Organisation, types: Collection[str]) -> QuerySet[Result]:
    """The owner's results of these types, newest first; those no longer in force say why."""
    column = "owner_organisation" if isinstance(owner, Organisation) else "owner_person"
    found = Result.objects.filter(result_type__in=types, **{column: owner})
    with_all = ("file", "issuer", "owner_person", "owner_organisation", "replaced_by")
    return found.select_related(*with_all).order_by("-issued_on", "-pk")


def use(proof: Proof, *, dossier: UUID, on: date) -> Result:
    """Notes the reuse; the row is held so that a revocation comes wholly before or after."""
    result, purpose = _held(proof.result.pk), proof.purpose
    still_holds(result, proof, on=on)
    # Asked to complete it, an applicant may rely on the same result once more.
    ResultUse.objects.update_or_create(
        result=result,
        dossier=dossier,
        requirement=purpose.requirement,
        defaults={
            "purpose": purpose.procedure,
            "legal_basis": purpose.legal_basis,
            "consented": purpose.consented,
            "digest": proof.digest,
            "checked_at": proof.examined_at,
        },
    )
    return result


def replace(used: Result, *, by: Result, at: datetime) -> Result | None:
    """Ends `used`, or what has replaced it since, in favour of `by`; returns what has ended.

    What was revoked meanwhile stays revoked: then nothing is left to replace.
    """
    result = newest(used)
    if result.state != Result.State.ACTIVE:
        return None
    result.state, result.replaced_by, result.state_since = Result.State.REPLACED, by, at
    result.save(update_fields=["state", "replaced_by", "state_since"])
    return result


def revoke(result: Result, *, reason: str, at: datetime) -> Result | None:
    """Ends for good `result`, or what has replaced it since; returns what has ended.

    From this moment on nobody may rely on it.
    """
    held = newest(result)
    if held.state != Result.State.ACTIVE:
        return None
    held.state, held.state_reason, held.state_since = Result.State.REVOKED, reason, at
    held.save(update_fields=["state", "state_reason", "state_since"])
    return held


def newest(result: Result) -> Result:
    """The result, or what has replaced it since: held, so that whoever relies on it is known."""
    held = _held(result.pk)
    while held.replaced_by_id is not None:
        held = _held(held.replaced_by_id)
    return held


def _held(pk: int) -> Result:
    return Result.objects.select_related("file").select_for_update(of=("self",)).get(pk=pk)
