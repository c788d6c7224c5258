"""Whether the look of a place is made so plainly that every reader draws it as ours does.

What a picture shows is proof of what others see only then: some skip what others draw.
"""

from __future__ import annotations

import struct
import zlib
from binascii import unhexlify
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import DictionaryObject, StreamObject

from . import fields, literals
from .opening import entry
from .plain_resources import (
    DEFAULTS,
    GREY,
    check_font,
    check_image,
    check_state,
    is_profiled,
    is_true,
    must,
    parts_of,
    space_of,
)
from .plain_writing import NotPlain, Operand, operations
from .reading import GARBLED

MOST_BYTES, MOST_STREAMS, MOST_DEPTH = 500_000, 200, 10
# Hidden, for print, and three that keep it from being changed (ISO 32000-2, 12.5.3).
_FLAGS = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 7 | 1 << 9
_OF_A_FORM = {
    *("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Name"),
    *("/Length", "/Filter", "/StructParent", "/StructParents", "/LastModified", "/PieceInfo"),
}
# What those raise who unpack and read what was made to break them.
_ODD = (zlib.error, struct.error, ArithmeticError, RecursionError, NotImplementedError)


def is_plain(note: Any) -> bool:
    try:
        _Look().note(note)
    except (NotPlain, *_ODD, *GARBLED):
        return False
    return True


@dataclass(frozen=True)
class _State:
    """Known where something is drawn: how many codes the font has, and parts the colours."""

    codes: int | None = None
    fill: int = 1
    stroke: int = 1


class _Look:
    """Goes through all that is drawn, so far as there may be."""

    def __init__(self) -> None:
        self.bytes, self.streams = 0, 0
        self.is_inked = self.is_profiled = False

    def note(self, note: Any) -> None:
        must("/AS" not in note and "/OC" not in note and not entry(note, "/F", 0) & ~_FLAGS)
        _numbers(note["/Rect"], 4)
        if "/AP" not in note:
            # Some draw a ground or a border of their own, or a banner where to sign.
            must(fields.takes_no_place(note))
            return
        must(set(note["/AP"]) == {"/N"})
        self.form(note["/AP"]["/N"], 0)
        # To whom a colour is white, ink of it is nothing: not all read profiles.
        must(not (self.is_inked and self.is_profiled))

    def form(self, form: Any, depth: int) -> None:
        must(isinstance(form, StreamObject) and set(form) <= _OF_A_FORM and depth <= MOST_DEPTH)
        must(entry(form, "/Subtype") == "/Form" and entry(form, "/FormType", 1) == 1)
        left, low, right, high = _numbers(form["/BBox"], 4)
        must(left != right and low != high)
        _is_a_turn(_numbers(entry(form, "/Matrix", _SAME), 6))
        group = entry(form, "/Group", {})
        must(entry(group, "/S", "/Transparency") == "/Transparency" and not is_true(group, "/K"))
        parts_of(entry(group, "/CS", GREY))
        resources = entry(form, "/Resources", DictionaryObject())
        # What stands in for the plain colours, where somebody reads it.
        must(not entry(resources, "/ColorSpace", {}).keys() & DEFAULTS)
        self._drawn(_content(form), resources, depth)
        self.streams += 1

    def _drawn(self, content: bytes, resources: Any, depth: int) -> None:
        self.bytes += len(content)
        must(self.bytes <= MOST_BYTES and self.streams <= MOST_STREAMS)
        state, kept = _State(), list[_State]()
        for operator, operands in operations(content):
            if operator == "q":
                kept.append(state)
            elif operator == "Q":
                state = kept.pop()
            elif operator == "Do":
                self._object(_named(resources, "/XObject", operands[0]), depth)
            elif operator in ("cs", "CS"):
                space = space_of(resources, str(operands[0]))
                self.is_profiled |= is_profiled(space)
                state = _coloured(state, parts_of(space), is_stroke=operator == "CS")
            elif operator == "gs":
                graphics = _named(resources, "/ExtGState", operands[0])
                self.is_inked |= entry(graphics, "/BM") == "/Multiply"
                check_state(graphics)
            elif operator in _CHECKS:
                _CHECKS[operator](operands)
            else:
                state = _after(state, operator, operands, resources)

    def _object(self, drawn: Any, depth: int) -> None:
        if entry(drawn, "/Subtype") == "/Form":
            self.form(drawn, depth + 1)
        else:
            self.streams += 1
            check_image(drawn)
            self.is_profiled |= is_profiled(entry(drawn, "/ColorSpace", GREY))


def _after(state: _State, operator: str, operands: list[Operand], resources: Any) -> _State:
    is_stroke, low = operator.isupper(), operator.lower()
    if operator == "Tf":
        return replace(state, codes=check_font(_named(resources, "/Font", operands[0])))
    if operator in ("Tj", "TJ", "'", '"'):
        _check_shown(operands, state.codes)
    if low in ("sc", "scn"):
        must(len(operands) == (state.stroke if is_stroke else state.fill))
    elif low in ("g", "rg", "k"):
        return _coloured(state, len(operands), is_stroke=is_stroke)
    return state


def _check_shown(operands: list[Operand], codes: int | None) -> None:
    """Is there a font, and does it say of each code of two bytes what it shows?"""
    must(codes is not None)
    for text in _strings(operands) if codes else ():
        meant = _meant(text)
        shown = struct.unpack(f">{len(meant) // 2}H", meant)
        must(all(code < codes for code in shown))


def _meant(text: bytes) -> bytes:
    if text[:1] == b"(":
        return literals.to_its_end(BytesIO(text))
    digits = b"".join(text[1:-1].split())
    return unhexlify(digits + b"0" * (len(digits) % 2))


def _strings(operands: list[Operand]) -> Iterator[bytes]:
    for one in operands:
        if isinstance(one, list):
            yield from _strings(one)
        elif isinstance(one, bytes):
            yield one


def _coloured(state: _State, parts: int, *, is_stroke: bool) -> _State:
    return replace(state, stroke=parts) if is_stroke else replace(state, fill=parts)


def _named(resources: Any, kind: str, name: Any) -> Any:
    return resources[kind][name]


# Numbers ------------------------------------------------------------------------------------------

_SAME = (1, 0, 0, 1, 0, 0)


def _numbers(held: Iterable[Any], count: int) -> list[float]:
    numbers = [float(one) for one in held]
    must(len(numbers) == count and all(abs(one) < 1e7 for one in numbers))
    return numbers


def _is_a_turn(matrix: Any) -> None:
    a, b, c, d, *_moved = matrix
    must(a * d != b * c)


def _mode(operands: list[Operand]) -> None:
    # The others clip; and those who do not know them draw what follows everywhere.
    must(operands[0] in (0, 1, 2, 3))


def _dashes(operands: list[Operand]) -> None:
    lengths: Any = operands[0]
    must(all(one >= 0 for one in lengths) and (any(lengths) or not lengths))


_CHECKS = {"cm": _is_a_turn, "Tm": _is_a_turn, "Tr": _mode, "d": _dashes}


# What it is drawn with ----------------------------------------------------------------------------


def _content(form: Any) -> bytes:
    """Unpacked to its end, and nothing behind it."""
    packed = entry(form, "/Filter")
    if isinstance(packed, generic.ArrayObject) and len(packed) == 1:
        packed = packed[0]
    if packed is None:
        return bytes(form.encoded_data)
    must(packed == "/FlateDecode")
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(form.encoded_data, MOST_BYTES)
    must(unpacking.eof and not unpacking.unused_data.strip())
    return content
