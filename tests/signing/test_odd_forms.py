"""Forms, descriptions and trailers as odd as those in the world: an honest update stays honest."""

from __future__ import annotations

import re

import pytest

from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity
from tests import trust
from tests.signing.tables import VALUE, catalogue, filled, next_number, raw, read, stream, updated
from tests.signing.test_attacks import by_hand
from tests.signing.test_foreign import integrity, with_evidence
from tests.signing.test_good import _plain
from tests.signing.test_odd_files import Hand, judged
from workflows.documents.stamps import personal_stamp

PACKET = b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>%b<?xpacket end="w"?>'
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
OLD = b'<x:xapmeta xmlns:x="adobe:ns:meta/">%b</x:xapmeta>' % RDF


@pytest.fixture(scope="module")
def page() -> bytes:
    return _plain(personal_stamp("Minh", Place(0, 0, 0, 200, 60), at=trust.AT))


@pytest.fixture(scope="module")
def hand(pki: DemoPki) -> Hand:
    return Hand(pki)


def signed(
    page: bytes,
    hand: Hand,
    *,
    others: bytes = b"",
    flags: bytes = b"/SigFlags 3",
    objects: dict[int, bytes] | None = None,
    **root: bytes,
) -> bytes:
    """In a form with a field of the signature, and others beside it."""
    at = next_number(page)
    form = b"<< %b /Fields [%b %d 0 R] >>" % (flags, others, at + 1)
    field = b"<< /FT /Sig /T (Signature1) /V %d 0 R >>" % at
    said = {at: VALUE, at + 1: field, **(objects or {}), **catalogue(page, AcroForm=form, **root)}
    return filled(updated(page, said), hand.sign)


FIELD = 900
FORMS: dict[str, tuple[bytes, bytes]] = {
    "null": (b"null", b"null"),
    "a reference to nothing": (b"990 0 R", b"null"),
    "a circle": (b"900 0 R", b"<< /T (c) /Kids [900 0 R] >>"),
    "kids that are no list": (b"900 0 R", b"<< /T (c) /FT /Tx /Kids 5 >>"),
    "kids that are not there": (b"900 0 R", b"<< /T (c) /FT /Tx /Kids [990 0 R] >>"),
    "a value that is not there": (b"900 0 R", b"<< /T (c) /FT /Sig /V 990 0 R >>"),
    "a value that is null": (b"900 0 R", b"<< /T (c) /FT /Sig /V null >>"),
    "a name with a dot": (b"900 0 R", b"<< /T (a.b) /FT /Tx >>"),
    "a field of no kind": (b"900 0 R", b"<< /T (c) >>"),
    "a name given twice": (b"900 0 R", b"<< /T (Signature1) /FT /Tx >>"),
}


@pytest.mark.parametrize("odd", FORMS)
def test_a_form_that_was_odd_before_it_was_signed_hides_no_signature(
    odd: str, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    others, field = FORMS[odd]
    paper = signed(page, hand, others=others, objects={FIELD: field})
    report = judged(paper, pki)
    assert (report.integrity, len(report.signatures)) == (Integrity.INTACT, 1)
    assert integrity(with_evidence(paper), pki) is Integrity.INTACT


@pytest.mark.parametrize("flags", [b"", b"/SigFlags 1"])
def test_whoever_signs_next_says_that_the_file_is_signed(
    flags: bytes, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = signed(page, hand, flags=flags)
    assert integrity(by_hand(paper, pki, name="Second"), pki) is Integrity.INTACT


@pytest.mark.parametrize("packet", [b"", PACKET % RDF, PACKET % OLD, OLD.decode().encode("utf-16")])
def test_a_description_that_nobody_touches_may_be_written_in_any_way(
    packet: bytes, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    kind = b"<< /Type /Metadata /Subtype /XML "
    objects = {FIELD: stream(packet).replace(b"<< ", kind, 1)}
    paper = signed(page, hand, objects=objects, Metadata=b"%d 0 R" % FIELD)
    assert integrity(with_evidence(paper), pki) is Integrity.INTACT
    touched = updated(with_evidence(paper), {FIELD: stream(b"<forged>").replace(b"<< ", kind, 1)})
    assert integrity(touched, pki) is Integrity.CHANGED


def test_a_later_revision_may_put_its_description_elsewhere(
    page: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = signed(page, hand)
    at = next_number(paper)
    more = updated(paper, {at: b"<< /Producer (another program) >>"})
    start = more.rindex(b"trailer")
    named = re.sub(rb"/Info \d+ 0 R ", b"", more[start:])
    named = named.replace(b"/Prev", b"/Info %d 0 R /Prev" % at)
    assert integrity(more[:start] + named, pki) is Integrity.INTACT
    drawn = read(paper).root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum
    forged = named.replace(b"/Info %d 0 R" % at, b"/Info %d 0 R" % drawn)
    moved = updated(more[:start] + forged, {drawn: stream(b"0 0 99 99 re f")})
    assert integrity(moved, pki) is Integrity.CHANGED


@pytest.mark.parametrize("more", [b"/P %d 0 R", b"/M (D:20260101000000Z) %% %d\n"])
def test_a_place_that_is_filled_may_say_where_and_when(
    more: bytes, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    shown = read(page).root["/Pages"]["/Kids"][0]
    kind = b"/Type /Annot /Subtype /Widget /FT /Sig /T (Second) /Rect [10 0 40 12] /F 4"
    entries = b" ".join(b"%b %b" % (key.encode(), raw(shown, key)) for key in shown)
    objects = {
        FIELD: b"<< %b >>" % kind,
        shown.container_ref.idnum: b"<< %b /Annots [%d 0 R] >>" % (entries, FIELD),
    }
    paper = signed(page, hand, others=b"%d 0 R" % FIELD, objects=objects)
    at = next_number(paper)
    said = b"<< %b %b /V %d 0 R >>" % (kind, more % shown.container_ref.idnum, at)
    twice = filled(updated(paper, {at: VALUE, FIELD: said}), hand.sign)
    assert integrity(twice, pki) is Integrity.INTACT


@pytest.mark.parametrize("number", [3, 600])
def test_a_long_row_of_bookmarks_is_gone_along(
    number: int, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    last = FIELD + number
    objects = {
        FIELD: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>"
        % (FIELD + 1, last, number)
    }
    for one in range(FIELD + 1, last + 1):
        beside = b"/Prev %d 0 R " % (one - 1) if one > FIELD + 1 else b""
        beside += b"/Next %d 0 R " % (one + 1) if one < last else b""
        objects[one] = b"<< /Title (x) /Parent %d 0 R %b>>" % (FIELD, beside)
    paper = signed(page, hand, objects=objects, Outlines=b"%d 0 R" % FIELD)
    assert integrity(with_evidence(paper), pki) is Integrity.INTACT
    renamed = updated(with_evidence(paper), {last: b"<< /Title (forged) >>"})
    assert integrity(renamed, pki) is Integrity.CHANGED


def test_whatever_lies_too_deep_is_no_crash(page: bytes, hand: Hand, pki: DemoPki) -> None:
    paper = signed(page, hand)
    for depth in (1_000, 100_000):
        deep = {next_number(paper): b"[" * depth + b"]" * depth}
        assert integrity(updated(paper, deep), pki) is not Integrity.UNSIGNED
