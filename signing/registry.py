"""Which key signs for whom on a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from .models import SigningKey


def registered(
    *, purpose: str, agency_ref: UUID, holder_ref: UUID | None = None, on: date
) -> SigningKey | None:
    """The newest of the keys: a person's for an agency, or without a holder the agency's."""
    found = SigningKey.objects.filter(
        purpose=purpose,
        agency_ref=agency_ref,
        holder_ref=holder_ref,
        valid_from__lte=on,
        valid_to__gte=on,
    )
    return found.order_by("-valid_from").first()
