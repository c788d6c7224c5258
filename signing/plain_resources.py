"""What a look is drawn with: colours, fonts and images that all readers draw alike."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import NameObject, StreamObject

from .opening import entry
from .plain_writing import NotPlain

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
_DEVICES = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
DEFAULTS = {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
_COLOURS = {**_DEVICES, "/CalGray": 1, "/CalRGB": 3}
_AT_HAND = {
    *("/Times-Roman", "/Times-Bold", "/Times-Italic", "/Times-BoldItalic", "/Symbol"),
    *("/Helvetica", "/Helvetica-Bold", "/Helvetica-Oblique", "/Helvetica-BoldOblique"),
    *("/Courier", "/Courier-Bold", "/Courier-Oblique", "/Courier-BoldOblique", "/ZapfDingbats"),
}
GREY = NameObject("/DeviceGray")
_FONTS = ("/Type1", "/MMType1", "/TrueType", "/Type0")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
# Of a font, how many codes it may have; of an image, how many bytes.
_CODES, MOST_UNPACKED = 65_536, 20_000_000
# Some writers end their rows with a line of its own.
_SPARE = 64
_ROWS = range(10, 16)


def must(holds: object) -> None:
    """Raises `NotPlain` where it does not."""
    if not holds:
        raise NotPlain


def is_true(held: Any, key: str) -> bool:
    said = entry(held, key, False)
    return bool(getattr(said, "value", said))


def check_state(state: Any) -> None:
    must(set(state) <= _OF_A_STATE)
    for key, allowed in _ONLY.items():
        said = entry(state, key, allowed[0])
        must(getattr(said, "value", said) in allowed)


# Colours ------------------------------------------------------------------------------------------


def space_of(resources: Any, name: str) -> Any:
    return NameObject(name) if name in _DEVICES else resources["/ColorSpace"][name]


def is_profiled(space: Any) -> bool:
    if isinstance(space, NameObject):
        return False
    return bool(space[0] != "/Indexed" or is_profiled(space[1]))


def parts_of(space: Any) -> int:
    """Of how many parts a colour is."""
    if isinstance(space, NameObject):
        return _DEVICES[space]
    family = space[0]
    if family == "/Indexed":
        parts_of(space[1])
        return 1
    if family == "/ICCBased":
        parts = int(space[1]["/N"])
        must(parts in (1, 3, 4))
        return parts
    return _COLOURS[family]


# Fonts --------------------------------------------------------------------------------------------


def check_font(font: Any) -> int:
    """For how many codes of two bytes it says what they show; 0 where codes are of one."""
    must(entry(font, "/Subtype") in _FONTS)
    if entry(font, "/Subtype") == "/Type0":
        # By a table of a name of its own, not all readers have.
        must(entry(font, "/Encoding") == "/Identity-H" and len(font["/DescendantFonts"]) == 1)
        held = font["/DescendantFonts"][0]
        _file_of(held)
        return _codes(held)
    if entry(font, "/FontDescriptor", {}).keys() & set(_FILES):
        name, program = _file_of(font)
        must(name != "/FontFile2" or (_is_of_one_table(program) and _is_by_name(font)))
    else:
        must(font["/BaseFont"] in _AT_HAND)
    return 0


def _file_of(font: Any) -> tuple[str, bytes]:
    described = font["/FontDescriptor"]
    [name] = described.keys() & set(_FILES)
    return name, bytes(described[name].data)


def _codes(font: Any) -> int:
    """A map of codes to glyphs ends somewhere; past that each reader shows what it likes."""
    mapped = entry(font, "/CIDToGIDMap", "/Identity")
    return _CODES if mapped == "/Identity" else len(mapped.data) // 2


def _is_of_one_table(program: bytes) -> bool:
    """Do all its tables of characters lie in one place? Of several, each reader takes another."""
    at = dict(_tables(program))[b"cmap"]
    _version, count = struct.unpack_from(">HH", program, at)
    places = {struct.unpack_from(">4xI", program, at + 4 + 8 * n) for n in range(count)}
    return len(places) == 1


def _tables(program: bytes) -> Iterator[tuple[bytes, int]]:
    (count,) = struct.unpack_from(">4xH", program)
    for number in range(count):
        tag, start = struct.unpack_from(">4s4xI", program, 12 + 16 * number)
        yield tag, start


def _is_by_name(font: Any) -> bool:
    """Without exceptions, which readers look up in different tables."""
    return isinstance(entry(font, "/Encoding", GREY), NameObject)


# Images -------------------------------------------------------------------------------------------


def check_image(image: Any) -> None:
    must(isinstance(image, StreamObject) and entry(image, "/Subtype") == "/Image")
    must(set(image) <= _OF_AN_IMAGE)
    is_mask, packed = is_true(image, "/ImageMask"), _filter_of(image)
    parts = 1 if is_mask else parts_of(image["/ColorSpace"])
    # Of four parts, some take black for white.
    must(parts != 4 or packed != "/DCTDecode")
    bits = 1 if is_mask else int(image["/BitsPerComponent"])
    must(bits in (1, 2, 4, 8) and entry(image, "/BitsPerComponent", 1) == bits)
    if packed != "/DCTDecode":
        _check_whole(image, packed, parts, bits)
    for key in ("/SMask", "/Mask"):
        if key in image:
            _check_mask(image, key, parts, bits)


def _filter_of(image: Any) -> Any:
    held = entry(image, "/Filter")
    if isinstance(held, generic.ArrayObject):
        [held] = held
    must(held in (None, "/FlateDecode", "/DCTDecode"))
    return held


def _check_whole(image: Any, packed: Any, parts: int, bits: int) -> None:
    """Has it all its rows? What is missing some draw black, and others not at all."""
    width, height = int(image["/Width"]), int(image["/Height"])
    told = entry(image, "/DecodeParms", {})
    told = told[0] if isinstance(told, generic.ArrayObject) else told
    row = -(-width * parts * bits // 8)
    if entry(told, "/Predictor", 1) != 1:
        must(told["/Predictor"] in _ROWS and entry(told, "/Columns", 1) == width)
        must((entry(told, "/Colors", 1), entry(told, "/BitsPerComponent", 8)) == (parts, bits))
        row += 1
    must(width > 0 and height > 0 and row * height <= MOST_UNPACKED)
    content = bytes(image.encoded_data)
    if packed:
        unpacking = zlib.decompressobj()
        content = unpacking.decompress(content, row * height + _SPARE)
        must(unpacking.eof)
    must(len(content) >= row * height)


def _check_mask(image: Any, key: str, parts: int, bits: int) -> None:
    mask = image[key]
    if isinstance(mask, generic.ArrayObject):
        # Which colours those are after unpacking, readers do not agree on.
        must(key == "/Mask" and _filter_of(image) != "/DCTDecode" and len(mask) == 2 * parts)
        must(all(type(one) is generic.NumberObject and 0 <= one < 1 << bits for one in mask))
        return
    must(not mask.keys() & {"/Decode", "/Mask", "/SMask"})
    must(key == "/Mask" or entry(mask, "/ColorSpace") == "/DeviceGray")
    check_image(mask)
