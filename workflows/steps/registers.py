"""Keeping a register of dossiers (Mẫu 07) as it stands, to be signed for its agency."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from workflows.dossiers.models import KeptRegister
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.people.models import Post

from . import slip_signing


@transaction.atomic
def keep(
    drawn: bytes, *, public_id: UUID, year: int, lines: int, by: Post, at: datetime
) -> KeptRegister:
    """The drawn register of the agency of `by`, once under this id, and the wish to sign it."""
    agency = by.unit.agency
    kept, is_new = KeptRegister.objects.get_or_create(
        public_id=public_id,
        defaults={
            "agency": agency,
            "year": year,
            "lines": lines,
            "file": enter(store.keep_bytes(drawn), at=at, scan=StoredFile.Scan.OWN),
            "made_at": at,
            "made_by": by,
        },
    )
    if is_new:
        slip_signing.wanted(kept, agency=agency, at=at)
    return kept
