"""Does every chain hold? Each hash is computed anew and compared with what the dossier counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, Func, OuterRef
from rfc8785 import CanonicalizationError

from workflows.dossiers.models import Dossier

from .chain import Link
from .faults import Fault, Wrong
from .models import Entry, PrivateValue
from .private import Hidden

AT_A_TIME = 2000
KEPT = ("pk", "public_id", "journal_count", "journal_head")
TOLD = tuple(field.name for field in fields(Link) if field.name not in {"dossier", "at"})


class Moment(Func):
    """A moment as `chain.moment` tells it; read as text, so that no value can trip the reader."""

    template = (
        """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
    )
    output_field = CharField()


@dataclass(frozen=True)
class Row:
    """An entry as the database holds it now."""

    link: Link
    hash: str
    xact: int

    def is_whole(self) -> bool:
        return self.is_whole_at(self.link.seq)

    def is_whole_at(self, seq: int) -> bool:
        try:
            return replace(self.link, seq=seq).sealed(self.xact) == self.hash
        except CanonicalizationError:
            return False


@dataclass(frozen=True)
class Chain:
    """What a dossier says of its journal, and the journal."""

    dossier: UUID
    count: int
    head: str
    rows: Sequence[Row]


def chains() -> Iterator[Chain]:
    """Every dossier with its entries, streamed in one statement, so that count and rows agree."""
    joined = Dossier.objects.annotate(moment=Moment("entries__at")).values(
        *KEPT, "entries__pk", *(f"entries__{name}" for name in (*TOLD, "hash", "xact")), "moment"
    )
    stream = joined.order_by("pk", "entries__seq", "entries__pk").iterator(chunk_size=AT_A_TIME)
    for (_pk, dossier, count, head), rows in groupby(stream, lambda v: tuple(v[k] for k in KEPT)):
        held = [_row(dossier, values) for values in rows if values["entries__pk"] is not None]
        yield Chain(dossier, count, head, held)


def _row(dossier: UUID, values: dict[str, Any]) -> Row:
    told = {name: values[f"entries__{name}"] for name in TOLD}
    link = Link(dossier=dossier, at=values["moment"], **told)
    return Row(link, values["entries__hash"], values["entries__xact"])


def check(chain: Chain) -> Iterator[Fault]:
    """Every fault of one chain, from its first entry to the last one the dossier counts."""
    last, before = 0, ""
    for row in chain.rows:
        seq = row.link.seq
        if seq > last + 1:
            yield _fault(chain, Wrong.MISSING, last + 1, seq - 1)
        for wrong in _wrong(chain, row, last, before):
            yield _fault(chain, wrong, seq)
        last, before = seq, row.hash
    if last < chain.count:
        yield _fault(chain, Wrong.MISSING, last + 1, chain.count)
    elif last > chain.count:
        yield _fault(chain, Wrong.INSERTED, chain.count + 1, last)
    elif before != chain.head:
        yield _fault(chain, Wrong.HEAD, last)


def _wrong(chain: Chain, row: Row, last: int, before: str) -> Iterator[Wrong]:
    seq = row.link.seq
    if seq <= last:
        yield Wrong.INSERTED
    elif not row.is_whole():
        elsewhere = any(row.is_whole_at(other.link.seq) for other in chain.rows)
        yield Wrong.MOVED if elsewhere else Wrong.ALTERED
    elif seq == last + 1 and row.link.previous != before:
        yield Wrong.UNCHAINED


def _fault(chain: Chain, wrong: Wrong, first: int, last: int | None = None) -> Fault:
    return Fault(wrong, chain.dossier, first, last if last != first else None)


def every_chain(counted: Counter[str]) -> Iterator[Fault]:
    for chain in chains():
        counted["dossiers"] += 1
        counted["entries"] += len(chain.rows)
        yield from check(chain)


def ownerless() -> Iterator[Fault]:
    """Entries whose dossier is gone; only somebody who can lift foreign keys can leave them."""
    known = Exists(Dossier.objects.filter(pk=OuterRef("dossier_id")))
    for seq in Entry.objects.filter(~known).order_by("pk").values_list("seq", flat=True).iterator():
        yield Fault(Wrong.OWNERLESS, seq=seq)


def private_values(counted: Counter[str]) -> Iterator[Fault]:
    """Private values that are not what was committed to. Those erased are no fault."""
    values = PrivateValue.objects.order_by("entry_id", "name").values_list(
        "name", "salt", "value", "entry__commitments", "entry__dossier__public_id", "entry__seq"
    )
    for name, salt, value, commitments, dossier, seq in values.iterator(chunk_size=AT_A_TIME):
        committed = commitments.get(name) if isinstance(commitments, dict) else None
        counted["private_values"] += 1
        if Hidden(salt, value).commitment != committed:
            yield Fault(Wrong.PRIVATE, dossier, seq)
