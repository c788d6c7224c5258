"""What one program reads and another does not: no forgery hides where readers differ.

Programs that find a file odd look for its objects themselves, and then show what no table names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.utils import timezone

from signing import changes
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests import trust
from tests.signing.tables import catalogue, next_number, raw, read, stream
from tests.signing.test_attacks import by_hand
from tests.signing.test_foreign import content_of
from tests.signing.test_good import _plain
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

FORGED = stream(b"0 0 99 99 re f")
BAD = {Integrity.BROKEN, Integrity.CHANGED}


@pytest.fixture(scope="module")
def signed(pki: DemoPki) -> bytes:
    return by_hand(_plain(personal_stamp("Minh", Place(0, 0, 0, 200, 60), at=trust.AT)), pki)


def integrity(pdf: bytes, of: DemoPki) -> Integrity:
    return validate(pdf, trust=of.trust, at=timezone.now()).integrity


class Revision:
    """One more revision, of which each part can be written as nobody should."""

    def __init__(self, of: bytes) -> None:
        self.before, self.reader = of, read(of)
        self.body, self.places, self.lines = b"", dict[int, int](), list[bytes]()
        self.size = next_number(of)
        self.root, self.end, self.kind = self.reader.root_ref.idnum, b" \n", b"n"
        self.more = b""

    def put(self, number: int, content: bytes, *, called: int | None = None) -> Revision:
        """The object, listed under its number though its bytes may call it otherwise."""
        self.places[number] = len(self.before) + len(self.body)
        self.body += b"%d 0 obj\n%b\nendobj\n" % (called or number, content)
        self.lines.append(b"%d 1\n%010d 00000 n" % (number, self.places[number]))
        self.size = max(self.size, number + 1)
        return self

    @property
    def _trailer(self) -> bytes:
        held = {key: raw(self.reader.trailer_view, key) for key in ("/Root", "/Info", "/ID")
                if key in self.reader.trailer_view}  # fmt: skip
        said = b"".join(b"%b %b " % (key.encode(), value) for key, value in held.items())
        return b"/Size %d /Prev %d " % (self.size, self.reader.last_startxref or 0) + said

    def written(self, *, end: bytes = b" \n", without: bytes = b"", more: bytes = b"") -> bytes:
        """With a table; `end` ends its lines, and a part may be left out of the trailer."""
        start = len(self.before) + len(self.body)
        table = b"xref\n" + b"".join(line + end for line in self.lines)
        trailer = (self._trailer + more).replace(without, b"") if without else self._trailer + more
        tail = b"trailer\n<< %b>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, start)
        return self.before + self.body + table + tail

    def as_stream(self, others: Mapping[int, tuple[int, int, int]]) -> bytes:
        """With a table that is a stream; `others` are entries beside those of the objects."""
        start = len(self.before) + len(self.body)
        number = max(self.size, *others) + 1
        listed = {one: (1, place, 0) for one, place in self.places.items()}
        listed |= {**others, number: (1, start, 0)}
        entries = b"".join(
            bytes([kind]) + one.to_bytes(4, "big") + two.to_bytes(2, "big")
            for _number, (kind, one, two) in sorted(listed.items())
        )
        index = b" ".join(b"%d 1" % one for one in sorted(listed))
        self.size = number + 1
        head = b"%d 0 obj\n<< /Type /XRef /W [1 4 2] /Index [%b] %b/Length %d >>" % (
            number, index, self._trailer, len(entries),
        )  # fmt: skip
        table = head + b"\nstream\n%b\nendstream\nendobj\n" % entries
        return self.before + self.body + table + b"startxref\n%d\n%%%%EOF\n" % start


def test_a_revision_written_as_all_read_it_is_read(signed: bytes, pki: DemoPki) -> None:
    loose = next_number(signed)
    assert integrity(Revision(signed).put(loose, b"null").written(), pki) is Integrity.INTACT
    streamed = Revision(signed).put(loose, b"null").as_stream({0: (0, 0, 65535)})
    assert integrity(streamed, pki) is Integrity.INTACT


# A key given twice --------------------------------------------------------------------------------


def test_in_a_file_for_old_and_new_programs_no_key_is_given_twice(
    papers: Papers, pki: DemoPki
) -> None:
    """Of two equal keys the library takes the first, everybody else the last."""
    result = papers.lasting
    page, at = read(result).root["/Pages"]["/Kids"][0], next_number(result)
    kept = b" ".join(b"%b %b" % (key.encode(), raw(page, key)) for key in page)
    forged = Revision(result).put(at, FORGED)
    forged.put(page.container_ref.idnum, b"<< %b /Contents %d 0 R >>" % (kept, at))
    store = read(result).root["/DSS"]
    held = {key: raw(store, key) for key in store}
    held["/Certs"] = held["/Certs"].rstrip()[:-1] + b" %d 0 R]" % at
    said = b" ".join(b"%b %b" % (key.encode(), value) for key, value in held.items())
    forged.put(at + 1, b"<< %b >>" % said)
    for number, content in catalogue(result, DSS=b"%d 0 R" % (at + 1)).items():
        forged.put(number, content)
    place = len(result) + len(forged.body)
    second = b"<< /Type /XRef /Size %d /W [1 4 2] /Index [0 1] /Length 7 >>" % (at + 3)
    forged.put(at + 2, second + b"\nstream\n" + bytes(5) + b"\xff\xff\nendstream")
    report = validate(
        forged.written(more=b"/XRefStm %d " % place), trust=pki.trust, at=timezone.now()
    )
    assert report.verdict is not Verdict.VALID
    assert report.integrity in BAD


# Readers driven to look for themselves ------------------------------------------------------------


def _store(pdf: bytes, at: int) -> dict[int, bytes]:
    """A store of evidence that names one stream more."""
    return catalogue(pdf, DSS=b"<< /Certs [%d 0 R] >>" % at)


def _hidden(pdf: bytes, *, with_end: bytes = b"endstream\nendobj\n") -> Revision:
    """Evidence that ends early for whoever does not look how long it is; behind it, the forgery."""
    at, drawn = next_number(pdf), content_of(pdf)
    content = b"x\n%b%d 0 obj\n%b\nendobj\n9 0 obj\n<<>>\nstream\n" % (with_end, drawn, FORGED)
    made = Revision(pdf).put(at + 1, b"%d" % len(content))
    made.put(at, b"<< /Length %d 0 R >>\nstream\n%b\nendstream" % (at + 1, content))
    for number, said in _store(pdf, at).items():
        made.put(number, said)
    return made


def called_otherwise(pdf: bytes) -> bytes:
    return Revision(pdf).put(next_number(pdf), FORGED, called=content_of(pdf)).written()


def lines_too_short(pdf: bytes) -> bytes:
    return Revision(pdf).put(next_number(pdf), b"null").written(end=b"\n")


def no_document_named(pdf: bytes) -> bytes:
    made = Revision(pdf).put(next_number(pdf), b"null")
    return made.written(without=b"/Root %d 0 R " % made.root)


def an_object_within_evidence(pdf: bytes) -> bytes:
    return _hidden(pdf).written()


def a_trailer_within_evidence(pdf: bytes) -> bytes:
    at = next_number(pdf)
    made = Revision(pdf).put(at, stream(b"trailer\n<< /Root %d 0 R >>\n" % at))
    for number, said in _store(pdf, at).items():
        made.put(number, said)
    return made.written()


def a_member_that_is_not_listed(pdf: bytes) -> bytes:
    """In a stream of objects: one that the table names, and the page."""
    at, page = next_number(pdf), read(pdf).root["/Pages"]["/Kids"].raw_get(0).idnum
    head = b"%d 0 %d 5 " % (at + 1, page)
    held = b"<< /Type /ObjStm /N 2 /First %d /Length %d >>\nstream\n%bnull << >>\nendstream"
    held %= (len(head), len(head) + 9, head)
    return Revision(pdf).put(at, held).as_stream({at + 1: (2, at, 0)})


ODD = (
    called_otherwise, lines_too_short, no_document_named, an_object_within_evidence,
    a_trailer_within_evidence, a_member_that_is_not_listed,
)  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=lambda one: one.__name__)
def test_nothing_is_added_that_some_readers_find_odd_or_read_otherwise(
    odd: Callable[[bytes], bytes],
    signed: bytes,
    pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = odd(signed)
    assert integrity(forged, pki) in BAD
    assert integrity(by_hand(forged, pki, name="Along"), pki) in BAD, "nor is it covered up"
    monkeypatch.setattr(changes, "is_all_listed", lambda *_any, **_named: True)
    assert integrity(forged, pki) is Integrity.INTACT, "and nothing else finds it"


@pytest.mark.parametrize("odd", ODD, ids=lambda one: one.__name__)
def test_a_result_stays_valid_with_none_of_it(
    odd: Callable[[bytes], bytes], papers: Papers, pki: DemoPki
) -> None:
    report = validate(odd(papers.lasting), trust=pki.trust, at=timezone.now())
    assert report.verdict is not Verdict.VALID
    assert report.integrity in BAD


def test_no_entry_is_of_a_type_unheard_of(signed: bytes, pki: DemoPki) -> None:
    made = Revision(signed).put(next_number(signed), b"null")
    assert integrity(made.as_stream({content_of(signed): (3, 0, 0)}), pki) in BAD


def test_no_number_stands_in_two_places_of_one_table(signed: bytes, pki: DemoPki) -> None:
    """The forgery first, then what stands there; readers differ on which of them counts."""
    drawn = content_of(signed)
    kept = signed[read(signed).xrefs.get_xref_data(0).standard_xrefs[drawn][1] :]
    kept = kept[kept.index(b"obj") + 3 : kept.index(b"endobj")].strip()
    made = Revision(signed).put(drawn, FORGED).put(drawn, kept)
    assert integrity(made.written(), pki) in BAD
