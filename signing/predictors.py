"""Rows foretold as PNG does (ISO/IEC 15948, 9; ISO 32000-2, 7.4.4.4), undone as all readers do.

The library reads rows of the first two kinds otherwise than any reader, and refuses the last two:
a table of contents written so would lead it to other objects than those that are shown.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate
from typing import Any, TypeAlias

from pyhanko.pdf_utils import filters
from pyhanko.pdf_utils.misc import PdfReadError

# A row as it is written, and the one above it as it is meant.
Row: TypeAlias = Callable[[bytes, bytes], bytes]
as_read: Callable[..., bytes] = filters._png_decode
_NO_ROWS = "a predictor whose rows are not as wide as it says"
_NO_KIND = "a predictor of no known kind"


def undone(data: Any, columns: int) -> bytes:
    """What was written, of one byte a sample; raises PdfReadError for rows that mean nothing."""
    width = int(columns)
    if width < 1 or len(data) % (width + 1):
        raise PdfReadError(_NO_ROWS)
    written, rows, above = bytes(data), bytearray(), bytes(width)
    for start in range(0, len(written), width + 1):
        kind = written[start]
        if kind >= len(_KINDS):
            raise PdfReadError(_NO_KIND)
        above = _KINDS[kind](written[start + 1 : start + 1 + width], above)
        rows += above
    return bytes(rows)


def _as_it_is(row: bytes, _above: bytes) -> bytes:
    return row


def _from_the_left(row: bytes, _above: bytes) -> bytes:
    meant = accumulate(row, lambda left, told: (left + told) % 256)
    return bytes(meant)


def _from_above(row: bytes, above: bytes) -> bytes:
    return bytes((told + up) % 256 for told, up in zip(row, above, strict=True))


def _from_both(row: bytes, above: bytes) -> bytes:
    meant, left = bytearray(), 0
    for told, up in zip(row, above, strict=True):
        left = (told + (left + up) // 2) % 256
        meant.append(left)
    return bytes(meant)


def _from_the_nearest(row: bytes, above: bytes) -> bytes:
    """Paeth's: of left, above and above left the one nearest to what they foretell together."""
    meant, left, corner = bytearray(), 0, 0
    for told, up in zip(row, above, strict=True):
        foretold = left + up - corner
        nearest = min((left, up, corner), key=lambda one: abs(foretold - one))
        left, corner = (told + nearest) % 256, up
        meant.append(left)
    return bytes(meant)


_KINDS: tuple[Row, ...] = (
    _as_it_is, _from_the_left, _from_above, _from_both, _from_the_nearest,
)  # fmt: skip


def install() -> None:
    """From here on, whatever unpacks a stream in this process does so."""
    filters._png_decode = undone
