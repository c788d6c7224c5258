"""Who else is in the tests' database at the end: killed processes, threads not quite ended."""

from __future__ import annotations

from django.db import connection

PATIENCE = 30_000  # milliseconds, for each
OTHERS = """
SELECT pg_terminate_backend(pid, %s) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def end_all_but_ours() -> None:
    """Puts them out and waits until they are gone."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS, [PATIENCE])
        assert all(gone for (gone,) in cursor.fetchall()), "somebody stayed in the database"
