"""Signed files with something wrong in them: by chance, and the same again for the same seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from random import Random

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
# What a parser takes decisions by.
WORDS = (
    *(b"/Contents", b"/ByteRange", b"/Type", b"/Sig", b"/V", b"/Fields", b"/AcroForm", b"/Kids"),
    *(b"/Annots", b"/Root", b"/Prev", b"/Size", b"/XRefStm", b"/Length", b"/Filter", b"/ObjStm"),
    *(b"/Encrypt", b"/DSS", b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer"),
    *(b"startxref", b"%%EOF", b"null", b"<<", b">>", b"[", b"]", b" R", b"(", b")"),
)
NUMBERS = (b"0", b"1", b"-1", b"65535", b"2147483648", b"99999999999999999999")

Change = Callable[[bytes, Random], bytes]


@dataclass(frozen=True)
class Mutated:
    """A file as it was made, of which file, by what, and whether signed bytes are other bytes."""

    content: bytes
    of: str
    by: str
    is_signed_part_changed: bool


def mutated(files: Mapping[str, bytes], *, seed: int | str, number: int) -> Iterator[Mutated]:
    """So many, of all files and by all ways in turn, each with one to three changes."""
    chance = Random(seed)  # noqa: S311  not for secrets, but to be the same again
    names, ways = sorted(files), sorted(CHANGES)
    made = 0
    for turn in count():
        if made == number:
            return
        name, way = names[turn % len(names)], ways[turn // len(names) % len(ways)]
        content = files[name]
        for _again in range(chance.choice((1, 1, 1, 2, 3))):
            content = CHANGES[way](content, chance)
        if content != files[name]:
            made += 1
            yield Mutated(content, name, way, _is_other(files[name], content, way))


def _is_other(before: bytes, after: bytes, way: str) -> bool:
    """Of a file cut short, what is left may be the paper as an earlier signer left it."""
    parts = [tuple(map(int, found.groups())) for found in _RANGE.finditer(before)]
    whole = [part for part in parts if way != "cut short" or part[2] + part[3] <= len(after)]
    return not whole or any(_covered(before, part) != _covered(after, part) for part in whole)


def _covered(content: bytes, part: tuple[int, ...]) -> bytes:
    first, length, second, rest = part
    return content[first : first + length] + content[second : second + rest]


def _place(content: bytes, chance: Random) -> int:
    return chance.randrange(len(content))


def a_bit(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :]


def some_bytes(content: bytes, chance: Random) -> bytes:
    at, new = _place(content, chance), chance.randbytes(chance.randint(1, 64))
    return content[:at] + new + content[at + len(new) :]


def something_put_in(content: bytes, chance: Random) -> bytes:
    at, what = _place(content, chance), chance.choice((*WORDS, *NUMBERS, chance.randbytes(9)))
    return content[:at] + what + content[at:]


def something_left_out(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at + chance.randint(1, 400) :]


def a_piece_elsewhere(content: bytes, chance: Random) -> bytes:
    at, to = _place(content, chance), _place(content, chance)
    piece = content[at : at + chance.randint(1, 2_000)]
    return content[:to] + piece + content[to:]


def two_pieces_change_places(content: bytes, chance: Random) -> bytes:
    first, second = sorted((_place(content, chance), _place(content, chance)))
    length = min(chance.randint(1, 500), second - first, len(content) - second)
    one, other = content[first : first + length], content[second : second + length]
    rest = content[second + length :]
    return content[:first] + other + content[first + length : second] + one + rest


def another_word(content: bytes, chance: Random) -> bytes:
    word = chance.choice(WORDS)
    return _instead(content, re.escape(word), chance.choice(WORDS), chance)


def another_number(content: bytes, chance: Random) -> bytes:
    return _instead(content, rb"(?<=[ \[\n])\d{1,10}(?=[ \]\n/])", chance.choice(NUMBERS), chance)


def a_reference_elsewhere(content: bytes, chance: Random) -> bytes:
    other = b"%d 0 R" % chance.randint(1, 80)
    return _instead(content, rb"\b\d{1,4} 0 R", other, chance)


def cut_short(content: bytes, chance: Random) -> bytes:
    return content[: _place(content, chance)]


def something_behind_the_end(content: bytes, chance: Random) -> bytes:
    at = _place(content, chance)
    return (
        content + content[at : at + chance.randint(1, 3_000)] + chance.choice((b"", b"\n%%EOF\n"))
    )


def its_end_again(content: bytes, chance: Random) -> bytes:
    return content + content[content.rindex(b"startxref") if b"startxref" in content else 0 :]


def _instead(content: bytes, of: bytes, new: bytes, chance: Random) -> bytes:
    found = list(re.finditer(of, content))
    if not found:
        return content
    one = chance.choice(found)
    return content[: one.start()] + new + content[one.end() :]


CHANGES: dict[str, Change] = {
    one.__name__.replace("_", " "): one
    for one in (
        a_bit,
        some_bytes,
        something_put_in,
        something_left_out,
        a_piece_elsewhere,
        two_pieces_change_places,
        another_word,
        another_number,
        a_reference_elsewhere,
        cut_short,
        something_behind_the_end,
        its_end_again,
    )
}
