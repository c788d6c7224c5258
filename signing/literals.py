"""Strings between brackets, read to their end also where they hold an odd escape.

The library stops at a backslash before a letter that it stands before in no list; the standard
says that then the backslash means nothing (ISO 32000-2, 7.3.4.2). Paths of files hold many.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import BinaryIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError, PdfStreamError

as_listed: Callable[[BinaryIO], bytes] = generic._read_string_literal_bytes
_ENDLESS = "a string without end"
_PART = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))|([()])", re.DOTALL)
_MEANT = {
    b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f",
    b"\r\n": b"", b"\r": b"", b"\n": b"",
}  # fmt: skip


def to_its_end(stream: BinaryIO) -> bytes:
    """What `as_listed` reads; and where it refuses an escape, what the standard says of it."""
    start = stream.tell()
    try:
        return as_listed(stream)
    except PdfStreamError:
        raise
    except (PdfReadError, ValueError):
        stream.seek(start + 1)
        return _read(stream)


def _read(stream: BinaryIO) -> bytes:
    start, written = stream.tell(), stream.read()
    meant, place, depth = bytearray(), 0, 1
    for found in _PART.finditer(written):
        meant += written[place : found.start()]
        place = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            stream.seek(start + place)
            return bytes(meant)
        meant += _meant(found)
    raise PdfStreamError(_ENDLESS)


def _meant(found: re.Match[bytes]) -> bytes:
    octal, escaped, bracket = found.groups()
    if octal:
        # What is above a byte counts for nothing.
        return bytes((int(octal, 8) % 256,))
    return bracket or _MEANT.get(escaped, escaped)


def install() -> None:
    """From here on, whatever parses a file in this process reads so."""
    generic._read_string_literal_bytes = to_its_end
