"""One at a time: what an act does outside any transaction is done once, by whoever comes first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from workflows.dossiers.models import Dossier


@contextmanager
def alone_with(dossier: Dossier) -> Iterator[None]:
    """Whoever comes second waits until the first has recorded its act, and finds it done.

    The lock belongs to the database session: whatever ends the process ends the lock too.
    """
    lock = [f"act:{dossier.public_id}"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", lock)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", lock)
