"""Fonts and images of a look are whole, and say in one place what they show."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from typing import Any

import pytest
from pyhanko.pdf_utils.generic import Reference

from signing import plain_looks, plain_resources
from signing.plain_resources import check_font, check_image
from signing.plain_writing import NotPlain
from signing.reading import GARBLED
from tests.signing.plain import Objects, built, look, simple
from tests.signing.tables import read, stream


def made(content: bytes, others: Objects | None = None) -> Any:
    """Object 6 of a file that holds these, too."""
    reader = read(built({**simple(), 6: content, **(others or {})}))
    return reader.get_object(Reference(6, 0, reader))


def packed(head: bytes, content: bytes) -> bytes:
    return b"<< %b %b" % (head, stream(content).removeprefix(b"<< "))


# Fonts --------------------------------------------------------------------------------------------


def program(tables: Sequence[int]) -> bytes:
    """Of a font no more than where its tables of characters stand (ISO/IEC 14496-22, 5.2.1)."""
    records = b"".join(struct.pack(">HHI", 3, number, at) for number, at in enumerate(tables))
    head = struct.pack(">IHHHH", 0x10000, 1, 16, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, 99)
    return head + struct.pack(">HH", 0, len(tables)) + records


def true_type(tables: Sequence[int], said: bytes = b"/Encoding /WinAnsiEncoding ") -> Any:
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /A %b/FontDescriptor 7 0 R >>" % said
    return made(font, {7: b"<< /FontFile2 8 0 R >>", 8: stream(program(tables))})


ODD_TRUE_TYPE = {
    "two tables of characters": ((20, 40), b"/Encoding /WinAnsiEncoding "),
    "no table of characters": ((), b""),
    "exceptions beside it": ((20,), b"/Encoding << /Differences [65 /B] >> "),
}


@pytest.mark.parametrize("odd", ODD_TRUE_TYPE.values(), ids=ODD_TRUE_TYPE)
def test_of_several_tables_of_characters_each_reader_takes_another(
    odd: tuple[Sequence[int], bytes],
) -> None:
    with pytest.raises(NotPlain):
        check_font(true_type(*odd))


def test_a_font_with_one_table_of_characters_is_plain() -> None:
    assert check_font(true_type((20,))) == 0
    assert check_font(true_type((20, 20), b"")) == 0, "named twice, and the same"


def composite(said: bytes, encoding: bytes = b"/Identity-H", mapped: bytes = b"") -> Any:
    held = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A %b/FontDescriptor 7 0 R >>" % said
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding %b /DescendantFonts [9 0 R] >>"
    others = {7: b"<< /FontFile2 8 0 R >>", 8: stream(b"x"), 9: held, 10: stream(mapped)}
    return made(font % encoding, others)


def test_a_map_of_characters_by_name_is_not_with_every_reader() -> None:
    with pytest.raises(NotPlain):
        check_font(composite(b"", b"/UniGB-UCS2-H"))
    assert check_font(composite(b"/CIDToGIDMap /Identity ")) == 65_536
    assert check_font(composite(b"/CIDToGIDMap 10 0 R ", mapped=bytes(6))) == 3


@pytest.mark.parametrize(
    ("shown", "found"),
    [(b"<0002>", True), (b"<0003>", False), (b"(\\000\\002)", True), (b"(\\377\\377)", False)],
)
def test_no_code_is_shown_that_the_font_does_not_say_what_it_is(shown: bytes, found: bool) -> None:
    """Past the end of such a map each reader draws what it likes."""
    font = composite(b"/CIDToGIDMap 10 0 R ", mapped=bytes(6))
    reader = font.container_ref.pdf
    drawn = look(b"BT /C 9 Tf %b Tj ET" % shown).replace(b"/F1 5 0 R", b"/C 6 0 R")
    others = {number: raw_of(reader, number) for number in (6, 7, 8, 9, 10)}
    place = b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (A) /Rect [0 0 9 9] /F 4 "
    paper = built({**simple(), **others, 11: drawn, 12: place + b"/AP << /N 11 0 R >> >>"})
    again = read(paper)
    assert plain_looks.is_plain(again.get_object(Reference(12, 0, again))) is found


def raw_of(reader: Any, number: int) -> bytes:
    pdf = reader.stream.getvalue()
    start = pdf.index(b"\n%d 0 obj\n" % number) + len(b"\n%d 0 obj\n" % number)
    return bytes(pdf[start : pdf.index(b"\nendobj", start)])


# Images -------------------------------------------------------------------------------------------

SIZE = b"/Type /XObject /Subtype /Image /Width 4 /Height 4 "
GREY = SIZE + b"/ColorSpace /DeviceGray /BitsPerComponent 8 "
FLATE = GREY + b"/Filter /FlateDecode "
ROWS = FLATE + b"/DecodeParms << /Predictor 15 /Columns 4 >> "
INK = SIZE + b"/ImageMask true "
WHOLE = bytes(16)
ODD_IMAGES: dict[str, tuple[bytes, bytes]] = {
    "nothing": (GREY, b""),
    "a row too few": (GREY, bytes(12)),
    "a row too few, packed": (FLATE, zlib.compress(bytes(12))),
    "packed, and cut off": (FLATE, zlib.compress(WHOLE)[:6]),
    "rows without their kinds": (ROWS, zlib.compress(WHOLE)),
    "rows of another width": (ROWS.replace(b"/Columns 4", b"/Columns 5"), zlib.compress(bytes(20))),
    "a mask without rows": (INK, b""),
    "three bits": (GREY.replace(b"Component 8", b"Component 3"), WHOLE),
    "no bits": (GREY.replace(b"/BitsPerComponent 8 ", b""), WHOLE),
    "a mask of eight bits": (INK + b"/BitsPerComponent 8 ", WHOLE),
    "a mask of real numbers": (GREY + b"/Mask [0.0 0.0] ", WHOLE),
    "a mask out of range": (GREY + b"/Mask [0 300] ", WHOLE),
    "a mask of more parts": (GREY + b"/Mask [0 0 0 0] ", WHOLE),
    "packed as few do": (GREY + b"/Filter /RunLengthDecode ", b"\x80"),
    "packed twice": (GREY + b"/Filter [/ASCIIHexDecode /FlateDecode] ", b"00>"),
    "as a telefax": (INK + b"/Filter /CCITTFaxDecode ", b""),
}
SOUND_IMAGES: dict[str, tuple[bytes, bytes]] = {
    "as it is": (GREY, WHOLE),
    "packed": (FLATE, zlib.compress(WHOLE)),
    "packed in a list": (GREY + b"/Filter [/FlateDecode] ", zlib.compress(WHOLE)),
    "in rows": (ROWS, zlib.compress(bytes(20))),
    "a mask of bits": (INK, bytes(4)),
    "with a colour left out": (GREY + b"/Mask [0 7] ", WHOLE),
    "of colours": (GREY.replace(b"Gray", b"RGB"), bytes(48)),
}


@pytest.mark.parametrize("odd", ODD_IMAGES.values(), ids=ODD_IMAGES)
def test_what_an_image_lacks_some_draw_black(odd: tuple[bytes, bytes]) -> None:
    with pytest.raises((NotPlain, *GARBLED, *plain_looks._ODD)):
        check_image(made(packed(*odd)))


@pytest.mark.parametrize("sound", SOUND_IMAGES.values(), ids=SOUND_IMAGES)
def test_a_whole_image_is_plain(sound: tuple[bytes, bytes]) -> None:
    check_image(made(packed(*sound)))


def test_an_image_is_unpacked_no_further_than_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain_resources, "MOST_UNPACKED", 10)
    with pytest.raises(NotPlain):
        check_image(made(packed(GREY, WHOLE)))
