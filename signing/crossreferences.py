"""Tables of contents, held against what they can say before they are read.

The library believes what a table says of itself: entries without width, or more of them than were
written, it would read for hours. And where a number stands twice, it takes one, others the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.misc import PdfReadError

from . import packing

Entries = Iterator[xref.XRefEntry]
# A number that counts the bytes of a file takes no more; and more objects no reader goes through.
WIDEST, MOST = 8, 1_000_000
_FEWER = "a cross-reference stream holds fewer entries than it declares"
_VAGUE = "a cross-reference stream is not described by whole numbers"
_UNKNOWN = "a cross-reference stream holds entries of no known type"
_PACKED = "a cross-reference stream is packed in a way of its own"
_TWICE = "a number stands twice in one cross-reference table"

as_declared: Callable[..., Entries] = xref.parse_xref_stream
as_listed: Callable[..., Entries] = xref.parse_xref_table


def once_each(stream: Any, strict: bool) -> Entries:
    """What `as_listed` reads, no number twice and otherwise (ISO 32000-2, 7.5.4).

    Raises:
        PdfReadError: a number is said to stand in two places.
    """
    return _once_each(as_listed(stream, strict))


def as_written(xref_stream: StreamObject, strict: bool = True) -> Entries:
    """What `as_declared` reads, where each entry stands in the stream (ISO 32000-2, 7.5.8.2).

    Raises:
        PdfReadError: entries are declared that nobody wrote, or by something else than numbers.
    """
    if not packing.is_plain(xref_stream):
        raise PdfReadError(_PACKED)
    widths, subsections = _declared(xref_stream)
    declared, width = sum(subsections[1::2]), sum(widths)
    # With room for the byte that a predictor puts before each (7.4.4.4).
    held = xref_stream.read_data(DecodePurpose.XREF_STREAM, expected_size=declared * (width + 1))
    if declared and not 0 < declared * width <= len(held):
        raise PdfReadError(_FEWER)
    if declared > MOST or max(widths) > WIDEST:
        raise PdfReadError(_VAGUE)
    if not _are_known(held[: declared * width], widths[0], width):
        raise PdfReadError(_UNKNOWN)
    return _once_each(as_declared(xref_stream, strict=strict))


def _once_each(entries: Entries) -> Entries:
    seen = dict[int, xref.XRefEntry]()
    for entry in entries:
        if seen.setdefault(entry.idnum, entry) != entry:
            raise PdfReadError(_TWICE)
        yield entry


def _are_known(held: bytes, first: int, width: int) -> bool:
    """Free, in its place, or in a stream: others mean nothing (Table 18), but not to everybody."""
    *above, last = [set(held[place::width]) for place in range(first)] or [{1}]
    return last <= {0, 1, 2} and all(each <= {0} for each in above)


def _declared(table: StreamObject) -> tuple[list[int], list[int]]:
    """How wide the parts of an entry are; and of each subsection where it begins, how many."""
    widths = _numbers(table.get("/W"))
    subsections = _numbers(table.get("/Index", [0, table.get("/Size")]))
    if len(widths) < 3 or len(subsections) % 2:
        raise PdfReadError(_VAGUE)
    return widths, subsections


def _numbers(said: Any) -> list[int]:
    if isinstance(said, list) and all(isinstance(each, int) and each >= 0 for each in said):
        return list(said)
    raise PdfReadError(_VAGUE)


def install() -> None:
    """From here on, whatever parses a file in this process reads so."""
    xref.parse_xref_table = once_each
    xref.parse_xref_stream = as_written
