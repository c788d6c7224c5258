"""The ledger of scanning: claim a file for a while, have it scanned elsewhere, note what was found.

Claiming and noting are short transactions of their own; the scan lies between them. What nobody
notes stays as it was: not scanned.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from .models import StoredFile

# Longer than a scan may take. A file on which the scanner broke is behind all others for so long.
LEASE = timedelta(minutes=2)


def claim(*, at: datetime) -> StoredFile | None:
    """The next file that waits for its scan, ours until the lease ends; none if none waits."""
    free = Q(scan_claimed_until=None) | Q(scan_claimed_until__lte=at)
    waiting = StoredFile.objects.filter(free, scan=StoredFile.Scan.PENDING)
    first = F("scan_claimed_until").asc(nulls_first=True)
    with transaction.atomic(durable=True):
        locked = waiting.select_for_update(skip_locked=True, no_key=True)
        file = locked.order_by(first, "stored_at").first()
        if file is not None:
            file.scan_claimed_until = at + LEASE
            file.save(update_fields=["scan_claimed_until"])
        return file


def note(file: StoredFile, *, malware: str) -> None:
    """What was found in it, by the name of the scanner; nothing, if the name is empty.

    The first word stands: whoever comes late with another one does not change it.
    """
    scan = StoredFile.Scan.INFECTED if malware else StoredFile.Scan.CLEAN
    StoredFile.objects.filter(pk=file.pk, scan=StoredFile.Scan.PENDING).update(
        scan=scan, malware=malware[:200], scan_claimed_until=None
    )
