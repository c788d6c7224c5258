"""A second verifier of the journal: it knows the tables and the files, and nothing of the project.

    python second_verifier.py CONNINFO ROOTS_DIR

names every fault and exits with 1, or says that all is well. Whether a time-stamp token is trusted
it leaves to tools for that; it wants one beside every root.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

ENTRIES = """
    SELECT e.dossier_id, d.public_id::text, e.seq, e.act, e.actor::text, e.post::text,
        to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00',
        e.status_from, e.status_to, e.national_code, e.due, e.digest, e.details::text,
        e.commitments::text, e.previous, e.xact::text, e.hash, e.id,
        to_char(e.at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD')
    FROM journal_entry AS e LEFT JOIN dossiers_dossier AS d ON d.id = e.dossier_id
    ORDER BY e.dossier_id, e.seq, e.id
"""
DOSSIERS = "SELECT id, public_id::text, journal_count, journal_head FROM dossiers_dossier"
PRIVATE = "SELECT entry_id, name, salt, value FROM journal_privatevalue"


class Fault(NamedTuple):
    what: str
    dossier: str | None = None
    seq: int | None = None
    until: int | None = None
    day: str | None = None


class NotCanonical(ValueError):
    pass


def canonical(value: Any) -> str:
    """RFC 8785, as far as entries and roots need it: no number with a fraction."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{canonical(n)}:{canonical(value[n])}" for n in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise NotCanonical(value)
    return json.dumps(value, ensure_ascii=False)


class Row:
    """One entry, told in the words its hash covers."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        (_chain, dossier, seq, act, actor, post, at, status_from, status_to, code, due, digest) = (
            row[:12]
        )
        details, commitments, previous, xact, self.hash, self.pk, self.day = row[12:]
        self.dossier, self.seq, self.previous = dossier, seq, previous
        self.commitments = json.loads(commitments)
        self.told = {
            "dossier": dossier, "seq": seq, "act": act, "actor": actor, "post": post, "at": at,
            "status_from": status_from, "status_to": status_to, "national_code": code, "due": due,
            "digest": digest, "details": json.loads(details), "commitments": self.commitments,
            "previous": previous, "xact": xact,
        }  # fmt: skip

    def fits(self, seq: int) -> bool:
        try:
            told = canonical(self.told | {"seq": seq})
        except NotCanonical:
            return False
        return bool(hashlib.sha256(told.encode()).hexdigest() == self.hash)


class Verifier:
    def __init__(self, connection: psycopg.Connection[Any], roots: Path) -> None:
        self.roots = roots
        self.chains: dict[int, list[Row]] = defaultdict(list)
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(ENTRIES)
            for row in cursor:
                self.chains[row[0]].append(Row(row))
            self.dossiers = cursor.execute(DOSSIERS).fetchall()
            self.private = cursor.execute(PRIVATE).fetchall()

    def faults(self) -> Iterator[Fault]:
        for pk, dossier, count, head in self.dossiers:
            yield from self.chain(dossier, count, head, self.chains.get(pk, []))
        known = {pk for pk, *_rest in self.dossiers}
        for pk, rows in self.chains.items():
            if pk not in known:
                yield from (Fault("ownerless", seq=row.seq) for row in rows)
        yield from self.private_values()
        yield from self.day_roots()

    def chain(self, dossier: str, count: int, head: str, rows: list[Row]) -> Iterator[Fault]:
        present = {row.seq for row in rows}
        for first, last in gaps(present, max(count, *present, 0)):
            yield Fault("missing", dossier, first, None if first == last else last)
        yield from self.links(dossier, rows, present)
        end = max(present, default=0)
        if end > count:
            yield Fault("inserted", dossier, count + 1, None if end == count + 1 else end)
        elif end == count and (rows[-1].hash if rows else "") != head:
            yield Fault("head", dossier, count)

    def links(self, dossier: str, rows: list[Row], present: set[int]) -> Iterator[Fault]:
        hashes = {0: ""} | {row.seq: row.hash for row in rows}
        seen: set[int] = set()
        for row in rows:
            if row.seq in seen or row.seq < 1:
                yield Fault("inserted", dossier, row.seq)
            elif not row.fits(row.seq):
                moved = any(row.fits(place) for place in present)
                yield Fault("moved" if moved else "altered", dossier, row.seq)
            elif row.seq - 1 in hashes and row.previous != hashes[row.seq - 1]:
                yield Fault("unchained", dossier, row.seq)
            seen.add(row.seq)

    def private_values(self) -> Iterator[Fault]:
        entries = {row.pk: row for rows in self.chains.values() for row in rows}
        for pk, name, salt, value in self.private:
            row = entries[pk]
            promised = row.commitments.get(name) if isinstance(row.commitments, dict) else None
            if hmac.new(salt.encode(), value.encode(), hashlib.sha256).hexdigest() != promised:
                yield Fault("private", row.dossier, row.seq)

    def day_roots(self) -> Iterator[Fault]:
        held: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
        for row in (
            row for rows in self.chains.values() for row in rows if row.dossier and row.day
        ):
            held[row.day][row.dossier] = (row.seq, row.hash)
        files = sorted(self.roots.glob("????-??-??.json"))
        before = None
        for file in files:
            content = file.read_bytes()
            yield from self.day_root(file.stem, content, before, held[file.stem])
            if not file.with_suffix(".tsr").exists():
                yield Fault("token-missing", day=file.stem)
            before = hashlib.sha256(content).hexdigest()
        days = [file.stem for file in files]
        for day in held:
            if days and day < days[-1] and day not in days:
                yield Fault("root-missing", day=day)

    def day_root(
        self, day: str, content: bytes, before: str | None, held: dict[str, tuple[int, str]]
    ) -> Iterator[Fault]:
        try:
            root = json.loads(content)
            named = {head["dossier"]: (head["count"], head["hash"]) for head in root["heads"]}
            told = {"schema": 1, "day": day, "heads": root["heads"], "previous": root["previous"]}
            readable = canonical(told).encode() == content
        except (ValueError, KeyError, TypeError):
            readable = False
        if not readable:
            yield Fault("root-unreadable", day=day)
            return
        if root["previous"] != before:
            yield Fault("root-unchained", day=day)
        for dossier in {*named, *held}:
            if named.get(dossier) != held.get(dossier):
                count, _hash = named.get(dossier) or held[dossier]
                yield Fault("unrooted", dossier, count, day=day)


def gaps(present: set[int], end: int) -> Iterator[tuple[int, int]]:
    """The stretches of 1 to `end` that nobody stands on."""
    last = 0
    for seq in [*sorted(seq for seq in present if seq > 0), end + 1]:
        if seq > last + 1:
            yield last + 1, seq - 1
        last = seq


def main(conninfo: str, roots: str) -> int:
    with psycopg.connect(conninfo) as connection:
        verifier = Verifier(connection, Path(roots))
    found = list(verifier.faults())
    for fault in found:
        print(" ".join(str(part) for part in fault if part is not None))  # noqa: T201
    if not found:
        entries = sum(map(len, verifier.chains.values()))
        print(f"{len(verifier.dossiers)} dossiers, {entries} entries, all is well")  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
