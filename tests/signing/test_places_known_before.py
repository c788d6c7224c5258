"""Of a place that was there at the signing, whoever signs in it later hides no text of the page."""

from __future__ import annotations

import pytest

from signing.demo.pki import DemoPki
from signing.reports import Integrity
from tests.signing.plain import Sign, built, look, set_in, sign, signed, simple, with_form
from tests.signing.tables import VALUE, filled, next_number, updated
from tests.signing.test_readers_differ import BAD, integrity

__all__ = ["sign"]

# Over the whole page, over an amount on it, beside the text.
WHOLE, AMOUNT, BESIDE = (0, 0, 300, 200), (100, 90, 175, 135), (20, 20, 95, 65)


def draft(box: tuple[int, int, int, int], kind: bytes = b"/Sig", more: bytes = b"") -> bytes:
    """One place that is empty, and shows nothing."""
    place = b"/Type /Annot /Subtype /Widget /Rect [%d %d %d %d] /F 4 /P 3 0 R" % box
    field = b"<< /FT %b /T (Along) %b %b>>" % (kind, place, more)
    return built({**with_form(simple(b"PAY 100 VND"), 6), 6: field, 8: look(b" ")})


def _look(box: tuple[int, int, int, int], content: bytes) -> bytes:
    return look(content, size=b"%d %d" % (box[2] - box[0], box[3] - box[1]))


def signed_there(pdf: bytes, sign: Sign, shown: bytes) -> bytes:
    at = next_number(pdf)
    field = set_in(pdf, 6, AP=b"<< /N %d 0 R >>" % at, V=b"%d 0 R" % (at + 1))
    return filled(updated(pdf, {at: shown, at + 1: VALUE, **field}), sign)


HIDING = b"1 g 0 0 300 200 re f 0 g BT /F1 36 Tf 4 10 Td (999) Tj ET"
SIGNED = b"BT /F1 12 Tf 4 10 Td (Along) Tj ET"


@pytest.mark.parametrize("box", [WHOLE, AMOUNT], ids=["the whole page", "an amount"])
def test_a_signature_in_an_old_place_hides_no_text(
    box: tuple[int, int, int, int], sign: Sign, pki: DemoPki
) -> None:
    """ISO 32000-2, 12.7.5.5: whoever signed first saw an empty place, and the text below it."""
    paper = signed(draft(box), sign, name=b"Official")
    assert integrity(paper, pki) is Integrity.INTACT
    forged = signed_there(paper, sign, _look(box, HIDING))
    assert integrity(forged, pki) is Integrity.CHANGED


def test_a_signature_in_an_old_place_may_show(sign: Sign, pki: DemoPki) -> None:
    paper = signed(draft(BESIDE), sign, name=b"Official")
    for shown in (SIGNED, b"1 g 0 0 75 45 re f 0 g " + SIGNED):
        added = signed_there(paper, sign, _look(BESIDE, shown))
        assert integrity(added, pki) is Integrity.INTACT


def test_a_text_in_an_old_place_hides_none(sign: Sign, pki: DemoPki) -> None:
    """Though a certification lets it be filled (ISO 32000-2, Table 257)."""
    empty = b"/DA (/Helv 12 Tf 0 g) /AP << /N 8 0 R >> "
    paper = signed(draft(WHOLE, b"/Tx", empty), sign, name=b"Official", grants=b"2")
    at = next_number(paper)
    filling = set_in(paper, 6, AP=b"<< /N %d 0 R >>" % at, V=b"(x)")
    assert integrity(paper, pki) is Integrity.INTACT
    forged = updated(paper, {at: _look(WHOLE, HIDING), **filling})
    assert integrity(forged, pki) in BAD
