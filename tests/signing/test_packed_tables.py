"""Tables and objects that lie packed in streams are unpacked as all readers do."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.reports import Integrity, Verdict
from signing.validation import Policy, validate
from tests.signing.plain import (
    Sign,
    another,
    built,
    more_evidence,
    paper,
    sign,
    signed,
    simple,
    with_form,
)
from tests.signing.tables import catalogue, next_number, updated
from tests.signing.test_readers_differ import BAD, Revision, integrity
from tests.trust import Papers

__all__ = ["paper", "sign"]

ROWS = b"/DecodeParms << /Predictor 12 /Columns 7 >> "


def entry(kind: int, one: int, two: int) -> bytes:
    return bytes([kind]) + one.to_bytes(4, "big") + two.to_bytes(2, "big")


def less(one: bytes, other: bytes) -> bytes:
    return bytes((a - b) % 256 for a, b in zip(one, other, strict=True))


def _nearest(left: int, above: int, before: int) -> int:
    return min((left, above, before), key=lambda one: abs(left + above - before - one))


GUESSES: dict[int, Callable[[int, int, int], int]] = {
    0: lambda *_any: 0,
    1: lambda left, _above, _before: left,
    2: lambda _left, above, _before: above,
    3: lambda left, above, _before: (left + above) // 2,
    4: _nearest,
}


def rows(kind: int, lines: Sequence[bytes]) -> bytes:
    """ISO/IEC 15948, 9.2: each line less what is guessed from what stands around it."""
    out, above = b"", bytes(len(lines[0]))
    for line in lines:
        left, before = b"\0" + line[:-1], b"\0" + above[:-1]
        guessed = bytes(map(GUESSES[kind], left, above, before))
        out, above = out + bytes([kind]) + less(line, guessed), line
    return out


def tabled(made: Revision, index: bytes, packed: bytes, said: bytes = ROWS) -> bytes:
    """The revision with a table in a stream; so it is packed."""
    start, number = len(made.before) + len(made.body), made.size
    made.size, data = number + 1, zlib.compress(packed)
    how = said if b"/Filter" in said else b"/Filter /FlateDecode " + said
    more = made._trailer + how + b"/Length %d " % len(data)
    head = b"/Type /XRef /W [1 4 2] /Index [%b] %b" % (index, more)
    table = b"%d 0 obj\n<< %b>>\nstream\n%b\nendstream\nendobj\n" % (number, head, data)
    return made.before + made.body + table + b"startxref\n%d\n%%%%EOF\n" % start


def two_ways(seen: bytes, meant: bytes) -> bytes:
    """A row of the first type and one that adds to it: seen so by who takes the first for zeros."""
    return b"\0" + less(meant, seen) + b"\2" + seen


def misleading(pdf: bytes, pages: int) -> bytes:
    """The catalogue as it was, and in a remark before it another one, with these pages."""
    ((root, said),) = catalogue(pdf).items()
    made, at = Revision(pdf), len(pdf)
    remark = b"%%x %d 0 obj << /Type /Catalog /Pages %d 0 R >> endobj\n" % (root, pages)
    made.body = remark + b"%d 0 obj\n%b\nendobj\n" % (root, said)
    made.size = max(made.size, pages + 6)
    return tabled(made, b"0 1 %d 1" % root, two_ways(entry(1, at, 0), entry(1, at + 3, 0)))


# Rows of tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", GUESSES)
def test_a_table_in_rows_of_every_type_is_read(kind: int, paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.4.4.4: whatever /Predictor says, each row tells its own type."""
    at = next_number(paper)
    made = Revision(paper).put(at, b"null").put(at + 1, b"null")
    lines = [entry(0, 0, 65535), *(entry(1, made.places[one], 0) for one in (at, at + 1))]
    added = tabled(made, b"0 1 %d 2" % at, rows(kind, lines))
    assert integrity(added, pki) is Integrity.INTACT
    drawn = Revision(paper).put(4, b"<< /Length 0 >>\nstream\n\nendstream")
    forged = tabled(drawn, b"0 1 4 1", rows(kind, [lines[0], entry(1, drawn.places[4], 0)]))
    assert integrity(forged, pki) in BAD


def test_a_row_of_a_table_is_unpacked_as_all_readers_do(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.4.4.4: a row of type 0 stands as it is, and the library makes it zeros."""
    at = next_number(paper)
    prepared = updated(paper, another(at))
    assert integrity(prepared, pki) is Integrity.INTACT
    assert integrity(misleading(prepared, at), pki) in BAD


@pytest.mark.parametrize("policy", [Policy.OWN, Policy.FITTING])
def test_a_result_is_unpacked_as_all_readers_do(
    policy: Policy, papers: Papers, pki: DemoPki
) -> None:
    at = next_number(papers.lasting)
    holder = b"<< /X [%d 0 R] /Length 1 >>\nstream\nx\nendstream" % at
    hung = {**another(at), at + 4: holder, **more_evidence(papers.lasting, at + 5, at + 4)}
    forged = misleading(updated(papers.lasting, hung), at)
    report = validate(forged, trust=pki.trust, at=timezone.now(), policy=policy)
    assert report.verdict is not Verdict.VALID
    assert report.integrity in BAD


def a_draft(sign: Sign) -> tuple[bytes, bytes]:
    """What was signed, by a table that may be misread; and with the draft it was made of again."""
    draft = b"<< /Type /Catalog /Pages 12 0 R /AcroForm 7 0 R >>"
    first = built({**with_form(simple()), **another(12), 1: draft})
    made, at = Revision(first), len(first)
    made.body = b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>\nendobj\n"
    places = entry(1, first.index(b"\n1 0 obj") + 1, 0), entry(1, at, 0)
    meant = signed(tabled(made, b"0 1 1 1", two_ways(*places)), sign)
    return meant, updated(meant, {1: draft})


def test_what_was_signed_is_unpacked_as_all_readers_do(sign: Sign, pki: DemoPki) -> None:
    """Otherwise a draft that comes back would be no change."""
    meant, forged = a_draft(sign)
    assert integrity(meant, pki) is Integrity.INTACT
    assert integrity(forged, pki) in BAD


# How the packing is told --------------------------------------------------------------------------

TOLD = {
    "in an array beside one filter": b"/DecodeParms [<< /Predictor 12 /Columns 7 >>] ",
    "of two colours": b"/DecodeParms << /Predictor 12 /Columns 7 /Colors 2 >> ",
    "of 16 bits": b"/DecodeParms << /Predictor 12 /Columns 7 /BitsPerComponent 16 >> ",
    "of 4 bits": b"/DecodeParms << /Predictor 12 /Columns 7 /BitsPerComponent 4 >> ",
}


def named_again(pdf: bytes, said: bytes, *, kind: int | None = 2) -> bytes:
    """The catalogue as it was, listed by a table in rows, or in no rows at all."""
    ((root, written),) = catalogue(pdf).items()
    made = Revision(pdf).put(root, written)
    lines = [entry(0, 0, 255), entry(1, made.places[root], 0)]
    packed = b"".join(lines) if kind is None else rows(kind, lines)
    return tabled(made, b"0 1 %d 1" % root, packed, said)


def test_a_table_is_packed_as_most_writers_pack_it(paper: bytes, pki: DemoPki) -> None:
    assert integrity(named_again(paper, ROWS), pki) is Integrity.INTACT
    assert integrity(named_again(paper, b"", kind=None), pki) is Integrity.INTACT
    fully = b"/DecodeParms << /Columns 7 /Predictor 15 /Colors 1 /BitsPerComponent 8 >> "
    assert integrity(named_again(paper, fully), pki) is Integrity.INTACT


@pytest.mark.parametrize("said", TOLD.values(), ids=TOLD)
def test_no_table_is_packed_as_readers_do_not_agree_on(
    said: bytes, paper: bytes, pki: DemoPki
) -> None:
    """ISO 32000-2, Table 5: parameters of the one filter are a dictionary; MuPDF skips an array."""
    assert integrity(named_again(paper, said), pki) in BAD


def test_no_table_is_packed_by_the_short_name_of_parameters(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, Table 91: /DP is for images within pages only; MuPDF takes it everywhere."""
    said = b"/DP << /Predictor 12 /Columns 7 >> "
    assert integrity(named_again(paper, said, kind=None), pki) in BAD


def in_a_stream(pdf: bytes, said: bytes, kind: int | None = 2) -> bytes:
    """The catalogue as it was, in a stream of objects that is packed in rows of one length."""
    ((root, written),) = catalogue(pdf).items()
    at, head = next_number(pdf), b"%d 0 " % root
    held = head + written + b" " * (-len(head + written) % 7)
    lines = [held[start : start + 7] for start in range(0, len(held), 7)]
    data = zlib.compress(held if kind is None else rows(kind, lines))
    how = said if b"/Filter" in said else b"/Filter /FlateDecode " + said
    held_so = b"/N 1 /First %d %b/Length %d" % (len(head), how, len(data))
    packed = b"<< /Type /ObjStm %b >>\nstream\n%b\nendstream" % (held_so, data)
    return Revision(pdf).put(at, packed).as_stream({0: (0, 0, 65535), root: (2, at, 0)})


@pytest.mark.parametrize("kind", [None, *GUESSES])
def test_objects_in_rows_of_every_type_are_read(
    kind: int | None, paper: bytes, pki: DemoPki
) -> None:
    said = b"" if kind is None else ROWS
    assert integrity(in_a_stream(paper, said, kind), pki) is Integrity.INTACT


@pytest.mark.parametrize("said", TOLD.values(), ids=TOLD)
def test_no_objects_are_packed_as_readers_do_not_agree_on(
    said: bytes, paper: bytes, pki: DemoPki
) -> None:
    assert integrity(in_a_stream(paper, said), pki) in BAD


def test_no_objects_are_packed_by_the_short_name_of_parameters(paper: bytes, pki: DemoPki) -> None:
    said = b"/DP << /Predictor 12 /Columns 7 >> "
    assert integrity(in_a_stream(paper, said, None), pki) in BAD


ARRAYS = b"/Filter [/FlateDecode] /DecodeParms [<< /Predictor 12 /Columns 7 >>] "


def test_filters_and_their_parameters_may_stand_in_two_arrays(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, Table 5: of the same length."""
    assert integrity(named_again(paper, ARRAYS), pki) is Integrity.INTACT
    assert integrity(in_a_stream(paper, ARRAYS), pki) is Integrity.INTACT
