"""No table leads some readers elsewhere: a second one, a first one, one that names what is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests.signing.plain import (
    FONT,
    FORGED,
    Objects,
    Sign,
    another,
    built,
    look,
    more_evidence,
    page,
    paper,
    sign,
    signed,
    signed_once,
    simple,
    to_be_signed,
)
from tests.signing.tables import next_number, read
from tests.signing.test_attacks import by_hand
from tests.signing.test_packed_tables import entry
from tests.signing.test_readers_differ import BAD, Revision, integrity
from tests.trust import Papers

__all__ = ["paper", "sign"]

FREE = {0: (0, 0, 65535)}


def table(listed: Mapping[int, tuple[int, int, int]], size: int, more: bytes = b"") -> bytes:
    held = b"".join(entry(*place) for _number, place in sorted(listed.items()))
    index = b" ".join(b"%d 1" % number for number in sorted(listed))
    said = b"/Type /XRef /W [1 4 2] /Index [%b] /Size %d %b/Length %d" % (
        index, size, more, len(held),
    )  # fmt: skip
    return b"<< %b >>\nstream\n%b\nendstream" % (said, held)


def container(number: int, content: bytes, *, kind: bytes = b"", loose: int = 0) -> bytes:
    """A stream of objects: this one, and nothing of note under another number."""
    pairs = b"%d 0 " % number + (b"%d %d " % (loose, len(content) + 1) if loose else b"")
    held = pairs + content + (b" null" if loose else b"")
    said = b"%b/N %d /First %d /Length %d" % (kind, 2 if loose else 1, len(pairs), len(held))
    return b"<< %b >>\nstream\n%b\nendstream" % (said, held)


# Second tables ------------------------------------------------------------------------------------


def _second(pdf: bytes) -> tuple[Revision, int]:
    """A revision with a table that nothing names yet, which shows another page; where it lies."""
    at, pages = next_number(pdf), read(pdf).root["/Pages"]
    shown, parent = pages["/Kids"].raw_get(0).idnum, pages.container_ref.idnum
    other = page(parent=parent, content=at).replace(b"5 0 R", FONT)
    made = Revision(pdf).put(at, FORGED).put(at + 1, container(shown, other))
    start = len(pdf) + len(made.body)
    return made.put(at + 2, table({shown: (2, at + 1, 0)}, at + 9)), start


def _naming(made: Revision, start: int) -> bytes:
    pdf = made.as_stream(FREE)
    cut = pdf.rindex(b"/Type /XRef ")
    return pdf[:cut] + b"/XRefStm %d " % start + pdf[cut:]


def test_a_table_in_a_stream_names_no_second_one(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.5.8.4: /XRefStm is for trailers of the old kind; MuPDF follows it anywhere."""
    made, start = _second(paper)
    assert integrity(_naming(made, start), pki) in BAD
    assert integrity(made.as_stream(FREE), pki) in BAD, "nor does one lie about that is no table"


def test_a_table_of_a_result_names_no_second_one(papers: Papers, pki: DemoPki) -> None:
    made, start = _second(papers.lasting)
    at = next_number(papers.lasting)
    for number, said in more_evidence(papers.lasting, at + 3, at, at + 1, at + 2).items():
        made.put(number, said)
    report = validate(_naming(made, start), trust=pki.trust, at=timezone.now())
    assert report.verdict is not Verdict.VALID
    assert report.integrity in BAD


# Containers that were not there -------------------------------------------------------------------

STAMP = b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 300 200] /F 4 /AP << /N 7 0 R >> >>"


@pytest.fixture(scope="module")
def waiting(sign: Sign) -> bytes:
    """A note of the page lies in the container 8, which is nowhere; a look for it is there."""
    shown = look(b"1 g 0 0 300 200 re f 0 g BT /F1 36 Tf 20 100 Td (PAY 999999) Tj ET")
    objects = {**simple(), 3: page(more=b"/Annots [6 0 R] "), 7: shown}
    pdf = built(objects)
    start = pdf.rindex(b"xref\n0 1")
    places = {number: pdf.index(b"\n%d 0 obj" % number) + 1 for number in objects}
    listed = {number: (1, place, 0) for number, place in places.items()}
    listed |= {**FREE, 6: (2, 8, 0), 10: (1, start, 0)}
    last = table(listed, 11, b"/Root 1 0 R ")
    tail = b"10 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (last, start)
    return signed(pdf[:start] + tail, sign)


def _filling(pdf: bytes, kind: bytes, *, number: int = 8) -> bytes:
    at = next_number(pdf)
    held = container(6, STAMP, kind=kind % at if b"%d" in kind else kind, loose=at + 1)
    made = Revision(pdf).put(at, b"/ObjStm").put(number, held)
    return made.as_stream({**FREE, at + 1: (2, number, 0)})


KINDS = {"said elsewhere": b"/Type %d 0 R ", "said in it": b"/Type /ObjStm "}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_container_appears_of_which_signed_objects_were_to_come(
    kind: bytes, waiting: bytes, pki: DemoPki
) -> None:
    """ISO 32000-2, 7.3.10: what is nowhere is null; later it would be what a forger likes."""
    assert integrity(waiting, pki) is Integrity.INTACT
    assert integrity(_filling(waiting, kind), pki) in BAD


def test_the_kind_of_a_stream_stands_in_it(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.5.8.2 and Table 16: a container is known by its /Type, where it stands."""
    at, found = next_number(paper), []
    for kind in (b"/Type %d 0 R " % (at + 2), b"/Type /ObjStm "):
        made = Revision(paper).put(at + 2, b"/ObjStm")
        made.put(at, container(at + 1, b"null", kind=kind))
        found.append(integrity(made.as_stream({**FREE, at + 1: (2, at, 0)}), pki))
    assert found[0] in BAD
    assert found[1] is Integrity.INTACT


# First tables -------------------------------------------------------------------------------------


def _listed(places: Mapping[int, int], root: int) -> bytes:
    lines = b"".join(b"%d 1\n%010d 00000 n \n" % one for one in sorted(places.items()))
    trailer = b"trailer\n<< /Size 21 /Root %d 0 R >>\n" % root
    return b"xref\n0 1\n0000000000 65535 f \n" + lines + trailer


def linear(length: int) -> bytes:
    """Its first table shows one document, its last another; it says that it has this length."""
    objects: Objects = {**simple(), 11: b"<< /Type /Catalog /Pages 12 0 R >>", **another(12)}
    said = b"/Linearized 1 /L %010d /O 13 /E 500 /N 1 /T 500 /H [600 30]" % length
    head = b"%%PDF-1.7\n20 0 obj\n<< %b >>\nendobj\n" % said
    end = b"startxref\n0\n%%EOF\n"
    room = len(head) + len(_listed(dict.fromkeys([*objects, 20], 0), 11)) + len(end)
    body, places = b"", {20: 9}
    for number, content in sorted(objects.items()):
        places[number] = room + len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start = room + len(body)
    last = _listed(places, 1) + b"startxref\n%d\n%%%%EOF\n" % start
    return head + _listed(places, 11) + end + body + last


@pytest.mark.parametrize("later", [0, 400], ids=["when it is signed", "when more is added"])
def test_no_file_shows_something_else_at_the_length_it_states(
    later: int, sign: Sign, pki: DemoPki
) -> None:
    """ISO 32000-2, Annex F: while it has the length /L, Poppler shows what the first table says."""
    length = len(signed(linear(0), sign))
    paper, at = signed(linear(length + later), sign), length + 400
    short = Revision(paper).put(next_number(paper), b"()").written()
    content = b"(%b)" % (b"x" * (at - len(short)))
    grown = Revision(paper).put(next_number(paper), content).written()
    assert (len(paper), len(grown)) == (length, at)
    assert integrity(grown, pki) in BAD


def linearised(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        file.save(out, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def with_more(paper: bytes, of: DemoPki) -> list[bytes]:
    """The paper, with an object for nothing, and with a further signature."""
    added = Revision(paper).put(next_number(paper), b"null").written()
    return [paper, added, by_hand(added, of, name="Along")]


def test_a_linearised_file_that_is_signed_later_is_read(sign: Sign, pki: DemoPki) -> None:
    honest = linearised(built(simple()))
    for later in (signed(honest, sign), by_hand(honest, pki)):
        assert re.search(rb"/Linearized 1 /L %d " % len(honest), later)
        found = [integrity(each, pki) for each in with_more(later, pki)]
        assert found == [Integrity.INTACT] * 3


@pytest.fixture(scope="module")
def at_once(sign: Sign) -> bytes:
    paper = signed_once(linearised(built(to_be_signed())), sign)
    assert re.search(rb"/Linearized 1 /L %d " % len(paper), paper)
    return paper


def test_a_file_that_was_linearised_with_its_signature_is_read(
    at_once: bytes, pki: DemoPki
) -> None:
    assert integrity(at_once, pki) is Integrity.INTACT


def test_to_such_a_file_more_may_be_added(at_once: bytes, pki: DemoPki) -> None:
    found = [integrity(each, pki) for each in with_more(at_once, pki)]
    assert found == [Integrity.INTACT] * 3
