"""Where somebody signs later, no more is shown than that he did."""

from __future__ import annotations

import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests.signing.plain import (
    Objects,
    Sign,
    built,
    entries,
    in_the_form,
    look,
    one_more,
    set_in,
    sign,
    signed,
    simple,
)
from tests.signing.tables import VALUE, filled, next_number, read, updated
from tests.signing.test_readers_differ import BAD, integrity

__all__ = ["sign"]

HIDING = b"1 g 0 0 300 200 re f 0 g BT /F1 30 Tf 5 10 Td (999999) Tj ET"
ADDING = b"0 g BT /F1 20 Tf 70 20 Td (999 VND ONLY) Tj ET"
SMALL, WHOLE = b"[60 90 180 140]", b"[0 0 300 200]"
FREE = b"[200 10 290 40]"


def along(
    pdf: bytes, sign: Sign, looks: list[bytes], *, rect: bytes = SMALL, page: bytes = b"3 0 R"
) -> bytes:
    """One more signature, in a new place on the first page; it shows the first of these looks."""
    at = next_number(pdf)
    shown = entries(read(pdf).root["/Pages"]["/Kids"][0])
    notes = one_more(shown.get("/Annots", b"[]"), at)
    place = b"/Type /Annot /Subtype /Widget /Rect %b /F 4 /P %b /AP << /N %d 0 R >>"
    held = b"<< /FT /Sig /T (Along) %b /V %d 0 R >>" % (place % (rect, page, at + 2), at + 1)
    objects: Objects = {at: held, at + 1: VALUE, **dict(enumerate(looks, at + 2))}
    return filled(
        updated(pdf, {**objects, **set_in(pdf, 3, Annots=notes), **in_the_form(pdf, at)}), sign
    )


def within(pdf: bytes, depth: int, content: bytes) -> list[bytes]:
    """A look that draws another, and so on down to the last, which draws this."""
    at = next_number(pdf) + 2
    forms = [
        look(b"/X Do", size=b"120 50", more=b"/XObject << /X %d 0 R >> " % one)
        for one in range(at + 1, at + depth)
    ]
    return [*forms, look(content, size=b"120 50")]


def is_told(pdf: bytes, of: DemoPki) -> bool:
    """As a change, or as a place of which nobody knows what it hides."""
    report = validate(pdf, trust=of.trust, at=timezone.now())
    unseen = any("could not be looked at" in str(reason) for reason in report.reasons)
    return report.verdict is not Verdict.VALID and (report.integrity in BAD or unseen)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("depth", [1, 20, 60, 90])
def test_no_look_hides_the_page_however_deep_it_lies(depth: int, sign: Sign, pki: DemoPki) -> None:
    """PDFium and PDFBox give up where forms lie in forms; Poppler and MuPDF draw them all."""
    paper = signed(built(simple()), sign)
    assert not is_told(paper, pki)
    assert is_told(along(paper, sign, within(paper, depth, HIDING)), pki)


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("depth", [1, 3])
def test_a_look_beside_the_text_may_lie_in_forms(depth: int, sign: Sign, pki: DemoPki) -> None:
    paper = signed(built(simple()), sign)
    shown = within(paper, depth, b"BT /F1 12 Tf 5 10 Td (Along) Tj ET")
    added = along(paper, sign, shown, rect=FREE)
    assert integrity(added, pki) is Integrity.INTACT
    assert not is_told(added, pki)


def two_pages() -> bytes:
    """The first is small, the other large."""
    return built(
        {
            **simple(b"100"),
            2: b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>",
            6: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000 3000] >>",
        }
    )


def test_a_place_is_as_large_as_the_page_that_shows_it_allows(sign: Sign, pki: DemoPki) -> None:
    """ISO 32000-2, Table 166: /P names the page, but readers show the notes that a page lists."""
    paper = signed(two_pages(), sign)
    shown = [look(ADDING)]
    for page in (b"3 0 R", b"6 0 R"):
        assert integrity(along(paper, sign, shown, rect=WHOLE, page=page), pki) in BAD
    small = [look(b"BT /F1 12 Tf 5 10 Td (Along) Tj ET", size=b"90 30")]
    assert integrity(along(paper, sign, small, rect=FREE), pki) is Integrity.INTACT
