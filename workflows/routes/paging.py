"""Lists in pages: the most urgent first, and no page slower or less steady than the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from django.db.models import Case, Count, F, Model, Q, QuerySet, When
from django.db.models.functions import Coalesce

from workflows.dossiers.models import Dossier

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Place:
    """Where a page ended. The next one begins behind it, whatever has been done meanwhile."""

    turn: datetime
    dossier: UUID

    def __str__(self) -> str:
        return f"{self.turn.astimezone(UTC):%Y%m%dT%H%M%S.%fZ}~{self.dossier}"

    @classmethod
    def of(cls, dossier: Dossier) -> Self:
        """Where the dossier lies now, by the same turn as in `_in_turn`."""
        turn = dossier.due_at or dossier.submitted_at or dossier.created_at
        return cls(turn, dossier.public_id)

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
    """So many rows, and where the pages before and behind them end; none where there is none."""

    rows: tuple[M, ...]
    following: Place | None
    preceding: Place | None = None


@dataclass(frozen=True)
class Stretch:
    """Which rows of how many a page shows."""

    first: int
    last: int
    total: int


def page(
    rows: QuerySet[M],
    *,
    size: int,
    after: Place | None = None,
    before: Place | None = None,
    of: str = "",
) -> Page[M]:
    """One page of dossiers, or of what leads to them by the path `of`. One statement.

    A dossier's turn is the moment it is due; before reception, the moment it came in.
    """
    turned = _in_turn(rows, of)
    if before:
        found = list(turned.filter(_ahead(before)).order_by("-turn", "-which")[: size + 1])
        shown, more = found[:size][::-1], len(found) > size
        return _between(shown, behind=True, ahead=more)
    if after:
        turned = turned.filter(_behind(after))
    found = list(turned.order_by("turn", "which")[: size + 1])
    return _between(found[:size], behind=len(found) > size, ahead=after is not None)


def following(rows: QuerySet[M], place: Place, *, of: str = "") -> Place | None:
    """The place that comes behind this one; behind the last comes the first. One statement."""
    begun_anew = Case(When(_behind(place), then=0), default=1)
    found = _in_turn(rows, of).order_by(begun_anew, "turn", "which").first()
    return _place(found) if found else None


def stretch(rows: QuerySet[M], shown: Page[M], *, of: str = "") -> Stretch:
    """Where the page lies in the whole list. One statement."""
    if not shown.rows:
        return Stretch(0, 0, rows.count())
    ahead = Count("pk", filter=_ahead(_place(shown.rows[0])))
    counted = _in_turn(rows, of).aggregate(total=Count("pk"), ahead=ahead)
    first = counted["ahead"] + 1
    return Stretch(first, first + len(shown.rows) - 1, counted["total"])


def _in_turn(rows: QuerySet[M], of: str) -> QuerySet[Any, M]:
    turn = Coalesce(f"{of}due_at", f"{of}submitted_at", f"{of}created_at")
    return rows.annotate(turn=turn, which=F(f"{of}public_id"))


def _between(rows: list[M], *, behind: bool, ahead: bool) -> Page[M]:
    return Page(
        tuple(rows),
        following=_place(rows[-1]) if rows and behind else None,
        preceding=_place(rows[0]) if rows and ahead else None,
    )


def _behind(place: Place) -> Q:
    return Q(turn__gt=place.turn) | Q(turn=place.turn, which__gt=place.dossier)


def _ahead(place: Place) -> Q:
    return Q(turn__lt=place.turn) | Q(turn=place.turn, which__lt=place.dossier)


def _place(row: Model) -> Place:
    return Place(*attrgetter("turn", "which")(row))
