"""Entering kept bytes in the list of files, inside the act that uses them."""

from __future__ import annotations

from datetime import datetime

from .models import StoredFile
from .store import Kept

# What is there already is written as it was: that locks the row against discarding. By a column
# that nothing refers to, so that whoever refers to the file need not wait.
ENTER = """
    INSERT INTO files_storedfile (digest, size, media_type, scan, malware, stored_at)
    VALUES (%(digest)s, %(size)s, %(media_type)s, %(scan)s, '', %(stored_at)s)
    ON CONFLICT (digest) DO UPDATE SET stored_at = files_storedfile.stored_at
    RETURNING *
"""


def enter(kept: Kept, *, at: datetime, scan: str = StoredFile.Scan.PENDING) -> StoredFile:
    """The row of a file already on disk; the same bytes have one row.

    Nobody discards it until the surrounding act has ended, and so refers to it.
    """
    told = {
        "digest": kept.digest,
        "size": kept.size,
        "media_type": kept.media_type,
        "scan": scan,
        "stored_at": at,
    }
    [file] = StoredFile.objects.raw(ENTER, told)
    return file
