"""The words of an object, read by the letter (ISO 32000-2, 7.2 and 7.3).

The library is lenient in places where readers are not, or otherwise: what it takes for the end of
a dictionary they take for its middle. So what was added must be written without any such place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .opening import WHITESPACE

_REGULAR = rb"[^%b()<>\[\]{}/%%]" % WHITESPACE
_TOKEN = re.compile(
    rb"[%b]+|%%[^\r\n]*|\("
    rb"|(?P<opens><<|\[)|(?P<closes>>>|\])"
    rb"|<[0-9A-Fa-f%b]*>"
    rb"|(?P<name>/%b*)"
    rb"|(?P<word>%b+)" % (WHITESPACE, WHITESPACE, _REGULAR, _REGULAR)
)
_WORD = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)|R|true|false|null")
# A sign that ends the name for some (ISO 32000-2, 7.3.5), and one that no two digits follow.
_ODD_NAME = re.compile(rb"#(?:00|(?![0-9A-Fa-f]{2}))")
# ISO 32000-1, Annex C, and what 32 bits take; of 64 brackets PDFium lets the last go.
_LONGEST_NAME, _LONGEST_NUMBER, _LARGEST, _DEEPEST = 127, 30, 2**31 - 1, 40
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_CLOSES = {b">>": b"<<", b"]": b"["}


def is_plain(written: bytes, *, stream: bool = False) -> bool:
    """Is each word one of the language, and each bracket closed by its own?

    With `stream` the content of one may follow, which begins on a line of its own (7.3.8.1).
    """
    try:
        return _is_closed(written, stream=stream)
    except ValueError:
        return False


def _is_closed(written: bytes, *, stream: bool) -> bool:
    opened = list[bytes]()
    for found in _tokens(written):
        kind, text = found.lastgroup, found[0]
        if kind == "opens":
            opened.append(text)
        elif kind == "closes":
            if not opened or opened.pop() != _CLOSES[text]:
                return False
        elif text == b"stream":
            begins = stream and _STREAM.match(written, found.start())
            return bool(begins) and not opened
        elif kind is not None and not _is_sound(text):
            return False
        if len(opened) > _DEEPEST:
            return False
    return not opened


def _tokens(written: bytes) -> Iterator[re.Match[bytes]]:
    """Of strings the bracket that opens them; raises ValueError at what is none."""
    place = 0
    while place < len(written):
        found = _TOKEN.match(written, place)
        if found is None:
            raise ValueError("signs that mean nothing")
        place = found.end()
        if found[0] == b"(":
            place = _end_of_string(written, place)
        else:
            yield found


def _is_sound(text: bytes) -> bool:
    """A name, a number or a word that all read alike, and none so long that some cut it off."""
    if text[:1] == b"/":
        return len(text) <= _LONGEST_NAME + 1 and not _ODD_NAME.search(text)
    if not _WORD.fullmatch(text):
        return False
    is_number = text[-1:] in b"0123456789."
    return not is_number or (len(text) <= _LONGEST_NUMBER and abs(float(text)) <= _LARGEST)


def _end_of_string(written: bytes, place: int) -> int:
    """Behind the bracket that closes it."""
    depth = 1
    while depth:
        found = _IN_STRING.search(written, place)
        if found is None:
            raise ValueError("a string without end")
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        place = found.end()
    return place
