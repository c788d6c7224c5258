"""Opens the tables of contents of a file: strictly, save for oddities that mislead no viewer."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefBuilder, XRefSectionData

from .reports import Fault, altered

START = b"%PDF-"
# What it raises to go through objects that are not of the shape they should have.
GARBLED = (PdfError, LookupError, TypeError, ValueError, AttributeError)
_NO_TABLE = re.compile(rb"/Prev\s+0(?=[\s/>])")
# So MuPDF and Pillow write the head of the list of free numbers, which nothing can come after.
_NO_GENERATION = re.compile(rb"(xref[\t ]*(?:\r\n|\r|\n)0 \d+ ?(?:\r\n|\r|\n)\d{10} )65536(?= f)")


class Unopened(Exception):
    """The file cannot be examined; the fault says why."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence)


def started(pdf: bytes) -> tuple[PdfFileReader, int]:
    """The reader, and how many bytes before the start are no part of what it reads.

    Viewers look for the start among the first bytes (ISO 32000-1, Annex H, note 13). Where the
    places in the file count those bytes too, a signature can speak for them; else none can.
    """
    before = pdf.index(START)
    if not before:
        return _reader(pdf), 0
    head = pdf[before : before + 8].ljust(before + 8, b"\n")
    try:
        return _reader(pdf, head), 0
    except (PdfError, ValueError):
        return _reader(pdf[before:]), before


def _reader(pdf: bytes, head: bytes = b"") -> PdfFileReader:
    """Strict; but tables written for old and new programs at once are read, and held together."""
    reader = _read(pdf, head)
    if not reader.xrefs.hybrid_xrefs_present:
        return reader
    for revision in range(reader.xrefs.total_revisions):
        if not _is_hidden_only(reader.xrefs.get_xref_data(revision)):
            raise Unopened(altered(_("The file holds two tables of contents that differ.")))
    return reader


def _is_hidden_only(table: XRefSectionData) -> bool:
    """May the second table only name what the first calls free (ISO 32000-2, 7.5.8.4)?"""
    if table.hybrid is None:
        return True
    second = table.hybrid.xref_data
    named = {*second.standard_xrefs, *second.xrefs_in_objstm, *second.freed}
    return named.isdisjoint({*table.standard_xrefs, *table.xrefs_in_objstm})


def _read(pdf: bytes, head: bytes) -> PdfFileReader:
    """Reads the tables with another head, and without pointers to none; all else as it stands."""
    seen = head + pdf[len(head) :] if head else pdf
    seen = _NO_GENERATION.sub(rb"\g<1>65535", seen)
    try:
        reader = _with_generations(seen)
    except (PdfError, ValueError):
        bare = _NO_TABLE.sub(lambda found: b" " * len(found[0]), seen)
        if bare == seen:
            raise
        reader = _with_generations(bare)
    reader.stream = BytesIO(pdf)
    return reader


class _Reader(PdfFileReader):
    """Also where what a file is encrypted with stands in its trailer (ISO 32000-2, table 15)."""

    @property
    def encrypt_dict(self) -> Any:
        held = self.trailer.raw_get("/Encrypt") if "/Encrypt" in self.trailer else None
        return held if isinstance(held, DictionaryObject) else super().encrypt_dict


def _with_generations(pdf: bytes) -> PdfFileReader:
    """Poppler gives some new objects a later generation, though nothing was freed before them."""
    try:
        return _Reader(BytesIO(pdf))
    except PdfStrictReadError:
        reader = _Reader(BytesIO(pdf), strict=False)
        if not (_is_strictly_written(pdf, reader) and _is_each_number_its_own(reader)):
            raise
        reader.strict = True
        return reader


def _is_strictly_written(pdf: bytes, reader: PdfFileReader) -> bool:
    """Does a strict reader find the very same tables, before it holds them together?"""
    last = reader.last_startxref
    if last is None:
        return False
    builder = XRefBuilder(reader, BytesIO(pdf), strict=True, last_startxref=last)
    with suppress(PdfStrictReadError):
        builder.read_xrefs()
    found = [each.meta_info.declared_startxref for each in reversed(builder.sections)]
    revisions = range(reader.xrefs.total_revisions)
    return found == [reader.xrefs.get_startxref_for_revision(each) for each in revisions]


def _is_each_number_its_own(reader: PdfFileReader) -> bool:
    """Is each number listed with one generation, until it is freed for the next one?

    Not every viewer looks at generations: a number with two of them shows different things.
    """
    tables, generations, size = reader.xrefs, dict[int, int](), 0
    own = set[int]()  # numbers of the tables themselves, which nothing may take later
    for revision in range(tables.total_revisions):
        table = tables.get_xref_data(revision)
        info = tables.get_xref_container_info(revision)
        declared = info.size
        listed = {number: found[0] for number, found in table.standard_xrefs.items()}
        listed |= dict.fromkeys(table.xrefs_in_objstm, 0)
        if declared < size or table.hybrid is not None or not own.isdisjoint(listed):
            return False
        if any(generations.setdefault(*each) != each[1] for each in listed.items()):
            return False
        if any(generations.get(one, after - 1) + 1 != after for one, after in table.freed.items()):
            return False
        size, generations = declared, generations | table.freed
        own |= {one.idnum for one in (info.stream_ref,) if one is not None}
    return True
