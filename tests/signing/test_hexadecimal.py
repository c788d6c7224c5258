"""Strings of digits read at once are what the library reads digit by digit, right or wrong."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO

from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from signing import hexadecimal

DIGITS = b"0123456789abcdefABCDEF"
# What may stand between the brackets, lawfully or not.
PARTS = st.sampled_from([*(bytes([one]) for one in DIGITS), b" ", b"\n", b"%\n", b">", b"<", b"g"])


@given(st.lists(PARTS, max_size=40).map(b"".join), st.sampled_from([b">", b"", b">>", b" >1"]))
@example(b"", b">")
@example(b"414", b">")
@example(b"FEFF1EA4", b">")
@example(b"41 42", b">")
@example(b"41%42>\n43", b">")
@example(b"4g", b">")
def test_a_string_is_what_the_library_reads(inside: bytes, after: bytes) -> None:
    written = b"<" + inside + after
    assert _read(hexadecimal.at_once, written) == _read(hexadecimal.digit_by_digit, written)


def test_a_string_longer_than_what_is_read_at_once_is_read_to_its_end() -> None:
    for length in (hexadecimal.AT_ONCE - 1, hexadecimal.AT_ONCE, 3 * hexadecimal.AT_ONCE + 1):
        for after in (b">", b"", b"\n>", b"g>"):
            written = b"[<" + b"4" * length + after + b" true]"
            read = _read(hexadecimal.at_once, written, start=1)
            assert read == _read(hexadecimal.digit_by_digit, written, start=1)


def test_whoever_parses_a_file_here_reads_so() -> None:
    assert generic.read_hex_string_from_stream is hexadecimal.at_once
    assert str(generic.read_object(BytesIO(b"<4D43>"), generic.Reference(1))) == "MC"


def _read(how: Callable[[BinaryIO], Any], written: bytes, *, start: int = 0) -> object:
    """What is read, of which kind, and where the stream stands then; or what is raised."""
    stream = BytesIO(written)
    stream.seek(start)
    try:
        found = how(stream)
    except PdfError as error:
        return type(error), str(error)
    return type(found), found, stream.tell()
