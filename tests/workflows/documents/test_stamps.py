"""Stamps and field values fit their places and leave the ground visible."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from django.conf import LazySettings

from signing.layout import Place
from workflows.documents.stamps import (
    NoSealPicture,
    field_text,
    personal_stamp,
    seal_stamp,
    slip_stamp,
)

from . import reading
from .makers import AT

WIDE = Place(page=0, x0=300, y0=200, x1=471, y1=254)
ROUND = Place(page=0, x0=250, y0=180, x1=352, y1=282)
STRIP = Place(page=0, x0=120, y0=560, x1=380, y1=580)
LONG = "Ủy ban nhân dân Ủy ban Ỷ lại tỉnh Sông Trăng " * 3
SMALL = Place(page=0, x0=400, y0=700, x1=414, y1=716)


@pytest.mark.parametrize(
    ("stamp", "place"),
    [
        (personal_stamp("Trần Quang Minh", WIDE, at=AT), WIDE),
        (seal_stamp(ROUND), ROUND),
        (slip_stamp("Sở Nội vụ", STRIP, at=AT), STRIP),
        (field_text("24", SMALL, italic=True), SMALL),
    ],
    ids=["personal", "seal", "slip", "field"],
)
def test_a_stamp_is_one_page_as_large_as_its_place(stamp: bytes, place: Place) -> None:
    (size,) = reading.sizes(stamp)
    assert size == pytest.approx((place.width, place.height), abs=0.01)
    for letter in reading.letters(stamp):
        assert letter.left >= 0
        assert letter.right <= place.width


def test_the_personal_stamp_says_who_and_when_in_legal_time() -> None:
    text = reading.words(personal_stamp("Trần Quang Minh", WIDE, at=AT))
    assert text == "Kýbởi:TrầnQuangMinhThờigianký:2026-11-2409:04:00+07:00"


def test_the_left_third_of_the_personal_stamp_is_left_to_the_seal() -> None:
    found = reading.letters(personal_stamp("Trần Quang Minh", WIDE, at=AT))
    assert min(letter.left for letter in found) > WIDE.width / 3


def test_a_long_name_stays_readable_within_the_stamp() -> None:
    name = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Bích " * 3
    stamp = personal_stamp(name, WIDE, at=AT)
    found = reading.letters(stamp)
    assert reading.squeezed(name) in reading.words(stamp)
    assert all(letter.bottom >= 0 and letter.top <= WIDE.height for letter in found)
    assert next(x for x in found if x.text == "K").top - found[0].bottom > 4


@pytest.mark.parametrize(
    "agency", ["Sở Nội vụ", "Ủy ban nhân dân Ủy ban Ỷ lại tỉnh Sông Trăng " * 3]
)
def test_the_stamp_of_a_slip_says_which_agency_and_when_within_its_strip(agency: str) -> None:
    stamp = slip_stamp(agency, STRIP, at=AT)
    said = f"Ký số: {agency} Thời gian ký: 2026-11-24 09:04:00+07:00"
    assert reading.words(stamp) == reading.squeezed(said)
    for letter in reading.letters(stamp):
        assert letter.bottom >= 0
        assert letter.top <= STRIP.height


def test_the_demo_seal_names_no_agency() -> None:
    assert reading.words(seal_stamp(ROUND)) == "DEMO"


def test_the_demo_seal_is_not_drawn_outside_the_demo(settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(NoSealPicture):
        seal_stamp(ROUND)


@pytest.mark.parametrize("text", ["1", "05", "12345678901234567890"])
def test_a_value_too_long_for_its_field_is_drawn_smaller(text: str) -> None:
    drawn = field_text(text, SMALL)
    assert reading.words(drawn) == text
    assert min(letter.left for letter in reading.letters(drawn)) >= -0.5


def test_a_month_of_one_digit_stands_amid_its_place() -> None:
    (digit,) = reading.letters(field_text("3", SMALL, italic=True))
    assert (digit.left + digit.right) / 2 == pytest.approx(SMALL.width / 2, abs=1)


def test_a_stamp_has_no_ground_of_its_own() -> None:
    document = pypdfium2.PdfDocument(seal_stamp(ROUND))
    bitmap = document[0].render(fill_color=(0, 255, 0, 255), rev_byteorder=True)
    corner = bytes(bitmap.buffer)[:3]
    document.close()
    assert corner == b"\x00\xff\x00"


def test_equal_stamps_are_equal_bytes_with_their_face_inside() -> None:
    assert seal_stamp(ROUND) == seal_stamp(ROUND)
    with pikepdf.open(io.BytesIO(field_text("05", SMALL))) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font.values()))
        assert "LiberationSerif" in str(font.BaseFont)
