"""What is added is written as each reader reads it, from the head of an object to its last sign.

Whatever a reader does not know makes it go through the bytes, and believe the first thing there.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests.signing.plain import (
    FORGED,
    Objects,
    Sign,
    another,
    built,
    more_evidence,
    paper,
    sign,
    signed,
    simple,
)
from tests.signing.tables import catalogue, next_number, stream, updated
from tests.signing.test_readers_differ import BAD, Revision, integrity
from tests.trust import Papers

__all__ = ["paper", "sign"]

LONG = b"%" + b"x" * 120 + b"\n"
CONTENT = zlib.compress(b"BT /F1 36 Tf 20 100 Td (PAY 100) Tj ET")
PACKED = b"<< /Length %d /Filter /FlateDecode >>\n" % len(CONTENT)


def headed(made: Revision, number: int, head: bytes, content: bytes) -> Revision:
    """The object under a head of its own, from where the table says that it begins."""
    made.places[number] = at = len(made.before) + len(made.body)
    made.body += b"%b%b\nendobj\n" % (head, content)
    made.lines.append(b"%d 1\n%010d 00000 n" % (number, at))
    made.size = max(made.size, number + 1)
    return made


# Heads of objects ---------------------------------------------------------------------------------

HEADS = {
    "of another word": b"%d 0 abc\n",
    "in capitals": b"%d 0 OBJ\n",
    "with a sign at its number": b"+%d 0 obj\n",
    "with a sign at its generation": b"%d +0 obj\n",
    "with digits set apart": b"%d 0_0 obj\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_an_object_begins_with_two_numbers_and_its_word(
    head: bytes, paper: bytes, pki: DemoPki
) -> None:
    """ISO 32000-2, 7.3.10: the library reads three signs there, whatever they are."""
    ((root, said),) = catalogue(paper).items()
    odd = headed(Revision(paper), root, head % root, said)
    assert integrity(odd.written(), pki) in BAD


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_an_object_of_a_result_begins_so_too(head: bytes, papers: Papers, pki: DemoPki) -> None:
    at = next_number(papers.lasting)
    made = Revision(papers.lasting).put(at + 1, FORGED)
    for number, said in more_evidence(papers.lasting, at, at + 1).items():
        headed(made, number, (b"%d 0 obj\n" if number == at else head) % number, said)
    report = validate(made.written(), trust=pki.trust, at=timezone.now())
    assert report.verdict is not Verdict.VALID
    assert report.integrity in BAD


@pytest.mark.parametrize("head", [b"%d 0 obj\n", b"%d  0\tobj ", b"%d 0 obj\r\n", b"%d 0 obj"])
def test_the_head_of_an_object_ends_in_any_white_space(
    head: bytes, paper: bytes, pki: DemoPki
) -> None:
    ((root, said),) = catalogue(paper).items()
    made = headed(Revision(paper), root, head % root, said)
    assert integrity(made.written(), pki) is Integrity.INTACT


# What looks like objects where none are -----------------------------------------------------------


def _others(pdf: bytes, at: int) -> Objects:
    """Another catalogue and its pages: whoever finds them shows them."""
    root = next(iter(catalogue(pdf)))
    return {root: b"<< /Type /Catalog /Pages %d 0 R >>" % at, **another(at)}


def far_apart(pdf: bytes) -> bytes:
    """Between the numbers stand remarks, longer than a line should be."""
    at = next_number(pdf)
    objects = _others(pdf, at + 1).items()
    hidden = b"\n".join(b"%d %b0 %bobj\n%b\n" % (one, LONG, LONG, said) for one, said in objects)
    return Revision(pdf).put(at, stream(hidden.replace(b"stream", b""))).written()


def close_together(pdf: bytes) -> bytes:
    """Nothing stands before the word."""
    at = next_number(pdf)
    return Revision(pdf).put(at, stream(b"4 0obj\n<< /Length 0 >>\n")).written()


def before_a_head(pdf: bytes) -> bytes:
    """In a remark of 255 signs, the most that Poppler takes for a line."""
    ((root, said),) = catalogue(pdf).items()
    objects = _others(pdf, next_number(pdf)).items()
    lines = [b"%d 0 obj %b endobj\n" % (one, held.replace(b"\n", b" ")) for one, held in objects]
    remarks = b"".join(b"%".ljust(255, b"x") + line for line in lines)
    return headed(Revision(pdf), root, remarks + b"%d 0 obj\n" % root, said).written()


def in_a_string_of_the_trailer(pdf: bytes) -> bytes:
    objects = _others(pdf, next_number(pdf)).items()
    hidden = b"\n".join(b"%d 0 obj %b\nendobj" % one for one in objects)
    hidden = hidden.replace(b"(", b"\\(").replace(b")", b"\\)")
    return Revision(pdf).put(next_number(pdf), b"null").written(more=b"/X (\n%b\n) " % hidden)


PLACES = (far_apart, close_together, before_a_head, in_a_string_of_the_trailer)


@pytest.mark.parametrize("hide", PLACES, ids=lambda one: one.__name__)
def test_objects_hide_nowhere(hide: Callable[[bytes], bytes], paper: bytes, pki: DemoPki) -> None:
    """Poppler, PDFium and MuPDF each look for objects elsewhere, once a table seems odd to them."""
    assert integrity(hide(paper), pki) in BAD


def test_ordinary_words_are_no_objects(paper: bytes, pki: DemoPki) -> None:
    at = next_number(paper)
    made = Revision(paper).put(at, stream(b"% an object, 4 of them\n1 0 0 1 5 5 cm"))
    assert integrity(made.written(more=b"/X (10 objects \\(all\\)) "), pki) is Integrity.INTACT
    remark = headed(Revision(paper), at, b"%d 0 obj %% made by an office\n" % at, b"null")
    assert integrity(remark.written(), pki) is Integrity.INTACT
    between = Revision(paper)
    between.body = b"% made by an office\n"
    assert integrity(between.put(at, b"null").written(), pki) is Integrity.INTACT


# Dictionaries -------------------------------------------------------------------------------------

ENDS = {"a letter": b"z", "a blank": b" ", "a bracket": b"]", "a name": b"/", "a brace": b"}"}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_dictionary_ends_with_two_signs(end: bytes, paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.3.7: the library takes any sign for the second, and readers lose the rest."""
    ((root, said),) = catalogue(paper).items()
    last = said.rstrip()[:-1] + end
    within = said.replace(b"<< ", b"<< /Extensions << /A 1 >%b " % end, 1)
    assert integrity(updated(paper, {root: last}), pki) in BAD
    assert integrity(updated(paper, {root: within}), pki) in BAD


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_the_dictionary_of_a_trailer_ends_so_too(end: bytes, paper: bytes, pki: DemoPki) -> None:
    made = Revision(paper).put(next_number(paper), b"null")
    assert integrity(made.written(more=b"/X << /A 1 >%b " % end), pki) in BAD
    cut = made.written().rindex(b">>\nstartxref")
    odd = made.written()[:cut] + b">" + end + made.written()[cut + 2 :]
    assert integrity(odd, pki) in BAD


SOUND = {
    "one in the other": b"<< /A << /B << >>>>>>",
    "with strings": b"<</A<41>/B(a > b \\) >)/C(\\\\)/D((<<))>>",
    "with remarks": b"<< /A 1 % >z and (\n>>",
    "in a list": b"[<< /A [<<>> <</B <4142>>>] >>]",
}


@pytest.mark.parametrize("sound", SOUND.values(), ids=SOUND)
def test_dictionaries_that_all_read_alike_are_read(
    sound: bytes, paper: bytes, pki: DemoPki
) -> None:
    made = Revision(paper).put(next_number(paper), sound)
    assert integrity(made.written(more=b"/X %b " % sound), pki) is Integrity.INTACT


# Streams ------------------------------------------------------------------------------------------

LINES = {"tab": b"\t\n", "form feed": b"\x0c\n", "zero": b"\0\n", "return alone": b"\r"}


def _drawn_again(pdf: bytes, line: bytes) -> bytes:
    return updated(pdf, {4: PACKED + b"stream" + line + CONTENT + b"\nendstream"})


@pytest.fixture(scope="module")
def packed(sign: Sign) -> bytes:
    content = PACKED + b"stream\n" + CONTENT + b"\nendstream"
    return signed(built({**simple(), 4: content}), sign)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_line_before_a_stream_ends_as_it_should(
    line: bytes, packed: bytes, pki: DemoPki
) -> None:
    """ISO 32000-2, 7.3.8.1: with a line feed, or a return and a line feed; MuPDF skips no more."""
    assert integrity(_drawn_again(packed, line), pki) in BAD


@pytest.mark.parametrize("line", [b"\n", b"\r\n"], ids=["line feed", "return and line feed"])
def test_a_stream_begins_after_either_end_of_a_line(
    line: bytes, packed: bytes, pki: DemoPki
) -> None:
    assert integrity(_drawn_again(packed, line), pki) is Integrity.INTACT


# Tables -------------------------------------------------------------------------------------------

LARGE: dict[str, tuple[int, bytes, int]] = {
    "a size past all numbers": (0, b"", 10**12),
    "a size of 32 bits": (0, b"", 3_000_000_000),
    "an object far away": (9_000_000, b"", 0),
    "a free one far away": (0, b"9000001 1\n0000000000 00001 f", 9_000_002),
    "a free one of 32 bits": (0, b"3000000000 1\n0000000000 00001 f", 3_000_000_001),
    "none past all numbers": (0, b"3000000000 0", 0),
    "none far away": (0, b"8388608 0", 0),
}


def numbered(pdf: bytes, far: int, line: bytes, size: int) -> bytes:
    made = Revision(pdf).put(next_number(pdf), b"null")
    if far:
        made.put(far, b"null")
    made.lines += [line] if line else []
    made.size = size or made.size
    return made.written()


@pytest.mark.parametrize("said", LARGE.values(), ids=LARGE)
def test_no_number_is_larger_than_readers_take(
    said: tuple[int, bytes, int], paper: bytes, pki: DemoPki
) -> None:
    """ISO 32000-1, Annex C: 8 388 607 objects; past that MuPDF looks for itself."""
    assert integrity(numbered(paper, *said), pki) in BAD


def test_large_numbers_that_readers_take_are_read(paper: bytes, pki: DemoPki) -> None:
    assert integrity(numbered(paper, 0, b"", 5_000_000), pki) is Integrity.INTACT
    assert integrity(numbered(paper, 0, b"5 0", 0), pki) is Integrity.INTACT
    assert integrity(numbered(paper, 5_000_000, b"", 0), pki) is Integrity.INTACT


def changed(pdf: bytes, old: bytes, new: bytes) -> bytes:
    made = Revision(pdf).put(next_number(pdf), b"null").written()
    assert old in made[len(pdf) :]
    return pdf + made[len(pdf) :].replace(old, new)


def test_the_place_of_a_table_stands_after_white_space(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, Table 1: a vertical tab is none, though the library takes it for such."""
    assert integrity(changed(paper, b"startxref\n", b"startxref\x0b"), pki) in BAD
    for line in (b"\r\n", b"\r"):
        sound = changed(paper, b"startxref\n", b"startxref" + line)
        assert integrity(sound, pki) is Integrity.INTACT


def test_no_blanks_follow_the_head_of_a_part_of_a_table(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.5.4: it is a line of its own; MuPDF counts the bytes of the blanks."""
    head = b"\n%d 1" % next_number(paper)
    assert integrity(changed(paper, head + b"\n", head + b" " * 6 + b"\n"), pki) in BAD
    for line in (b"\r\n", b" \n"):
        sound = changed(paper, head + b"\n", head + line)
        assert integrity(sound, pki) is Integrity.INTACT
