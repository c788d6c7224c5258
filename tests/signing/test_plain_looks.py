"""A look counts as looked at only if every reader draws it as ours does."""

from __future__ import annotations

import zlib

import pytest

from signing import plain_looks
from signing.demo.pki import DemoPki
from signing.plain_writing import NotPlain, operations
from signing.reports import Integrity, Verdict
from tests.signing.tables import next_number, stream
from tests.signing.test_odd_files import Hand
from tests.signing.test_pictures import signed_along
from tests.signing.test_places_hide_nothing import BOX, LOOK, MADE, a_paper, is_looked_at, judged

pytestmark = pytest.mark.usefixtures("in_english")

FORM = b"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [0 0 110 100] /Matrix [1 0 0 1 0 0] "
IMAGE = b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "


@pytest.fixture(scope="module")
def hand(pki: DemoPki) -> Hand:
    return Hand(pki)


@pytest.fixture(scope="module")
def blank(pki: DemoPki) -> bytes:
    return a_paper(b"", pki)


# How it is written --------------------------------------------------------------------------------

ODD = {
    "two signs": b"0 0 --500 100 re f",
    "a sign within": b"0 0 5-0 100 re f",
    "two points": b"0 0 5.0.0 100 re f",
    "an exponent": b"0 0 5e2 100 re f",
    "an endless number": b"0 0 99999999999 100 re f",
    "surplus operands": b"1 1 0 0 1 0 0 cm",
    "missing operands": b"0 0 1 cm",
    "operands of another kind": b"(1) w",
    "an unknown operator": b"0 0 110 100 re foo f",
    "an unknown operator that is allowed for": b"BX 1 foo EX",
    "operands for nothing": b"1 0 0",
    "an inline image": b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI",
    "a path without a beginning": b"5 5 l S",
    "a path that is broken off": b"0 0 m 5 5 l 1 g S",
    "a path that nobody paints": b"0 0 9 9 re",
    "a state that is kept": b"q",
    "a state that nobody kept": b"Q",
    "a text that does not end": b"BT",
    "a text within a text": b"BT BT ET ET",
    "a state kept within a text": b"BT q ET Q",
    "a layer": b"/OC /L BDC 0 0 9 9 re f EMC",
    "a shading": b"/S sh",
    "a pattern": b"/Pattern cs /P scn 0 0 9 9 re f",
    "a glyph's own width": b"9 0 d0",
    "an open list": b"[1 2 0 d",
    "an open string": b"BT (a ET",
    "an empty name": b"/ gs",
    "a byte that is nothing": b"q \x00 Q",
    "a list within lists": b"BT [[1]] TJ ET",
}
PLAIN = (
    b"",
    b"% DSBlank\n",
    b"q 1 0 0 1 0 0 cm /FRM Do Q\r\n",
    b"/Tx BMC q BT 0 0 0 rg/F 12 Tf 2 3 Td (a(b(c))\\)) Tj [(a)-3 <00 ff>] TJ ET Q EMC",
    b"/Span<</MCID 0 /E (x)>>BDC [] 0 d [3 .5] 0 d -.5 5. +3 4 re W* n EMC",
    b"0 0 m 1 1 2 2 3 3 c h B* .1 .2 .3 .4 k /DeviceRGB CS 1 0 0 SCN 0 0 9 9 re b*",
)


@pytest.mark.parametrize("odd", ODD)
def test_what_readers_guess_at_is_not_plain(odd: str) -> None:
    with pytest.raises(NotPlain):
        list(operations(ODD[odd]))


@pytest.mark.parametrize("content", PLAIN)
def test_what_the_standard_has_is_plain(content: bytes) -> None:
    list(operations(content))


# What it is made of -------------------------------------------------------------------------------

TYPE_3 = b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
TYPE_3 += (
    b"/CharProcs << >> /Encoding << /Differences [] >> /FirstChar 0 /LastChar 0 /Widths [9] >>"
)
FONT = b"/Font << /F << /Type /Font /Subtype %b >> >>"
INK = (
    b"/ColorSpace << /C [/Separation /None /DeviceGray << /FunctionType 2 /Domain [0 1] /N 1 >>] >>"
)
CALIBRATED = b"/ColorSpace << /%b [/CalGray << /WhitePoint [1 1 1] >>] >>"
SOFT = b"<< /S /Luminosity /G %d 0 R >>"
# What it draws; what stands in its resources; and what these name, where they name something.
MADE_ODDLY: dict[str, tuple[bytes, bytes, bytes]] = {
    "two signs": (ODD["two signs"], b"", b""),
    "surplus operands": (ODD["surplus operands"], b"", b""),
    "a layer": (ODD["a layer"], b"/Properties << /L << /Type /OCG /Name (l) >> >>", b""),
    "text that clips": (b"BT /F 9 Tf 7 Tr (a) Tj ET", FONT % b"/Type1 /BaseFont /Helvetica", b""),
    "another way to blend": (b"/G gs", b"/ExtGState << /G << /BM /Screen >> >>", b""),
    "several ways to blend": (b"/G gs", b"/ExtGState << /G << /BM [/New /Normal] >> >>", b""),
    "a soft mask": (b"/G gs", b"/ExtGState << /G << /SMask %b >> >>" % SOFT,
                    FORM + b"/Group << /S /Transparency >> >>"),
    "another transfer": (b"/G gs", b"/ExtGState << /G << /TR /Identity >> >>", b""),
    "a state that is not there": (b"/G gs", b"", b""),
    "text in no font": (b"BT (a) Tj ET", b"", b""),
    "a font that draws itself": (b"BT /F 9 Tf (a) Tj ET", b"/Font << /F %b >>" % TYPE_3, b""),
    "a font that each looks for": (b"BT /F 9 Tf ET", FONT % b"/TrueType /BaseFont /Wide", b""),
    "a form in a layer": (b"/X Do", b"/XObject << /X %d 0 R >>",
                          FORM + b"/OC << /Type /OCG /Name (l) >> >>"),
    "a form of no size": (b"/X Do", b"/XObject << /X %d 0 R >>",
                          FORM.replace(b"110 100", b"0 0") + b">>"),
    "a form that is packed twice": (b"/X Do", b"/XObject << /X %d 0 R >>",
                                    FORM + b"/Filter [/ASCIIHexDecode /ASCIIHexDecode] >>"),
    "an image that few read": (b"/X Do", b"/XObject << /X %d 0 R >>",
                               IMAGE + b"/ColorSpace /DeviceGray /Filter /JPXDecode >>"),
    "an image with others beside it": (b"/X Do", b"/XObject << /X %d 0 R >>",
                                       IMAGE + b"/ColorSpace /DeviceGray /Alternates [] >>"),
    "an ink of its own": (b"/C cs 1 scn", INK, b""),
    "ink of a colour that not all read": (
        b"/G gs /C cs 0 scn", b"/ExtGState << /G << /BM /Multiply >> >> " + CALIBRATED % b"C", b""),
    "colours in the stead of others": (
        b"0 g", CALIBRATED % b"DefaultGray", b""),
    "more parts than its colours have": (b"/DeviceRGB cs 1 sc", b"", b""),
}  # fmt: skip
NOTED_ODDLY = {
    "states": b"/AP << /N << /On %d 0 R >> >> /AS /On",
    "another look under the pointer": b"/AP << /N %d 0 R /R %d 0 R >>",
    "another look when pressed": b"/AP << /N %d 0 R /D %d 0 R >>",
    "a ground without a look": b"/MK << /BG [1] >>",
    "no look": b"/H /N",
    "shown on paper alone": b"/AP << /N %d 0 R >> /F 36",
}


def along(blank: bytes, hand: Hand, odd: str) -> bytes:
    drawn, resources, content = MADE_ODDLY[odd]
    number = next_number(blank) + 3
    held = resources % number if b"%d" in resources else resources
    more = {3: stream(b"x").replace(b"<<", content.removesuffix(b">>"), 1)} if content else {}
    made = b"/Resources << %b >>" % held
    return signed_along(blank, hand, BOX, drawn, made=made, more=more)


@pytest.mark.parametrize("odd", MADE_ODDLY)
def test_a_look_that_others_draw_otherwise_was_not_looked_at(
    odd: str, blank: bytes, hand: Hand, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = along(blank, hand, odd)
    report = judged(paper, pki)
    assert (report.integrity, report.verdict) == (Integrity.INTACT, Verdict.INDETERMINATE)
    assert not is_looked_at(report)
    monkeypatch.setattr(plain_looks, "is_plain", lambda _note: True)
    assert is_looked_at(judged(paper, pki))


@pytest.mark.parametrize("odd", NOTED_ODDLY)
def test_a_place_that_has_several_looks_was_not_looked_at(
    odd: str, blank: bytes, hand: Hand, pki: DemoPki
) -> None:
    noted, number = NOTED_ODDLY[odd], next_number(blank) + 2
    noted = noted.replace(b"%d", b"%d" % number)
    assert not is_looked_at(
        judged(signed_along(blank, hand, BOX, LOOK, noted=noted, made=MADE), pki)
    )


# Sound --------------------------------------------------------------------------------------------


def test_the_layers_of_acrobat_are_plain(blank: bytes, hand: Hand, pki: DemoPki) -> None:
    at = next_number(blank)
    both = b"q 1 0 0 1 0 0 cm /n0 Do Q\nq 1 0 0 1 0 0 cm /n2 Do Q\n"
    layers = b"/Resources << /XObject << /n0 %d 0 R /n2 %d 0 R >> >> >>" % (at + 4, at + 5)
    packed = zlib.compress(LOOK)
    made = {
        3: stream(both).replace(b"<<", FORM + layers.removesuffix(b">>"), 1),
        4: stream(b"% DSBlank\n").replace(b"<<", FORM + b"/Resources << >> ", 1),
        5: stream(packed).replace(b"<<", FORM + MADE + b" /Filter /FlateDecode ", 1),
    }
    frame = b"/Resources << /XObject << /FRM %d 0 R >> /ProcSet [/PDF] >>" % (at + 3)
    paper = signed_along(blank, hand, BOX, b"q 1 0 0 1 0 0 cm /FRM Do Q\n", made=frame, more=made)
    report = judged(paper, pki)
    assert (report.integrity, is_looked_at(report)) == (Integrity.INTACT, True)


def test_a_picture_with_a_mask_is_plain(blank: bytes, hand: Hand, pki: DemoPki) -> None:
    at = next_number(blank)
    mask = b"/ColorSpace /DeviceGray "
    made = {
        3: stream(b"\xd0\x10\x10").replace(
            b"<<", IMAGE + b"/ColorSpace /DeviceRGB /SMask %d 0 R " % (at + 4), 1
        ),
        4: stream(b"\x7f").replace(b"<<", IMAGE + mask, 1),
    }
    look = b"/Resources << /XObject << /X %d 0 R >> >>" % (at + 3)
    drawn = b"q 110 0 0 100 0 0 cm /X Do Q"
    report = judged(signed_along(blank, hand, BOX, drawn, made=look, more=made), pki)
    assert (report.integrity, is_looked_at(report)) == (Integrity.INTACT, True)
