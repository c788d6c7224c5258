"""Lists in pages: the most urgent first, and no page slower or less steady than the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Generic, Self, TypeVar
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Place:
    """Where a page ended. The next one begins behind it, whatever has been done meanwhile."""

    turn: datetime
    dossier: UUID

    def __str__(self) -> str:
        return f"{self.turn.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}~{self.dossier}"

    @classmethod
    def read(cls, written: str) -> Self | None:
        """As an address bears it; none where it makes no sense, and the list begins anew."""
        turn, _tilde, dossier = written.partition("~")
        try:
            place = cls(datetime.fromisoformat(turn), UUID(dossier))
        except ValueError:
            return None
        return place if place.turn.tzinfo else None


@dataclass(frozen=True)
class Page(Generic[M]):
    """So many rows, and where the next page begins; none behind the last one."""

    rows: tuple[M, ...]
    following: Place | None


def page(rows: QuerySet[M], *, size: int, after: Place | None = None, of: str = "") -> Page[M]:
    """One page of dossiers, or of what leads to them by the path `of`. One statement.

    A dossier's turn is the moment it is due; before reception, the moment it came in.
    """
    turn = Coalesce(f"{of}due_at", f"{of}submitted_at", f"{of}created_at")
    ordered = rows.annotate(turn=turn, which=F(f"{of}public_id")).order_by("turn", "which")
    if after:
        ordered = ordered.filter(_behind(after))
    found = list(ordered[: size + 1])
    last = _place(found[size - 1]) if len(found) > size else None
    return Page(tuple(found[:size]), last)


def _behind(place: Place) -> Q:
    return Q(turn__gt=place.turn) | Q(turn=place.turn, which__gt=place.dossier)


def _place(row: Model) -> Place:
    return Place(*attrgetter("turn", "which")(row))
