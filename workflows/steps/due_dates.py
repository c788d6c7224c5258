"""Setting a due date: the dossier's own, and the history that it never leaves."""

from __future__ import annotations

from datetime import datetime

from workflows.clock.deadline import Due
from workflows.dossiers.models import Dossier, DueChange
from workflows.permissions.rules import Acting

Cause = DueChange.Cause


def set_due(
    dossier: Dossier,
    due: Due | None,
    cause: DueChange.Cause,
    *,
    by: Acting,
    at: datetime,
    promised: bool,
    basis: str = "",
) -> DueChange:
    """From now on the result is due then; none where the limit waits for an event."""
    dossier.due_at = due.at if due else None
    dossier.derivation = due.derivation_json() if due else None
    if dossier.original_due_at is None:
        dossier.original_due_at = dossier.due_at
    return DueChange.objects.create(
        dossier=dossier,
        number=dossier.due_changes.count() + 1,
        cause=cause,
        due_at=dossier.due_at,
        derivation=dossier.derivation or [],
        at=at,
        by=by.post,
        basis=basis,
        promised=promised,
    )
