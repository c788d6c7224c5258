"""How to reach somebody about a dossier, looked up only at the moment of sending."""

from __future__ import annotations

from uuid import UUID

from .models import Dossier


def email_of(dossier: UUID) -> str | None:
    """The contact's address, else the submitter's; none where none was given."""
    found = Dossier.objects.select_related("contact", "submitter").get(public_id=dossier)
    own = found.contact.email if found.contact else ""
    return own or found.submitter.email or None


def recipients_of(dossier: UUID) -> tuple[UUID, ...]:
    """The accounts of the submitter, for notices in the system."""
    accounts = Dossier.objects.filter(
        public_id=dossier, submitter__accounts__is_active=True
    ).values_list("submitter__accounts__public_id", flat=True)
    return tuple(accounts)
