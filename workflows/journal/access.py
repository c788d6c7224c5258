"""The access log: who looked at what, who was refused. No rollback of an act can take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from .models import Access


@transaction.atomic(durable=True)
def refused(*, account: UUID, dossier: UUID | None, what: str, purpose: str, at: datetime) -> None:
    """Somebody tried what he may not do. Must not be called inside a transaction."""
    Access.objects.create(
        kind=Access.Kind.REFUSED,
        account=account,
        dossier=dossier,
        what=what,
        purpose=purpose,
        at=at,
    )


@transaction.atomic(durable=True)
def read(
    *,
    account: UUID,
    what: str,
    purpose: str,
    at: datetime,
    dossier: UUID | None = None,
    person: UUID | None = None,
) -> None:
    """Somebody saw personal data of a dossier or a person. Not for use inside a transaction."""
    Access.objects.create(
        kind=Access.Kind.READ,
        account=account,
        dossier=dossier,
        person=person,
        what=what,
        purpose=purpose,
        at=at,
    )
