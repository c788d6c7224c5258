"""What proving finds, and how much it has looked at: a rule that no row was held against is not
proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection, transaction
from django.db.models import Prefetch

from signing.trust import TrustStore
from workflows.dossiers.models import Dossier

T = TypeVar("T")
AT_A_TIME = 200
NEW = timedelta(days=2)


@dataclass(frozen=True)
class Violation:
    """Something that must never be: which rule, what it is about, and a sentence of no person."""

    invariant: str
    subject: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.invariant}, {self.subject}: {self.sentence}"


@dataclass
class Look:
    """One look at the whole base: as of when, whose signatures to trust, how many rows so far.

    Of files, which take long to read, one in `share` is read, others on another day.
    """

    at: datetime
    trust: TrustStore | None = None
    share: int = 1
    rows: int = 0

    def in_turn(self, pk: int, since: datetime) -> bool:
        """Whether a file is to be read: it is its day, or it is new."""
        return since > self.at - NEW or pk % self.share == self.at.toordinal() % self.share

    def over(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self.rows += 1
            yield row


@contextmanager
def of_one_moment() -> Iterator[None]:
    """One snapshot, so that what is written meanwhile contradicts nothing; and nothing is written.

    Inside a transaction it is that one's.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def dossiers(*related: str | Prefetch[Any]) -> Iterator[Dossier]:
    """Every dossier with what is asked for around it, a few at a time."""
    everything = Dossier.objects.order_by("pk").prefetch_related(*related)
    yield from everything.iterator(chunk_size=AT_A_TIME)
