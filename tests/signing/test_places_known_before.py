"""In a place that was there at the signing anything may be shown; what it hides is said."""

from __future__ import annotations

import pytest
from django.utils import timezone

from signing import pictures
from signing.demo.pki import DemoPki
from signing.reports import Integrity
from signing.validation import validate
from tests.signing.plain import Sign, built, look, set_in, sign, signed, simple, with_form
from tests.signing.tables import VALUE, filled, next_number, updated
from tests.signing.test_readers_differ import integrity

__all__ = ["sign"]

pytestmark = pytest.mark.usefixtures("in_english")

# Over the whole page, over an amount on it, beside the text.
WHOLE, AMOUNT, BESIDE = (0, 0, 300, 200), (100, 90, 175, 135), (20, 20, 95, 65)


def draft(box: tuple[int, int, int, int]) -> bytes:
    """One place that is empty, and shows nothing."""
    place = b"/Type /Annot /Subtype /Widget /Rect [%d %d %d %d] /F 4 /P 3 0 R" % box
    field = b"<< /FT /Sig /T (Along) %b >>" % place
    return built({**with_form(simple(b"PAY 100 VND"), 6), 6: field, 8: look(b" ")})


def _look(box: tuple[int, int, int, int], content: bytes) -> bytes:
    return look(content, size=b"%d %d" % (box[2] - box[0], box[3] - box[1]))


def signed_there(pdf: bytes, sign: Sign, shown: bytes) -> bytes:
    at = next_number(pdf)
    field = set_in(pdf, 6, AP=b"<< /N %d 0 R >>" % at, V=b"%d 0 R" % (at + 1))
    return filled(updated(pdf, {at: shown, at + 1: VALUE, **field}), sign)


HIDING = b"1 g 0 0 300 200 re f 0 g BT /F1 36 Tf 4 10 Td (999) Tj ET"
SIGNED = b"BT /F1 12 Tf 4 10 Td (Along) Tj ET"


def hides(pdf: bytes, pki: DemoPki) -> bool:
    reasons = validate(pdf, trust=pki.trust, at=timezone.now()).reasons
    return any("hides something" in str(one) for one in reasons)


@pytest.mark.parametrize("box", [WHOLE, AMOUNT], ids=["the whole page", "an amount"])
def test_whoever_relies_on_it_is_told_that_a_signature_in_an_old_place_hides_text(
    box: tuple[int, int, int, int], sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ISO 32000-2, 12.7.5.5: whoever signed first saw an empty place, and the text below it."""
    paper = signed(draft(box), sign, name=b"Official")
    assert integrity(paper, pki) is Integrity.INTACT
    forged = signed_there(paper, sign, _look(box, HIDING))
    assert hides(forged, pki)
    assert integrity(forged, pki) is Integrity.INTACT
    monkeypatch.setattr(pictures, "_is_any_covered", lambda *_any: False)
    assert not hides(forged, pki)


def test_a_signature_in_an_old_place_may_show(sign: Sign, pki: DemoPki) -> None:
    paper = signed(draft(BESIDE), sign, name=b"Official")
    for shown in (SIGNED, b"1 g 0 0 75 45 re f 0 g " + SIGNED):
        added = signed_there(paper, sign, _look(BESIDE, shown))
        assert integrity(added, pki) is Integrity.INTACT
        assert not hides(added, pki)
