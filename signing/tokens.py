"""The words of an object, read by the letter (ISO 32000-2, 7.2 and 7.3).

The library is lenient in places where readers are not, or otherwise: what it takes for the end of
a dictionary they take for its middle. So what was added must be written without any such place.
"""

from __future__ import annotations

import re

_WHITE = rb"\x00\t\n\x0c\r "
_REGULAR = rb"[^\x00\t\n\x0c\r ()<>\[\]{}/%]"
_TOKEN = re.compile(
    rb"(?P<white>[%b]+|%%[^\r\n]*)"
    rb"|(?P<string>\()"
    rb"|(?P<opens><<|\[)|(?P<closes>>>|\])"
    rb"|<[0-9A-Fa-f%b]*>"
    rb"|/%b*"
    rb"|(?P<word>%b+)" % (_WHITE, _WHITE, _REGULAR, _REGULAR)
)
_WORD = re.compile(rb"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)|R|true|false|null")
_IN_STRING = re.compile(rb"\\.|[()]", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n")
_CLOSES = {b">>": b"<<", b"]": b"["}


def is_plain(written: bytes, *, stream: bool = False) -> bool:
    """Is each word one of the language, and each bracket closed by its own?

    With `stream` the content of one may follow, which begins on a line of its own (7.3.8.1).
    """
    place, opened = 0, list[bytes]()
    while place < len(written):
        found = _TOKEN.match(written, place)
        if found is None:
            return False
        place = found.end()
        match found.lastgroup:
            case "string":
                place = _end_of_string(written, place)
            case "opens":
                opened.append(found[0])
            case "closes" if not opened or opened.pop() != _CLOSES[found[0]]:
                return False
            case "word" if not _WORD.fullmatch(found[0]):
                begins = stream and _STREAM.match(written, found.start())
                return bool(begins) and not opened
        if not place:
            return False
    return not opened


def _end_of_string(written: bytes, place: int) -> int:
    """Behind the bracket that closes it; nowhere if none does."""
    depth = 1
    while depth:
        found = _IN_STRING.search(written, place)
        if found is None:
            return 0
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        place = found.end()
    return place
