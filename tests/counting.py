"""Counting statements, so that a change of their number is a decision and not an accident."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def counted() -> Iterator[list[str]]:
    """What the block asks of the database, without BEGIN, COMMIT and savepoints."""
    taken: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield taken
    taken += [q["sql"] for q in captured if not q["sql"].startswith(CONTROL)]
