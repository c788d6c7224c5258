"""How revisions are written: so that every reader finds in them what their tables name, no more.

A program that finds a file odd goes through its bytes and takes for an object whatever looks like
one. So what was added to a signed file must be written without any oddity, and look like nothing
else on the way.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError, read_non_whitespace
from pyhanko.pdf_utils.xref import XRefSectionType, read_object_header

from . import packing, tokens
from .opening import WHITESPACE, Opened, Signed
from .reading import GARBLED

_WHITE = b"[%b]" % WHITESPACE
_END = re.compile(rb"startxref[\t\r\n ]+(\d{1,12})[\t\r\n ]+%%EOF")
# What the library reads into it, or between its numbers, others do not (ISO 32000-2, 7.3.10).
_HEADER = re.compile(rb"(\d{1,10})%b+(\d{1,5})%b+obj(?=[%b<\[(/%%])" % (_WHITE, _WHITE, WHITESPACE))
# ISO 32000-1, Annex C: by higher numbers readers take a file for a damaged one.
_HIGHEST = 8_388_607
_PLACE = re.compile(rb"[0-9]{1,10}")
# Short, and of letters and signs that begin nothing: no program that repairs files reads on here.
_REMARK = re.compile(rb"%(?!%EOF)(?!.*(?:obj|stream|xref|trailer))[!-;=?-~\x80-\xff]{0,200}")
# ISO 32000-2, 7.5.4: entries are twenty bytes each, to the last one.
_LINE = rb"[ ]*(?:\r\n|\r|\n)"
_SUBSECTION = rb"(\d{1,10}) (\d{1,10})[ ]?(?:\r\n|\r|\n)"
_HEADING = re.compile(_SUBSECTION)
_TABLE = re.compile(
    rb"xref%b(?:%b(?:\d{10} \d{5} [fn](?: \r| \n|\r\n))*)+[\t\r\n ]*trailer" % (_LINE, _SUBSECTION)
)
_GAP = rb"(?:%b|%%[^\r\n]*[\r\n])" % _WHITE
_LIKE_MORE = re.compile(
    rb"endobj|\d%b+\d+%b*obj|trailer%b*<<|startxref%b+\d" % (_GAP, _GAP, _GAP, _GAP)
)


def is_all_listed(opened: Opened, since: Signed, *, remarks: bool = False) -> bool:
    """Is each byte after the signature part of an object that its revision lists, and only once?

    `remarks` may stand between: many programs leave their names.
    """
    position = since.end
    try:
        for revision in range(since.revision + 1, opened.revisions):
            position = _Revision(opened, revision, remarks=remarks).end(position)
    except (*GARBLED, PdfError):
        return False
    return _is_nothing(opened.pdf[position:], remarks=remarks)


def _is_nothing(between: bytes, *, remarks: bool) -> bool:
    """White space, and remarks (ISO 32000-2, 7.2.4) in which nothing looks like an object."""
    lines = between.translate(None, b"\x00\t\x0c ").splitlines() if remarks else [between]
    return not any(
        line.strip(WHITESPACE) and not (remarks and _REMARK.fullmatch(line)) for line in lines
    )


class _Revision:
    """The bytes of one revision: its objects, its table of them, its end."""

    def __init__(self, opened: Opened, revision: int, *, remarks: bool = False) -> None:
        self._remarks = remarks
        self._pdf, self._reader = opened.pdf, opened.reader
        self._stream = opened.reader.stream
        self._table = opened.reader.xrefs.get_xref_container_info(revision)
        self._data = opened.reader.xrefs.get_xref_data(revision)
        self._as_it_stood = opened.at(revision)
        # Streams in which its tables say that objects stand.
        self._holders = {
            place.obj_stream_id
            for table in self._tables()
            for place in table.xrefs_in_objstm.values()
        }

    def end(self, position: int) -> int:
        """Where it ends if it starts here; raises ValueError for bytes that belong to nothing."""
        self._check_numbers()
        listed = self._data.standard_xrefs.items()
        for number, (generation, offset) in sorted(listed, key=lambda entry: entry[1][1]):
            position = self._object_end(self._next(position, offset), number, generation)
        position = self._table_end(position)
        found = _END.search(self._pdf, position)
        if found is None or int(found[1]) != self._table.declared_startxref:
            raise ValueError("no end")
        self._next(position, found.start())
        return found.end()

    def _tables(self) -> list[Any]:
        hybrid = self._data.hybrid
        return [self._data, *([hybrid.xref_data] if hybrid else [])]

    def _check_numbers(self) -> None:
        for table in self._tables():
            named = {*table.standard_xrefs, *table.xrefs_in_objstm, *table.freed}
            if max(named | {0}) > _HIGHEST:
                raise ValueError("more objects than readers take")

    def _next(self, position: int, start: int) -> int:
        between = self._pdf[position:start]
        if start < position or not _is_nothing(between, remarks=self._remarks):
            raise ValueError("bytes that belong to nothing")
        return start

    def _object_end(self, start: int, number: int, generation: int) -> int:
        header = _HEADER.match(self._pdf, start)
        if header is None or (number, generation) != tuple(map(int, header.groups())):
            raise ValueError("an object under another number")
        body = header.end()
        self._stream.seek(body)
        read_non_whitespace(self._stream, seek_back=True)
        reference = generic.Reference(number, generation, self._reader)
        read = generic.read_object(self._stream, reference)
        read_non_whitespace(self._stream, seek_back=True)
        end = int(self._stream.tell())
        if self._stream.read(6) != b"endobj":
            raise ValueError("an object without end")
        self._check_holds_one(self._pdf[body:end], read)
        self._check_unpacks_alike(number, read)
        return end + 6

    def _check_unpacks_alike(self, number: int, read: Any) -> None:
        kind, holds = _kind(read), number in self._holders
        if kind == "/XRef" and number not in self._own_tables():
            raise ValueError("a table that is none")
        if isinstance(kind, generic.IndirectObject) or (holds and kind != "/ObjStm"):
            raise ValueError("a stream that does not say here what it is")
        if kind in ("/ObjStm", "/XRef") and not packing.is_plain(read):
            raise ValueError("a stream packed in a way of its own")
        if kind == "/ObjStm":
            self._check_members(number)

    def _own_tables(self) -> set[int]:
        hybrid = self._data.hybrid
        infos = [self._table, *([hybrid.meta_info] if hybrid else [])]
        return {one.stream_ref.idnum for one in infos if one.stream_ref is not None}

    def _check_holds_one(self, written: bytes, read: Any) -> None:
        ends = 1 if isinstance(read, generic.StreamObject) else 0
        if not tokens.is_plain(written, stream=bool(ends)):
            raise ValueError("an object that is not written as objects are")
        if _LIKE_MORE.search(written) or written.count(b"endstream") > ends:
            raise ValueError("an object that looks like several")

    def _check_members(self, number: int) -> None:
        """Those that the table names, each once and in its place (ISO 32000-2, 7.5.7)."""
        held = self._as_it_stood.get_object(generic.Reference(number, 0, self._reader))
        first, content = int(held["/First"]), bytes(held.data)
        words = content[:first].split()
        if len(words) != 2 * int(held["/N"]) or not all(map(_PLACE.fullmatch, words)):
            raise ValueError("an object stream whose head is odd")
        members = self._members(number)
        if [int(one) for one in words[::2]] != [members[n] for n in range(len(members))]:
            raise ValueError("an object stream of which not all is listed")
        places = [first + int(one) for one in words[1::2]]
        if places[:1] != [first]:
            raise ValueError("an object stream that does not begin with its first object")
        for start, end in zip(places, [*places[1:], len(content)], strict=True):
            self._check_member(content[start:end])

    def _check_member(self, written: bytes) -> None:
        """One object and nothing else: some read until it ends, some until the next begins."""
        stream = BytesIO(written)
        generic.read_object(stream, generic.Reference(0, 0, self._reader))
        if not tokens.is_plain(written) or written[stream.tell() :].strip(WHITESPACE):
            raise ValueError("an object that is not written as objects are")

    def _members(self, number: int) -> dict[int, int]:
        """What the tables say stands in an object stream, by its place in it."""
        return {
            place.ix_in_stream: each
            for table in self._tables()
            for each, place in table.xrefs_in_objstm.items()
            if place.obj_stream_id == number
        }

    def _table_end(self, position: int) -> int:
        start = self._table.declared_startxref
        if self._table.xref_section_type is XRefSectionType.STREAM:
            # Such a table is an object, and may list itself.
            reference = self._table.stream_ref
            assert reference is not None, "so the library keeps it"  # noqa: S101
            if start >= position:
                position = self._object_end(
                    self._next(position, start), reference.idnum, reference.generation
                )
            self._stream.seek(start)
            read_object_header(self._stream, strict=True)
            trailer: Any = generic.read_object(self._stream, reference)
            self._check_trailer(trailer)
            if "/XRefStm" in trailer:
                raise ValueError("a table in a stream that names a second one")
            return position
        self._next(position, start)
        self._check_listing(start)
        self._stream.seek(self._table.end_location)
        trailer = generic.DictionaryObject.read_from_stream(
            self._stream, generic.TrailerReference(self._reader)
        )
        end = int(self._stream.tell())
        self._check_holds_one(self._pdf[self._table.end_location : end], trailer)
        self._check_trailer(trailer)
        return end

    def _check_listing(self, start: int) -> None:
        found = _TABLE.match(self._pdf, start)
        if found is None:
            raise ValueError("a table that is not written as tables are")
        for heading in _HEADING.finditer(found[0]):
            first, many = map(int, heading.groups())
            if max(first, first + many - 1) > _HIGHEST:
                raise ValueError("more objects than readers take")

    def _check_trailer(self, trailer: Any) -> None:
        """Not every reader looks in the tables before for what it lacks (ISO 32000-2, 7.5.5)."""
        needed = ("/Root", "/Encrypt", "/ID") if self._reader.encrypted else ("/Root",)
        if any(key not in trailer for key in needed):
            raise ValueError("a table that names no document")
        if int(trailer["/Size"]) > _HIGHEST + 1:
            raise ValueError("more objects than readers take")


def _kind(read: Any) -> Any:
    held = isinstance(read, generic.StreamObject) and "/Type" in read
    return read.raw_get("/Type") if held else None
