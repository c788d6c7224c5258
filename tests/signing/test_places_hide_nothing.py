"""In a place that is added later nothing that could be seen becomes invisible or illegible."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from signing import fields, hiding, pictures
from signing.demo.pki import DemoPki
from signing.reports import Integrity, SignatureReport
from signing.validation import validate
from tests.signing.test_attacks import by_hand
from tests.signing.test_odd_files import Hand
from tests.signing.test_pictures import repeated, signed_along

pytestmark = pytest.mark.usefixtures("in_english")

SIDE, BOX = 240, (10, 130, 120, 230)
FONTS = b"".join(
    b"/%b << /Type /Font /Subtype /Type1 /BaseFont /%b >> " % font
    for font in ((b"T", b"Times-Roman"), (b"H", b"Helvetica"), (b"B", b"Helvetica-Bold"))
)
STATES = b"/M << /BM /Multiply >> /V << /ca .9 >>"
MADE = b"/Resources << /Font << %b >> /ExtGState << %b >> >>" % (FONTS, STATES)


def lines(size: float, words: bytes, *, look: bytes = b"0 g", font: bytes = b"T") -> bytes:
    """As many as stand in the place."""
    first = b"%b BT /%b %f Tf %f TL 2 99 Td " % (look, font, size, 1.2 * size)
    return first + b"T* (%b) Tj " % words * int(95 / (1.2 * size)) + b"ET "


def shifted(drawn: bytes) -> bytes:
    return b"q 1 0 0 1 %d %d cm %b Q" % (*BOX[:2], drawn)


def a_paper(drawn: bytes, pki: DemoPki, *, times: int = 1, side: int = SIDE, **page: int) -> bytes:
    """One that shows this in the place to come, signed."""
    made = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(side, side))
        one = file.pages[0].obj
        one.Resources = pikepdf.Object.parse(MADE.removeprefix(b"/Resources "))
        one.Contents = file.make_stream(drawn)
        for key, value in page.items():
            one[f"/{key}"] = value
        file.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return by_hand(repeated(made.getvalue(), times) if times > 1 else made.getvalue(), pki)


@pytest.fixture(scope="module")
def hand(pki: DemoPki) -> Hand:
    return Hand(pki)


def judged(pdf: bytes, of: DemoPki) -> SignatureReport:
    return validate(pdf, trust=of.trust, at=timezone.now())


def is_looked_at(report: SignatureReport) -> bool:
    return not any("could not be looked at" in str(one) for one in report.reasons)


SAID, OTHER = b"pays 1.234.567 in 2026", b"gets 9.876.543 by 2031"
TEXT, WHITE = lines(10, SAID), b"1 g 0 0 110 100 re f "
POINT = b"0 g BT /T 10 Tf 50 50 Td (.) Tj ET "
PRINTED = {
    "black letters": TEXT,
    "bold letters": lines(20, b"1.234.567", font=b"B"),
    "grey letters": lines(10, SAID, look=b".6 g"),
    "light grey letters": lines(10, SAID, look=b".85 g"),
    "orange letters": lines(10, SAID, look=b"1 .65 0 rg"),
    "yellow letters": lines(10, SAID, look=b"1 1 0 rg"),
    "letters of five points": lines(5, SAID),
    "grey letters of five points": lines(5, SAID, look=b".6 g"),
    "white letters": b"0 .2 .5 rg 0 0 110 100 re f " + lines(10, SAID, look=b"1 g"),
    "a decimal point": POINT,
    "a table": b".6 G .5 w 0 30 m 110 30 l 0 60 m 110 60 l S ",
}
COVERS = {
    "white": WHITE,
    "black": b"0 g 0 0 110 100 re f ",
    "dark blue": b"0 0 .4 rg 0 0 110 100 re f ",
    "red": b".85 .1 .1 rg 0 0 110 100 re f ",
    "yellow": b"1 1 .6 rg 0 0 110 100 re f ",
    "a veil": b"/V gs " + WHITE,
    "dark ink": b"/M gs 0 0 .4 rg 0 0 110 100 re f ",
}
TEXTS = {
    "another text on white": WHITE + lines(10, OTHER),
    "another text on yellow": COVERS["yellow"] + lines(10, OTHER, font=b"B"),
    "white stripes": b"1 G 1.5 w "
    + b"".join(b"0 %d m 110 %d l S " % (y, y) for y in range(0, 100, 2)),
}


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize("printed", PRINTED)
def test_whatever_stood_out_is_hidden_by_no_cover(
    printed: str, cover: str, hand: Hand, pki: DemoPki
) -> None:
    paper = a_paper(shifted(PRINTED[printed]), pki)
    forged = signed_along(paper, hand, BOX, COVERS[cover], made=MADE)
    assert judged(forged, pki).integrity is Integrity.CHANGED


@pytest.mark.parametrize("cover", TEXTS)
def test_no_text_takes_the_place_of_another(cover: str, hand: Hand, pki: DemoPki) -> None:
    forged = signed_along(a_paper(shifted(TEXT), pki), hand, BOX, TEXTS[cover], made=MADE)
    assert judged(forged, pki).integrity is Integrity.CHANGED


@pytest.mark.parametrize(
    ("box", "words"),
    [((12, 200, 16, 212), b"(1) Tj"), ((17, 203, 19, 206), b"(8) Tj")],
    ids=["a digit", "a part of a digit"],
)
def test_no_digit_becomes_another(
    box: tuple[int, int, int, int], words: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = a_paper(b"0 g BT /T 10 Tf 12 202 Td %b ET" % words, pki)
    if b"8" in words:
        paper = a_paper(b"0 g BT /T 10 Tf 17 202 Td %b ET" % words, pki)
    forged = signed_along(paper, hand, box, b"1 g 0 0 %d %d re f")
    assert judged(forged, pki).integrity is Integrity.CHANGED


# Sound --------------------------------------------------------------------------------------------


def ring(width: float, radius: float = 40) -> bytes:
    """In red, around the middle of the place."""
    near, far = 0.552 * radius, radius
    middle = b"%f w q 1 0 0 1 55 50 cm " % width
    arcs = ((far, near, near, far, 0, far), (-near, far, -far, near, -far, 0),
            (-far, -near, -near, -far, 0, -far), (near, -far, far, -near, far, 0))  # fmt: skip
    path = b"%f 0 m " % far + b"".join(b"%f %f %f %f %f %f c " % arc for arc in arcs)
    return b".85 .1 .1 RG .85 .1 .1 rg " + middle + path


SEAL = ring(2.5) + b"S Q " + ring(0.7, 34) + b"S Q "
INKED = b"/M gs " + SEAL + ring(1, 12) + b"f Q "
LOOK = lines(9, b"Digitally signed by Minh", font=b"H")
PEN = b"0 0 .6 RG 1.5 w 5 40 m 30 110 40 -20 60 60 c 70 100 20 20 105 50 c S "
DOTTED = b"0 g BT /T 13 Tf 2 30 Td (..............................) Tj ET "
SOUND = {
    "a seal over text": (TEXT, SEAL),
    "a seal over grey text": (PRINTED["grey letters"], SEAL),
    "a seal over small text": (PRINTED["letters of five points"], SEAL),
    "a seal of ink over text": (TEXT, INKED),
    "a seal over a table": (PRINTED["a table"], SEAL),
    "a pen over text": (TEXT, PEN),
    "a text over a dotted line": (DOTTED, LOOK),
    "a text over a table": (PRINTED["a table"], LOOK),
    "a bold text over a dotted line": (DOTTED, lines(12, SAID, font=b"B")),
    "a text over text": (TEXT, LOOK),
    "a frame over a table": (PRINTED["a table"], b"0 G 1 w 0 30 110 30 re S "),
    "a card on blank paper": (b"", WHITE + LOOK),
    "a card on coloured paper": (b".9 .95 1 rg -10 -130 240 240 re f ", WHITE + LOOK),
    "a coloured card on blank paper": (b"", COVERS["yellow"] + LOOK),
}


@pytest.mark.parametrize("way", SOUND)
def test_what_crosses_and_does_not_cover_is_sound(way: str, hand: Hand, pki: DemoPki) -> None:
    printed, drawn = SOUND[way]
    report = judged(signed_along(a_paper(shifted(printed), pki), hand, BOX, drawn, made=MADE), pki)
    assert report.integrity is Integrity.INTACT
    assert is_looked_at(report)


# Large, long and odd ------------------------------------------------------------------------------


@pytest.mark.parametrize("side", [3_400, 14_400])
def test_a_place_on_a_large_page_is_looked_at(side: int, hand: Hand, pki: DemoPki) -> None:
    paper = a_paper(shifted(TEXT), pki, side=side)
    sound = judged(signed_along(paper, hand, BOX, SEAL, made=MADE), pki)
    assert (sound.integrity, is_looked_at(sound)) == (Integrity.INTACT, True)
    forged = signed_along(paper, hand, BOX, WHITE)
    assert judged(forged, pki).integrity is Integrity.CHANGED


def test_a_place_is_looked_at_in_the_unit_of_its_page(
    hand: Hand, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of ten points, so that letters of one are as large as others of ten."""
    tenth, box = b".1 0 0 .1 0 0 cm ", (1, 13, 12, 23)
    paper = a_paper(tenth + shifted(POINT), pki, side=SIDE // 10, UserUnit=10)
    sound = judged(signed_along(paper, hand, box, tenth + SEAL, made=MADE), pki)
    assert (sound.integrity, is_looked_at(sound)) == (Integrity.INTACT, True)
    forged = signed_along(paper, hand, box, WHITE)
    assert judged(forged, pki).integrity is Integrity.CHANGED
    monkeypatch.setattr(fields, "unit", lambda _page: 1.0)
    assert judged(forged, pki).integrity is Integrity.INTACT


def test_beside_its_places_a_large_page_is_looked_at_as_closely(hand: Hand, pki: DemoPki) -> None:
    """Of a page of 1.2 m, where five dots to an inch would show nothing."""
    paper = a_paper(shifted(TEXT), pki, side=3_400)
    forged = a_paper(shifted(lines(10, OTHER)), pki, side=3_400)
    sheets = [pictures.Sheet(1, [])]
    assert pictures.look(paper, forged, sheets) is pictures.Seen.DIFFERENT
    assert pictures.look(paper, paper, sheets) is pictures.Seen.ALIKE


def test_places_that_nobody_reaches_are_not_called_looked_at(
    hand: Hand, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "MAX_PAGES", 20)
    paper = a_paper(shifted(TEXT), pki, times=30)
    forged = signed_along(paper, hand, BOX, WHITE, on=29)
    assert not is_looked_at(judged(forged, pki))
    pages = fields.pages
    monkeypatch.setattr(fields, "pages", lambda of, **_whole: pages(of))
    passed = judged(forged, pki)
    assert (passed.integrity, is_looked_at(passed)) == (Integrity.INTACT, True)


# Each defence is needed ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "cover", "name", "value"),
    [
        (TEXT, WHITE, "is_anything_hidden", lambda *_any: False),
        (POINT, WHITE, "MOST_GONE", 10_000),
        (TEXT, TEXTS["another text on yellow"], "MOST_CROSSED", 2),
        (TEXT, COVERS["a veil"], "LEAST_KEPT", 0.01),
        (PRINTED["light grey letters"], WHITE, "LEAST_CONTRAST", 100),
    ],
)
def test_without_it_something_is_hidden(
    printed: bytes, cover: bytes, name: str, value: object, hand: Hand, pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    forged = signed_along(a_paper(shifted(printed), pki), hand, BOX, cover, made=MADE)
    assert judged(forged, pki).integrity is Integrity.CHANGED
    monkeypatch.setattr(hiding, name, value)
    assert judged(forged, pki).integrity is Integrity.INTACT
