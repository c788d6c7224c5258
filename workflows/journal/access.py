"""The access log: who looked at what, who was refused. No rollback of an act can take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from .models import Access


def refused(
    *,
    account: UUID,
    what: str,
    purpose: str,
    at: datetime,
    dossier: UUID | None = None,
    item: UUID | None = None,
) -> None:
    """Somebody tried what he may not do or see. Must not be called inside a transaction."""
    _write(
        Access(
            kind=Access.Kind.REFUSED,
            account=account,
            dossier=dossier,
            item=item,
            what=what,
            purpose=purpose,
            at=at,
        )
    )


def read(
    *,
    account: UUID,
    what: str,
    purpose: str,
    at: datetime,
    dossier: UUID | None = None,
    person: UUID | None = None,
    item: UUID | None = None,
) -> None:
    """Somebody saw personal data of a dossier or a person. Not for use inside a transaction."""
    _write(
        Access(
            kind=Access.Kind.READ,
            account=account,
            dossier=dossier,
            person=person,
            item=item,
            what=what,
            purpose=purpose,
            at=at,
        )
    )


@transaction.atomic(durable=True)
def _write(row: Access) -> None:
    row.save(force_insert=True)
