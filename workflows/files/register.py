"""Entering kept bytes in the list of files, inside the act that uses them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from .models import StoredFile
from .store import Kept


@transaction.atomic
def enter(kept: Kept, *, at: datetime, scan: str = StoredFile.Scan.PENDING) -> StoredFile:
    """The row of a file already on disk; the same bytes have one row.

    Nobody discards it until the surrounding act has ended, and so refers to it.
    """
    file, _ = StoredFile.objects.select_for_update(no_key=True).get_or_create(
        digest=kept.digest,
        defaults={
            "size": kept.size,
            "media_type": kept.media_type,
            "scan": scan,
            "stored_at": at,
        },
    )
    return file
