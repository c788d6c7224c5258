"""What holds of each of the seven forms, at A5 and at A4: archival, complete, and only text."""

from __future__ import annotations

import io
import re
from itertools import product
from unicodedata import normalize

import page
import pikepdf
import pytest

from workflows.documents.printable import UnprintableText
from workflows.documents.slip import Size

from . import reading
from .forms import FORMS, REGISTER, Form, every_form, every_slip, saying, texts
from .makers import a_full_head, a_head

MM = 72 / 25.4
PAGES: dict[Size, tuple[float, float]] = {"a5": (148 * MM, 210 * MM), "a4": (210 * MM, 297 * MM)}
# The checker takes a stream's last byte for a line end where it happens to be a carriage return.
RETURN_AT_END = "PDFA3B-STREAM-LENGTH-001"
STREAM = re.compile(rb"/Length (?P<length>\d+)[^>]*>>\s*?stream\n")
VOWELS, TONES = "aăâeêioôơuưy", ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
MARKED = [normalize("NFC", vowel + tone) for vowel, tone in product(VOWELS, TONES)]
LETTERS = "".join(letter for letter in MARKED if letter not in "aeiouy") + "đ"
PANGRAM = f"{LETTERS} {LETTERS.upper()}"
HOSTILE = (
    '#panic() ] #read("/") [ $x^2$ *b*',
    '<place> \\u{41} "; #sys {{ x }} &amp; =HYPERLINK(1)',
)
LONGEST = "Công Tằng Tôn Nữ Hoàng Thị Ngọc Bích Trâm " * 6 + "Ư" * 60


def test_vietnamese_has_134_letters_with_marks() -> None:
    assert len(set(LETTERS + LETTERS.upper())) == 134


@every_form
def test_each_form_is_pdf_a_3b(form: Form) -> None:
    pdf = form.drawn(form.example())
    report = page.validate_pdf_bytes(pdf, profile=page.ValidationProfile.PDF_A_3B)
    assert {failure.rule_id for failure in report.failures} <= {RETURN_AT_END}
    assert _streams_are_as_long_as_they_say(pdf)


def _streams_are_as_long_as_they_say(pdf: bytes) -> bool:
    found = list(STREAM.finditer(pdf))
    ends = (pdf[one.end() + int(one["length"]) :] for one in found)
    return len(found) > 5 and all(end.lstrip(b"\n").startswith(b"endstream") for end in ends)


@every_slip
def test_each_slip_is_printed_at_the_size_that_was_asked_for(form: Form) -> None:
    for size in reading.sizes(form.drawn(form.example())):
        assert size == pytest.approx(PAGES[form.size], abs=0.1)


def test_the_register_lies_on_its_side() -> None:
    high, wide = PAGES["a4"]
    (size,) = reading.sizes(REGISTER.drawn(REGISTER.example()))
    assert size == pytest.approx((wide, high), abs=0.1)


@every_form
def test_all_that_is_put_in_can_be_read_on_it(form: Form) -> None:
    given = form.example()
    if form is not REGISTER and form.number != "06":
        given = form.example(head=a_full_head())
    read = reading.words(form.drawn(given))
    unread = [one for one in texts(given) if not {reading.squeezed(one)} & _ways(one, read)]
    # The control slip says of the people who they are, not where they live; nobody signs it.
    spoken_of = a_full_head()
    left_out = {"identity", "phone", "email", "address", "owner_address", "contact", "officer"}
    silent = {getattr(spoken_of, name) for name in left_out} if form.number == "06" else set()
    officer = {spoken_of.officer} if form.number == "04" else set()
    assert set(unread) <= silent | officer


def _ways(one: str, read: str) -> set[str]:
    """The text itself where it is read as it is, or in the capitals of a head."""
    squeezed = reading.squeezed(one)
    return {squeezed} if squeezed in read or squeezed.upper() in read else set()


@every_form
def test_every_vietnamese_letter_is_shown_and_its_face_is_in_the_file(form: Form) -> None:
    pdf = form.drawn(saying(form.example(), PANGRAM))
    assert reading.squeezed(PANGRAM) in reading.words(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary)]
        faces = [one for one in found if one.get("/Type") == "/FontDescriptor"]
        assert faces
        assert all("/FontFile2" in face or "/FontFile3" in face for face in faces)
        assert all("+LiberationSerif" in str(face.FontName) for face in faces)


@every_form
@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_given_text_stays_text(form: Form, text: str) -> None:
    assert reading.words(form.drawn(saying(form.example(), text))).count(reading.squeezed(text)) > 2


@every_form
def test_the_longest_names_stay_within_the_paper(form: Form) -> None:
    pdf = form.drawn(saying(form.example(), LONGEST))
    assert reading.squeezed(LONGEST) in reading.words(pdf)
    for number, (width, height) in enumerate(reading.sizes(pdf)):
        for letter in reading.letters(pdf, number):
            assert 15 < letter.left <= letter.right < width - 15, (number, letter)
            assert 8 < letter.bottom <= letter.top < height - 8, (number, letter)


@every_form
def test_what_nobody_could_see_is_refused(form: Form) -> None:
    """Only the register is drawn whatever its old entries hold, with a sign in its place."""
    unseen = saying(form.example(), "Cấp\u202ephép")
    if form is REGISTER:
        assert "Cấp?phép" in reading.words(form.drawn(unseen))
        return
    with pytest.raises(UnprintableText):
        form.drawn(unseen)


@every_form
def test_each_form_says_that_its_layout_is_not_the_official_one(form: Form) -> None:
    read = reading.words(form.drawn(form.example()))
    assert reading.squeezed(f"Mẫu số {form.number}. Bố cục tạm thời") in read


@every_form
@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_is_called_one(form: Form, demo: bool) -> None:
    own = {"demo": demo} if form is REGISTER else {"head": a_head(demo=demo)}
    read = reading.words(form.drawn(form.example(**own)))
    assert ("KHÔNGCÓGIÁTRỊPHÁPLÝ" in read) is demo
    assert ("DEMO" in read) is demo


@every_slip
@pytest.mark.parametrize("assumed", [True, False])
def test_assumed_data_is_called_assumed(form: Form, assumed: bool) -> None:
    read = reading.words(form.drawn(form.example(head=a_head(assumed=assumed))))
    assert ("giảđịnhđểchạythử" in read) is assumed


@every_slip
def test_what_nobody_gave_leaves_no_empty_line(form: Form) -> None:
    read = reading.words(form.drawn(form.example(head=a_head())))
    for label in ("Điệnthoại:", "Sốđịnhdanh:", "Địachỉ", "Thưđiệntử", "Liênhệ"):
        assert label not in read


def test_a5_and_a4_say_the_same() -> None:
    by_number = {(form.number, form.size): form for form in FORMS}
    for number in ("01", "02", "03", "04", "05", "06"):
        small, large = by_number[number, "a5"], by_number[number, "a4"]
        read = [reading.words(one.drawn(one.example())) for one in (small, large)]
        assert read[0] == read[1]


def test_a4_has_the_letters_that_nd_30_asks_for() -> None:
    """NĐ 30/2020, Annex I, II: 13 to 14 points, where the same line has 10.5 at A5."""
    heights = {}
    for form in FORMS:
        if form.number == "03":
            pdf = form.drawn(form.example())
            heights[form.size] = max(one.top - one.bottom for one in reading.letters(pdf))
    assert heights["a4"] / heights["a5"] == pytest.approx(13 / 10.5, abs=0.01)
