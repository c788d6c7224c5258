"""What some readers cut off, wrap round or lose count of is not added to a signed paper."""

from __future__ import annotations

import pytest
from django.utils import timezone

from signing import pictures
from signing.demo.pki import DemoPki
from signing.reports import Integrity
from signing.validation import validate
from tests.signing.plain import (
    FONT,
    Sign,
    built,
    paper,
    set_in,
    sign,
    signed,
    simple,
    with_form,
)
from tests.signing.tables import next_number, stream, updated
from tests.signing.test_readers_differ import BAD, Revision, integrity

__all__ = ["paper", "sign"]

FREE = {0: (0, 0, 65535)}
ODD = {
    "a name with a zero": b"/Prev#00",
    "a name with half a byte": b"/X#4",
    "a name with no byte": b"/X#zz",
    "a name of 128 signs": b"/" + b"x" * 128,
    "a number of 33 bits": b"4294967299",
    "a reference of 33 bits": b"4294967299 0 R",
    "a number of 32 bits": b"2147483648",
    "a number of many digits": b"0" * 40 + b"1",
    "lists too deep": b"[" * 41 + b"]" * 41,
    "dictionaries too deep": b"<</X" * 41 + b"/Y" + b">>" * 41,
}
SOUND = {
    "a name with a sign": b"/X#41",
    "a name of 127 signs": b"/" + b"x" * 127,
    "the largest number": b"2147483647",
    "a number with many places": b"-.1234567890123456789",
    "lists within lists": b"[" * 30 + b"]" * 30,
}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_nothing_is_longer_deeper_or_larger_than_readers_take(
    odd: bytes, paper: bytes, pki: DemoPki
) -> None:
    """Poppler ends names at a zero, MuPDF wraps numbers round, PDFium closes lists early."""
    made = Revision(paper).put(next_number(paper), b"null")
    assert integrity(made.written(more=b"/X [%b] " % odd), pki) in BAD
    within = Revision(paper).put(next_number(paper), b"<< /Y [%b] >>" % odd)
    assert integrity(within.written(), pki) in BAD


@pytest.mark.parametrize("sound", SOUND.values(), ids=SOUND)
def test_what_all_readers_take_is_read(sound: bytes, paper: bytes, pki: DemoPki) -> None:
    made = Revision(paper).put(next_number(paper), b"<< /Y [%b] >>" % sound)
    assert integrity(made.written(more=b"/X [%b] " % sound), pki) is Integrity.INTACT


@pytest.mark.parametrize("number", [1 << 32, 8_388_608])
def test_a_table_in_a_stream_names_no_number_past_all_readers(
    number: int, paper: bytes, pki: DemoPki
) -> None:
    """MuPDF takes numbers of 33 bits for those of 32, which are objects that were signed."""
    at = next_number(paper)
    made = Revision(paper).put(at, b"null")
    assert integrity(made.as_stream({**FREE, number: (0, 0, 1)}), pki) in BAD
    sound = Revision(paper).put(at, b"null").as_stream({**FREE, 1_000_000: (0, 0, 1)})
    assert integrity(sound, pki) is Integrity.INTACT


# Members of streams of objects --------------------------------------------------------------------

HEADS = {
    "one within the other": (b"0 %d 6", b"(a) (b) null"),
    "both in one place": (b"0 %d 0", b"(a) null"),
    "the last before the first": (b"5 %d 0", b"null (a)"),
    "something before the first": (b"5 %d 9", b"null (a) null"),
    "two in one": (b"0 %d 8", b"(a) (b) null"),
    "a sign at a place": (b"+0 %d 4", b"(a) null"),
    "more in the head": (b"0 %d 4 7", b"(a) null"),
}


def in_one_stream(pdf: bytes, places: bytes, body: bytes) -> bytes:
    """Two objects for nothing, at places of which the second's number stands between."""
    at = next_number(pdf)
    head = b"%d " % at + places % (at + 1) + b" "
    said = b"/N 2 /First %d /Length %d" % (len(head), len(head + body))
    held = b"<< /Type /ObjStm %b >>\nstream\n%b\nendstream" % (said, head + body)
    made = Revision(pdf).put(at + 2, held)
    return made.as_stream({**FREE, at: (2, at + 2, 0), at + 1: (2, at + 2, 1)})


@pytest.mark.parametrize("odd", HEADS.values(), ids=HEADS)
def test_objects_in_a_stream_follow_each_other(
    odd: tuple[bytes, bytes], paper: bytes, pki: DemoPki
) -> None:
    """ISO 32000-2, 7.5.7: in the order of their places; Poppler ends one where the next begins."""
    assert integrity(in_one_stream(paper, *odd), pki) in BAD


def test_objects_that_follow_each_other_are_read(paper: bytes, pki: DemoPki) -> None:
    sound = in_one_stream(paper, b"0 %d 4", b"(a) << /X [1] >>\n")
    assert integrity(sound, pki) is Integrity.INTACT


# Pages that cannot be looked at any more ----------------------------------------------------------


@pytest.mark.usefixtures("in_english")
def test_who_adds_so_much_that_no_page_is_drawn_is_told_of(
    paper: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture is what shows that one reader was led elsewhere."""

    def is_told(pdf: bytes) -> bool:
        reasons = validate(pdf, trust=pki.trust, at=timezone.now()).reasons
        return any("So much was added" in str(one) for one in reasons)

    grown = updated(paper, {next_number(paper): stream(bytes(9_000))})
    assert not is_told(grown)
    monkeypatch.setattr(pictures, "MOST_BYTES", len(paper) + 5_000)
    assert is_told(grown)
    monkeypatch.setattr(pictures, "MOST_BYTES", len(paper) - 5_000)
    assert not is_told(grown), "for what was signed could not be drawn either"


# What is odd and misleads nobody ------------------------------------------------------------------


def test_the_head_of_the_free_numbers_may_have_one_generation_more(
    sign: Sign, pki: DemoPki
) -> None:
    """As MuPDF and Pillow write it, though 65535 is the last one (ISO 32000-2, 7.5.4)."""
    odd = signed(built(simple()).replace(b"65535 f", b"65536 f", 1), sign)
    assert integrity(odd, pki) is Integrity.INTACT
    assert integrity(updated(odd, {next_number(odd): b"null"}), pki) is Integrity.INTACT
    drawn = updated(odd, {4: b"<< /Length 0 >>\nstream\n\nendstream"})
    assert integrity(drawn, pki) in BAD


def test_a_table_may_call_itself_free(paper: bytes, pki: DemoPki) -> None:
    """As iText does, where nothing ever stood under its number."""
    at = next_number(paper)
    made = Revision(paper).put(at, b"null").as_stream(FREE)
    own = made[made.rindex(b"/Index [") :]
    number = int(own[: own.index(b"]")].split()[-2])
    entry = made.rindex(b"\nendstream") - 7
    free = made[:entry] + bytes(5) + b"\xff\xff" + made[entry + 7 :]
    assert number > at
    assert integrity(free, pki) is Integrity.INTACT


@pytest.fixture(scope="module")
def form(sign: Sign) -> bytes:
    """Its fonts stand in a list of their own, beside the look of the last signature."""
    objects = {
        **with_form(simple()),
        7: b"<< /Fields [] /DR << /Font 9 0 R /XObject << /FRM 4 0 R >> >> >>",
        9: b"<< /Helv 5 0 R >>",
    }
    return signed(built(objects), sign)


def test_the_look_of_the_last_signature_may_be_exchanged(form: bytes, pki: DemoPki) -> None:
    """As Acrobat calls it, and iText and PDFBox after it: no text of a field is drawn with it."""
    at = next_number(form)
    looks = {at: stream(b"0 0 9 9 re f")}
    said = set_in(form, 7, DR=b"<< /Font 9 0 R /XObject << /FRM %d 0 R >> >>" % at)
    assert integrity(updated(form, {**looks, **said}), pki) is Integrity.INTACT
    without = set_in(form, 7, DR=b"<< /XObject << /FRM %d 0 R >> >>" % at)
    assert integrity(updated(form, {**looks, **without}), pki) in BAD


def test_a_list_of_fonts_may_grow_and_none_of_them_be_exchanged(form: bytes, pki: DemoPki) -> None:
    at = next_number(form)
    grown = {9: b"<< /Helv 5 0 R /New %d 0 R >>" % at, at: FONT}
    assert integrity(updated(form, grown), pki) is Integrity.INTACT
    exchanged = {9: b"<< /Helv %d 0 R >>" % at, at: FONT}
    assert integrity(updated(form, exchanged), pki) in BAD
