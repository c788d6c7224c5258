"""What is filled in after a signature is held against the form, though nobody draws its page."""

from __future__ import annotations

import pytest

from signing import changes
from signing.demo.pki import DemoPki
from signing.reports import Integrity
from tests.signing.plain import (
    Objects,
    Sign,
    built,
    look,
    page,
    set_in,
    sign,
    signed,
    simple,
    text,
    with_form,
)
from tests.signing.tables import VALUE, filled, next_number, updated
from tests.signing.test_readers_differ import BAD, integrity

__all__ = ["sign"]

PAGES = range(100, 125)
DRAWN_ANEW = b"/NeedAppearances true "
SHOWN = b"/AP << /N 8 0 R >> "
FIELD = b"/FT /Tx /T (amount) /V (100) /DA (/Helv 36 Tf 0 g) "
PLACE = b"/Type /Annot /Subtype /Widget /Rect [20 20 280 70] /F 4 /P %d 0 R " % PAGES[-1]


def many(form: bytes = b"", shown: bytes = SHOWN, *, apart: bool = False) -> bytes:
    """Of 25 pages the last has an amount to fill in, whose place may stand apart from it."""
    listed = b" ".join(b"%d 0 R" % one for one in PAGES)
    note = b"/Annots [%d 0 R] " % (9 if apart else 6)
    fields = {6: b"<< %b/Kids [9 0 R] >>" % FIELD, 9: b"<< %b/Parent 6 0 R >>" % (PLACE + shown)}
    objects: Objects = {
        **with_form(simple(b"PAY:"), 6, more=form),
        2: b"<< /Type /Pages /Kids [%b] /Count %d >>" % (listed, len(PAGES)),
        8: look(b"BT /F1 36 Tf 5 10 Td (999) Tj ET"),
        **{one: page(more=note if one == PAGES[-1] else b"") for one in PAGES},
        **(fields if apart else {6: b"<< %b >>" % (FIELD + PLACE + shown)}),
    }
    return built(objects)


# How fields are drawn -----------------------------------------------------------------------------


@pytest.mark.parametrize("said", [None, b"false"], ids=["gone", "false"])
def test_fields_are_drawn_anew_as_long_as_they_were(
    said: bytes | None, sign: Sign, pki: DemoPki
) -> None:
    """ISO 32000-2, Table 224: without /NeedAppearances a stale look shows instead of the value."""
    paper = signed(many(DRAWN_ANEW), sign)
    kept = updated(paper, set_in(paper, 7, NeedAppearances=b"true"))
    assert integrity(kept, pki) is Integrity.INTACT
    assert integrity(updated(paper, set_in(paper, 7, NeedAppearances=said)), pki) in BAD


@pytest.mark.parametrize("apart", [False, True], ids=["in one", "apart from its place"])
def test_no_field_becomes_one_of_another_kind(apart: bool, sign: Sign, pki: DemoPki) -> None:
    """ISO 32000-2, Table 231: a field for a password shows stars for its value."""
    drawn = (DRAWN_ANEW, SHOWN) if apart else (b"", b"")
    paper = signed(many(*drawn, apart=apart), sign)
    for flags in (b"0", b"1"):
        said = updated(paper, set_in(paper, 6, Ff=flags))
        assert integrity(said, pki) is Integrity.INTACT, "as a lock says it"
    assert integrity(updated(paper, set_in(paper, 6, Ff=b"8192")), pki) in BAD


# Which fields are filled --------------------------------------------------------------------------


def _signed_on_its_page(pdf: bytes, sign: Sign, name: bytes) -> bytes:
    """A place to sign that no form lists, on the first page."""
    at = next_number(pdf)
    field = b"<< /FT /Sig /T (%b) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V %d 0 R >>"
    objects = {
        at: VALUE,
        at + 1: field % (name, at),
        100: page(more=b"/Annots [%d 0 R] " % (at + 1)),
    }
    return filled(updated(pdf, objects), sign)


@pytest.mark.parametrize("name", [b"amount", b"Another"], ids=["of the field", "of its own"])
def test_a_signature_lends_its_name_to_no_field(
    name: bytes, sign: Sign, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ISO 32000-2, 12.7.4.2: names are of one form; a place that stands on a page is in none."""
    first = _signed_on_its_page(many(DRAWN_ANEW), sign, name)
    paper = signed(first, sign, name=b"Official")
    assert integrity(paper, pki) is Integrity.INTACT
    loose = updated(paper, {next_number(paper): b"null"})
    assert integrity(loose, pki) is Integrity.INTACT
    forged = updated(paper, set_in(paper, 6, V=b"(999)"))
    assert integrity(forged, pki) in BAD
    monkeypatch.setattr(changes, "_places_of_form", lambda *_any: {"amount", "Official"})
    passes = integrity(forged, pki) is Integrity.INTACT
    assert passes is (name == b"amount"), "and nothing else finds it"


# Filling that is permitted ------------------------------------------------------------------------

WIDGET = b"/Type /Annot /Subtype /Widget /F 4 /P 3 0 R /AP << /N 10 0 R >> "
FILLINGS: dict[str, tuple[int, dict[str, bytes]]] = {
    "a choice": (6, {"V": b"(b)"}),
    "a choice and which it is": (6, {"V": b"(b)", "I": b"[1]"}),
    "a choice and which is on top": (6, {"V": b"(b)", "I": b"[1]", "TI": b"0"}),
    "a text": (8, {"V": b"(x)"}),
    "a text and when": (8, {"V": b"(x)", "M": b"(D:20250101)"}),
}


def a_form() -> bytes:
    objects = with_form(simple(), 6, 8)
    choice = b"/FT /Ch /T (c) /Ff 2097152 /Opt [(a) (b)] /Rect [10 10 60 30] "
    return built(
        {
            **objects,
            4: text(b"PAY"),
            6: b"<< %b >>" % (choice + WIDGET),
            8: b"<< /FT /Tx /T (t) /Rect [70 10 120 30] %b >>" % WIDGET,
            10: look(b" ", size=b"50 20"),
        }
    )


@pytest.mark.parametrize("said", FILLINGS.values(), ids=FILLINGS)
def test_what_may_be_filled_is_filled_as_other_programs_do(
    said: tuple[int, dict[str, bytes]], sign: Sign, pki: DemoPki
) -> None:
    """ISO 32000-2, Tables 166 and 234: which item is chosen, which is seen first, and when."""
    number, values = said
    for grants, found in ((b"2", {Integrity.INTACT}), (b"1", BAD)):
        paper = signed(a_form(), sign, grants=grants)
        assert integrity(paper, pki) is Integrity.INTACT
        assert integrity(updated(paper, set_in(paper, number, **values)), pki) in found
