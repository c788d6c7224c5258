"""What is left in a file of signatures to which no field leads any more."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import read_object_header

from .history import Past, parts_of
from .reading import GARBLED

RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_ROOM = re.compile(rb"/Contents[\x00\t\n\x0c\r ]*$")
# By what its maker let readers do with a form (ISO 32000-2, 12.8.2.3): no consent to what it says.
_RIGHTS = ("/UR", "/UR3")


def has_any(pdf: bytes, reader: PdfFileReader) -> bool:
    """Does the file hold a signature, of whatever revision, whether or not anything leads to it?

    Words in a text and papers attached to this one are none, and rights to use a form are none.
    """
    remains = _Remains(pdf, reader)
    return any(remains.is_signature(*each) for each in remains.found().items())


class _Remains:
    """The objects that tables have ever named, and the ranges of bytes that stand in them."""

    def __init__(self, pdf: bytes, reader: PdfFileReader) -> None:
        self._pdf, self._reader = pdf, reader
        tables = (reader.xrefs.get_xref_data(n) for n in range(reader.xrefs.total_revisions))
        self._places = sorted({place for table in tables for place in _places(table)})

    def found(self) -> dict[int, list[re.Match[bytes]]]:
        """The ranges, by which object begins last before them."""
        starts, found = [start for start, *_rest in self._places], defaultdict(list)
        for one in RANGE.finditer(self._pdf):
            found[bisect_right(starts, one.start()) - 1].append(one)
        return found

    def is_signature(self, place: int, ranges: list[re.Match[bytes]]) -> bool:
        """Anything that is neither words nor rights; what cannot be told apart is one, too."""
        if place < 0:
            return True
        start, number, generation = self._places[place]
        reference = generic.Reference(number, generation, self._reader)
        try:
            item, end = self._read(self._pdf, start, reference)
            if ranges[-1].start() >= end or _kind(item) == "/ObjStm":
                return True
            if any(_signatures(item)):
                return not self._lends_rights(start, end, reference, ranges)
        except GARBLED:
            return True
        # Whoever says how long a stream is can let it swallow the signature that was behind it.
        return any(self._room(one) is not None for one in ranges)

    def _read(self, pdf: bytes, start: int, reference: generic.Reference) -> tuple[Any, int]:
        stream = BytesIO(pdf)
        stream.seek(start)
        read_object_header(stream, strict=False)
        return generic.read_object(stream, reference), stream.tell()

    def _room(self, found: re.Match[bytes]) -> tuple[int, int] | None:
        """What it leaves out, if this is where the signature stands: a file attached is shifted."""
        before, length, after, _rest = (_number(one) for one in found.groups())
        start = before + length
        fits = start < after and _ROOM.search(self._pdf[max(0, start - 40) : start])
        return (start, after) if fits else None

    def _lends_rights(
        self, start: int, end: int, reference: generic.Reference, ranges: list[re.Match[bytes]]
    ) -> bool:
        """Does it say so where a signature speaks for it, and is it where rights are looked for?"""
        said = self._pdf[start:end]
        for opens, closes in filter(None, map(self._room, ranges)):
            if not start < opens < closes - 1 < end:
                return False
            room = b"<%b>" % b"0".ljust(closes - opens - 2, b"0")
            said = said[: opens - start] + room + said[closes - start :]
        item, _end = self._read(said, 0, reference)
        said_so = [_is_of_rights(one) and _range(one) in self._lent for one in _signatures(item)]
        return not isinstance(item, generic.StreamObject) and bool(said_so) and all(said_so)

    @cached_property
    def _lent(self) -> list[list[int]]:
        """The ranges of what the catalogue ever named as lending rights."""
        return [
            held
            for revision in range(self._reader.xrefs.total_revisions)
            for held in _lent(Past(self._reader, revision))
        ]


def _places(table: Any) -> Iterator[tuple[int, int, int]]:
    for part in (table, *([table.hybrid.xref_data] if table.hybrid else [])):
        for number, (generation, start) in part.standard_xrefs.items():
            yield start, number, generation


def _signatures(item: Any) -> Iterator[Any]:
    """The dictionaries within an object that speak for a range of bytes."""
    waiting = [item]
    while waiting:
        item = waiting.pop()
        if isinstance(item, generic.DictionaryObject) and "/ByteRange" in item:
            yield item
        waiting += parts_of(item)


def _is_of_rights(signature: Any) -> bool:
    said = list(parts_of(signature.raw_get("/Reference") if "/Reference" in signature else None))
    methods = [one.raw_get("/TransformMethod") for one in said]
    return bool(methods) and all(one in _RIGHTS for one in methods)


def _lent(past: Past) -> Iterator[list[int]]:
    for key in _RIGHTS:
        with suppress(*GARBLED):
            yield _range(past.root["/Perms"][key])


def _range(signature: Any) -> list[int]:
    return [int(one) for one in signature["/ByteRange"]]


def _number(digits: bytes) -> int:
    """Longer ones than any file are cut: Python refuses to read them."""
    return int(digits.lstrip(b"0")[:20] or b"0")


def _kind(item: Any) -> Any:
    return item.get("/Type") if isinstance(item, generic.StreamObject) else None
