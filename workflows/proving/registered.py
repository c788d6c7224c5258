"""What became of each issued result by the journal alone: in force, replaced, or revoked.

How a result began that no entry issued is not known here; that one of ours replaced it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.results.models import Result

from .look import AT_A_TIME, Look

State, Kind = Result.State, Dossier.Correction


@dataclass(frozen=True)
class Became:
    """What a result is now, since when, and what took its place."""

    state: str
    since: datetime
    by: str | None = None


def parted(look: Look) -> Iterator[str]:
    """The public ids of the results of which the register says something else."""
    ended, ours = _ended(), set[str]()
    entries = _issued().values_list("details__result", "at").iterator(chunk_size=AT_A_TIME)
    rows = look.over(entries)
    while batch := list(islice(rows, AT_A_TIME)):
        told = {
            result: ended.get(result) or Became(State.ACTIVE, at) for result, at in batch if result
        }
        ours |= ended.keys() & told.keys()
        yield from _otherwise(told)
    yield from _otherwise({key: one for key, one in ended.items() if key not in ours})


def _otherwise(told: dict[str, Became]) -> Iterator[str]:
    """A result that is gone is missed where the numbers are looked at."""
    rows = Result.objects.filter(public_id__in=told).select_related("replaced_by").order_by("pk")
    for row in rows:
        by = str(row.replaced_by.public_id) if row.replaced_by else None
        if Became(row.state, row.state_since, by) != told[str(row.public_id)]:
            yield str(row.public_id)


def _issued() -> QuerySet[Any]:
    """In the order in which results were held to be ended."""
    return Entry.objects.filter(act="issue").order_by("pk")


def _ended() -> dict[str, Became]:
    """Every result that an issued one has ended: of all there are, a few."""
    opened = Entry.objects.filter(dossier=OuterRef("dossier"), act="open_correction")
    entries = _issued().annotate(opened=Subquery(opened.values("details")[:1]))
    ended: dict[str, Became] = {}
    for told, at, why in entries.values_list("details", "at", "opened").iterator():
        if before := told.get("replaced"):
            ended[before] = Became(State.REPLACED, at, told["result"])
        if why and why["kind"] != Kind.AMEND:
            _put_right(ended, why, told["result"], at)
    return ended


def _put_right(ended: dict[str, Became], why: dict[str, str], by: str, at: datetime) -> None:
    """Was it issued anew since, then that ends; what is revoked already stays as it is."""
    newest = _newest(ended, why["corrects"])
    if newest in ended:
        return
    replaced = why["kind"] == Kind.REPLACE
    ended[newest] = Became(State.REPLACED, at, by) if replaced else Became(State.REVOKED, at)


def _newest(ended: dict[str, Became], result: str) -> str:
    for _step in range(len(ended)):
        later = ended[result].by if result in ended else None
        if later is None:
            break
        result = later
    return result
