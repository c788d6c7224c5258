"""What proving finds, and how much it has looked at: a rule that no row was held against is not
proven.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Prefetch

from signing.trust import TrustStore
from workflows.dossiers.models import Dossier

T = TypeVar("T")
AT_A_TIME = 200


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
    """One look at the whole base: as of when, whose signatures to trust, how many rows so far."""

    at: datetime
    trust: TrustStore | None = None
    rows: int = 0

    def over(self, rows: Iterable[T]) -> Iterator[T]:
        for row in rows:
            self.rows += 1
            yield row


def dossiers(*related: str | Prefetch[Any]) -> Iterator[Dossier]:
    """Every dossier with what is asked for around it, a few at a time."""
    everything = Dossier.objects.order_by("pk").prefetch_related(*related)
    yield from everything.iterator(chunk_size=AT_A_TIME)
