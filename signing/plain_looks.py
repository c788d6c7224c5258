"""Whether the look of a place is made so plainly that every reader draws it as ours does.

What a picture shows is proof of what others see only then: some skip what others draw.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, StreamObject

from .opening import entry
from .plain_writing import NotPlain, Operand, operations
from .reading import GARBLED

MOST_BYTES, MOST_STREAMS, MOST_DEPTH = 500_000, 200, 10
# Hidden, for print, and three that keep it from being changed (ISO 32000-2, 12.5.3).
_FLAGS = 1 << 1 | 1 << 2 | 1 << 6 | 1 << 7 | 1 << 9
_OF_A_FORM = {
    *("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Resources", "/Group", "/Name"),
    *("/Length", "/Filter", "/StructParent", "/StructParents", "/LastModified", "/PieceInfo"),
}
_OF_AN_IMAGE = {
    *("/Type", "/Subtype", "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent"),
    *("/ImageMask", "/Mask", "/SMask", "/Decode", "/Interpolate", "/StructParent", "/Name"),
    *("/Length", "/Filter", "/DecodeParms", "/Metadata"),
}
_OF_A_STATE = {
    *("/Type", "/LW", "/LC", "/LJ", "/ML", "/RI", "/FL", "/SM", "/SA", "/CA", "/ca", "/BM"),
    *("/SMask", "/AIS", "/TK", "/OP", "/op", "/OPM"),
}
# What a state may say only so.
_ONLY = {
    "/BM": ("/Normal", "/Compatible", "/Multiply"), "/SMask": ("/None",), "/AIS": (False,),
    "/OP": (False,), "/op": (False,),
}  # fmt: skip
_PACKED = {"/FlateDecode", "/LZWDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}
_PICTURES = _PACKED | {"/DCTDecode", "/CCITTFaxDecode"}
_DEVICES = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
_DEFAULTS = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
_COLOURS = {**_DEVICES, "/CalGray": 1, "/CalRGB": 3}
_AT_HAND = {
    *("/Times-Roman", "/Times-Bold", "/Times-Italic", "/Times-BoldItalic", "/Symbol"),
    *("/Helvetica", "/Helvetica-Bold", "/Helvetica-Oblique", "/Helvetica-BoldOblique"),
    *("/Courier", "/Courier-Bold", "/Courier-Oblique", "/Courier-BoldOblique", "/ZapfDingbats"),
}
_GREY = NameObject("/DeviceGray")
_FONTS = ("/Type1", "/MMType1", "/TrueType", "/Type0")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def is_plain(note: Any) -> bool:
    try:
        _Look().note(note)
    except (NotPlain, zlib.error, ArithmeticError, RecursionError, *GARBLED):
        return False
    return True


def _must(holds: object) -> None:
    if not holds:
        raise NotPlain


@dataclass(frozen=True)
class _State:
    """What is known where something is drawn: a font, and of how many parts colours are."""

    font: bool = False
    fill: int = 1
    stroke: int = 1


class _Look:
    """Goes through all that is drawn, so far as there may be."""

    def __init__(self) -> None:
        self.bytes, self.streams = 0, 0
        self.is_inked = self.is_profiled = False

    def note(self, note: Any) -> None:
        _must("/AS" not in note and "/OC" not in note and not entry(note, "/F", 0) & ~_FLAGS)
        _numbers(note["/Rect"], 4)
        if "/AP" not in note:
            # Some draw a ground and a border of their own.
            _must(
                entry(note, "/FT") == "/Sig" and not entry(note, "/MK", {}).keys() & {"/BG", "/BC"}
            )
            return
        _must(set(note["/AP"]) == {"/N"})
        self.form(note["/AP"]["/N"], 0)
        # To whom a colour is white, ink of it is nothing: not all read profiles.
        _must(not (self.is_inked and self.is_profiled))

    def form(self, form: Any, depth: int) -> None:
        _must(isinstance(form, StreamObject) and set(form) <= _OF_A_FORM and depth <= MOST_DEPTH)
        _must(entry(form, "/Subtype") == "/Form" and entry(form, "/FormType", 1) == 1)
        left, low, right, high = _numbers(form["/BBox"], 4)
        _must(left != right and low != high)
        _is_a_turn(_numbers(entry(form, "/Matrix", _SAME), 6))
        group = entry(form, "/Group", {})
        _must(entry(group, "/S", "/Transparency") == "/Transparency" and not _is_true(group, "/K"))
        _colours(entry(group, "/CS", _GREY))
        resources = entry(form, "/Resources", DictionaryObject())
        # What stands in for the plain colours, where somebody reads it.
        _must(not entry(resources, "/ColorSpace", {}).keys() & _DEFAULTS)
        self._drawn(_content(form), resources, depth)
        self.streams += 1

    def _drawn(self, content: bytes, resources: Any, depth: int) -> None:
        self.bytes += len(content)
        _must(self.bytes <= MOST_BYTES and self.streams <= MOST_STREAMS)
        state, kept = _State(), list[_State]()
        for operator, operands in operations(content):
            if operator == "q":
                kept.append(state)
            elif operator == "Q":
                state = kept.pop()
            elif operator == "Do":
                self._object(_named(resources, "/XObject", operands[0]), depth)
            elif operator in ("cs", "CS"):
                space = _space(resources, str(operands[0]))
                self.is_profiled |= _is_profiled(space)
                state = _coloured(state, _colours(space), is_stroke=operator == "CS")
            elif operator == "gs":
                graphics = _named(resources, "/ExtGState", operands[0])
                self.is_inked |= entry(graphics, "/BM") == "/Multiply"
                _graphics(graphics)
            elif operator in _CHECKS:
                _CHECKS[operator](operands)
            else:
                state = _after(state, operator, operands, resources)

    def _object(self, drawn: Any, depth: int) -> None:
        if entry(drawn, "/Subtype") == "/Form":
            self.form(drawn, depth + 1)
        else:
            self.streams += 1
            _image(drawn)
            self.is_profiled |= _is_profiled(entry(drawn, "/ColorSpace", _GREY))


def _after(state: _State, operator: str, operands: list[Operand], resources: Any) -> _State:
    is_stroke, low = operator.isupper(), operator.lower()
    if operator == "Tf":
        _font(_named(resources, "/Font", operands[0]))
        return replace(state, font=True)
    if operator in ("Tj", "TJ", "'", '"'):
        _must(state.font)
    if low in ("sc", "scn"):
        _must(len(operands) == (state.stroke if is_stroke else state.fill))
    elif low in ("g", "rg", "k"):
        return _coloured(state, len(operands), is_stroke=is_stroke)
    return state


def _coloured(state: _State, parts: int, *, is_stroke: bool) -> _State:
    return replace(state, stroke=parts) if is_stroke else replace(state, fill=parts)


def _named(resources: Any, kind: str, name: Any) -> Any:
    return resources[kind][name]


# Numbers ------------------------------------------------------------------------------------------

_SAME = (1, 0, 0, 1, 0, 0)


def _numbers(held: Iterable[Any], count: int) -> list[float]:
    numbers = [float(one) for one in held]
    _must(len(numbers) == count and all(abs(one) < 1e7 for one in numbers))
    return numbers


def _is_a_turn(matrix: Any) -> None:
    a, b, c, d, *_moved = matrix
    _must(a * d != b * c)


def _mode(operands: list[Operand]) -> None:
    # The others clip; and those who do not know them draw what follows everywhere.
    _must(operands[0] in (0, 1, 2, 3))


def _dashes(operands: list[Operand]) -> None:
    lengths: Any = operands[0]
    _must(all(one >= 0 for one in lengths) and (any(lengths) or not lengths))


_CHECKS = {"cm": _is_a_turn, "Tm": _is_a_turn, "Tr": _mode, "d": _dashes}


def _is_true(held: Any, key: str) -> bool:
    said = entry(held, key, False)
    return bool(getattr(said, "value", said))


# What it is drawn with ----------------------------------------------------------------------------


def _content(form: Any) -> bytes:
    """Unpacked to its end, and nothing behind it."""
    packed = entry(form, "/Filter")
    if isinstance(packed, generic.ArrayObject) and len(packed) == 1:
        packed = packed[0]
    if packed is None:
        return bytes(form.encoded_data)
    _must(packed == "/FlateDecode")
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(form.encoded_data, MOST_BYTES)
    _must(unpacking.eof and not unpacking.unused_data.strip())
    return content


def _filters(stream: Any) -> set[str]:
    held = entry(stream, "/Filter", [])
    return set(held) if isinstance(held, list) else {held}


def _graphics(state: Any) -> None:
    _must(set(state) <= _OF_A_STATE)
    for key, allowed in _ONLY.items():
        said = entry(state, key, allowed[0])
        _must(getattr(said, "value", said) in allowed)


def _space(resources: Any, name: str) -> Any:
    return NameObject(name) if name in _DEVICES else _named(resources, "/ColorSpace", name)


def _is_profiled(space: Any) -> bool:
    if isinstance(space, NameObject):
        return False
    return bool(space[0] != "/Indexed" or _is_profiled(space[1]))


def _colours(space: Any) -> int:
    """Of how many parts a colour is."""
    if isinstance(space, NameObject):
        return _DEVICES[space]
    family = space[0]
    if family == "/Indexed":
        _colours(space[1])
        return 1
    if family == "/ICCBased":
        parts = int(space[1]["/N"])
        _must(parts in (1, 3, 4))
        return parts
    return _COLOURS[family]


def _font(font: Any) -> None:
    _must(entry(font, "/Subtype") in _FONTS)
    for one in entry(font, "/DescendantFonts", [font]):
        held = one.get_object()
        files = set(entry(held, "/FontDescriptor", {})) & set(_FILES)
        _must(len(files) == 1 or (held is font and not files and font["/BaseFont"] in _AT_HAND))


def _image(image: Any) -> None:
    _must(isinstance(image, StreamObject) and entry(image, "/Subtype") == "/Image")
    _must(set(image) <= _OF_AN_IMAGE and _filters(image) <= _PICTURES)
    if not _is_true(image, "/ImageMask"):
        parts = _colours(image["/ColorSpace"])
        # Of such, some take black for white.
        _must(parts != 4 or "/DCTDecode" not in _filters(image))
    for key in ("/SMask", "/Mask"):
        if key in image:
            _mask(image, key)


def _mask(image: Any, key: str) -> None:
    mask = image[key]
    if isinstance(mask, generic.ArrayObject):
        # Which colours those are after unpacking, readers do not agree on.
        _must(key == "/Mask" and "/DCTDecode" not in _filters(image))
        return
    _must(not mask.keys() & {"/Decode", "/Mask", "/SMask"})
    _must(key == "/Mask" or entry(mask, "/ColorSpace") == "/DeviceGray")
    _image(mask)
