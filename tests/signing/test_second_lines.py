"""Defences against files that were prepared before anybody signed, and those behind another one.

Each is seen to matter: with it off, and where another stands before it with that one off, too, the
forged file passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import cms
from django.utils import timezone
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from signing import changes, embedded, fields, foreign, integrity, opening, pictures, reading
from signing.demo.pki import DemoPki
from signing.history import Past
from signing.layout import Place
from signing.reports import Covers, Integrity, Verdict
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.signing.tables import filled, next_number, raw, read, stream, updated
from tests.signing.test_attacks import by_hand
from tests.signing.test_foreign import content_of
from tests.signing.test_good import _plain, signed
from tests.signing.test_odd_files import Hand, with_field
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

TRUE: Callable[..., Any] = lambda *_any, **_named: True  # noqa: E731  what is content with all
FALSE: Callable[..., Any] = lambda *_any, **_named: False  # noqa: E731  what finds nothing
NOTHING: Callable[..., Any] = lambda *_any, **_named: ()  # noqa: E731  what finds nothing
OTHER = stream(b"0 0 99 99 re f")


@pytest.fixture(scope="module")
def page() -> bytes:
    return _plain(personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT))


def signed_by_whoever_prepared_it(pdf: bytes, of: DemoPki) -> bytes:
    key = of.people["minh"]
    signer = SimpleSigner.load_pkcs12(str(key.path), passphrase=key.pin.encode())
    return signed(Writer(BytesIO(pdf), strict=False), signer)


def two_generations(page: bytes) -> bytes:
    """What the page draws, once more under a later generation, though nothing was freed."""
    drawn, start = content_of(page), len(page)
    more = updated(page, {drawn: OTHER})[start:]
    more = more.replace(b"%d 0 obj" % drawn, b"%d 1 obj" % drawn)
    return page + more.replace(b"%010d 00000 n" % start, b"%010d 00001 n" % start)


def two_tables(page: bytes) -> bytes:
    """What the page draws is one thing in the table for old programs, another in that for new."""
    drawn, at, start = content_of(page), next_number(page), len(page)
    kept = raw(read(page).root["/Pages"]["/Kids"][0], "/Contents")
    assert kept == b"%d 0 R" % drawn
    old = b"%d 0 obj\n%b\nendobj\n" % (drawn, OTHER)
    new = re.search(rb"(?s)\b%d 0 obj.*?endobj\n" % drawn, page)
    assert new is not None
    entry = b"\1" + new.start().to_bytes(4, "big") + b"\0\0"
    place = start + len(old)
    table = b"<< /Type /XRef /Size %d /W [1 4 2] /Index [%d 1] /Length 7 >>" % (at + 1, drawn)
    table = b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (at, table, entry)
    head = updated(page, {at: b"null"})
    trailer = head[head.rindex(b"trailer") : head.rindex(b"startxref")]
    trailer = re.sub(rb"/Size \d+", b"/Size %d /XRefStm %d" % (at + 1, place), trailer)
    end = place + len(table)
    listed = b"xref\n0 1\n0000000000 65535 f \n%d 1\n%010d 00000 n \n" % (drawn, start)
    listed += b"%d 1\n%010d 00000 n \n" % (at, place)
    return page + old + table + listed + trailer + b"startxref\n%d\n%%%%EOF\n" % end


PREPARED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a number has one generation": (two_generations, "_is_each_number_its_own"),
    "two tables name one place": (two_tables, "_is_hidden_only"),
}


@pytest.mark.parametrize("rule", PREPARED)
def test_no_signature_makes_a_file_good_that_shows_different_things(
    rule: str, page: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, check = PREPARED[rule]
    forged = signed_by_whoever_prepared_it(prepare(page), pki)
    bad = {Integrity.BROKEN, Integrity.CHANGED}
    assert validate(forged, trust=pki.trust, at=timezone.now()).integrity in bad
    monkeypatch.setattr(reading, check, TRUE)
    assert validate(forged, trust=pki.trust, at=timezone.now()).integrity is Integrity.INTACT


def with_a_loose_part(pdf: bytes) -> bytes:
    """The last time-stamp, with an attribute that its signature does not cover."""
    opens = pdf.rindex(b"/Contents <") + 11
    closes = pdf.index(b">", opens)
    token = cms.ContentInfo.load(bytes.fromhex(pdf[opens:closes].decode()), strict=False)
    signer = token["content"]["signer_infos"][0]
    signer["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "content_type", "values": ["data"]})]
    )
    made = token.dump(force=True).hex().encode()
    return bytes(pdf[:opens] + made.ljust(closes - opens, b"0") + pdf[closes:])


def test_the_last_time_stamp_of_a_result_carries_nothing_that_could_be_changed(
    papers: Papers, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged, at = with_a_loose_part(papers.lasting), timezone.now()
    assert validate(forged, trust=pki.trust, at=at).verdict is not Verdict.VALID
    monkeypatch.setattr(integrity, "has_loose_parts", FALSE)
    assert validate(forged, trust=pki.trust, at=at).verdict is Verdict.VALID


@pytest.mark.parametrize("forge", [forging.another_number, forging.other_data, forging.more_data])
def test_what_was_sealed_is_shown_even_if_nobody_looked_at_what_followed(
    forge: forging.Change, papers: Papers, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged, at = forging.stamped(forging.appended(papers.lasting, forge), pki), timezone.now()
    monkeypatch.setattr(changes, "after_seal", NOTHING)
    assert validate(forged, trust=pki.trust, at=at).verdict is not Verdict.VALID
    monkeypatch.setattr(embedded, "_is_shown", TRUE)
    assert validate(forged, trust=pki.trust, at=at).verdict is Verdict.VALID


class WhateverIsCovered:
    def get(self, *_any: object) -> Covers:
        return Covers.REVISION


def test_a_signature_covers_all_that_was_there(
    page: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of contents is left out, and could name other places tomorrow."""
    pdf, at = with_field(page), timezone.now()
    forged = filled(pdf, Hand(pki).sign, leaving=len(pdf) - pdf.rindex(b"xref\n", 0, -20))
    assert validate(forged, trust=pki.trust, at=at).integrity is Integrity.BROKEN
    monkeypatch.setattr(changes, "is_all_listed", TRUE)
    assert validate(forged, trust=pki.trust, at=at).integrity is Integrity.BROKEN
    monkeypatch.setattr(opening, "_COVERS", WhateverIsCovered())
    assert validate(forged, trust=pki.trust, at=at).integrity is Integrity.INTACT


# What pictures would show, were there not too many pages to draw ----------------------------------


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is with the twenty-first page, or with a very heavy one."""
    monkeypatch.setattr(pictures, "faults", NOTHING)


def stamps(page: bytes) -> bytes:
    """Two stamps of the same place, of which the second is seen."""
    at, held = next_number(page), read(page).root["/Pages"]["/Kids"][0]
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [10 20 60 40] /F 4 /AP << /N %d 0 R >> >>"
    look = OTHER.replace(b"<< ", b"<< /Subtype /Form /BBox [0 0 50 20] ", 1)
    said = b" ".join(b"%b %b" % (key.encode(), raw(held, key)) for key in held if key != "/Annots")
    objects = {at: note % (at + 2), at + 1: note % (at + 3), at + 2: look, at + 3: look}
    objects[held.container_ref.idnum] = b"<< %b /Annots [%d 0 R %d 0 R] >>" % (said, at, at + 1)
    return updated(page, objects)


def test_notes_of_a_page_keep_their_order(
    page: bytes, pki: DemoPki, undrawn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = by_hand(stamps(page), pki)
    held = read(paper).root["/Pages"]["/Kids"][0]
    notes = [b"%d 0 R" % one.idnum for one in fields.notes(held)]
    assert len(notes) == 3
    said = b" ".join(b"%b %b" % (key.encode(), raw(held, key)) for key in held if key != "/Annots")
    at, form = next_number(paper), read(paper).root["/AcroForm"]
    field = b"<< /FT /Sig /T (Next) /Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] >>"
    named = raw(form, "/Fields").rstrip()[:-1] + b" %d 0 R]" % at

    def with_notes(*order: int) -> bytes:
        shown = b" ".join([*(notes[one] for one in order), b"%d 0 R" % at])
        objects = {at: field, form.container_ref.idnum: b"<< /SigFlags 3 /Fields %b >>" % named}
        objects[held.container_ref.idnum] = b"<< %b /Annots [%b] >>" % (said, shown)
        return updated(paper, objects)

    assert integrity_of(with_notes(0, 1, 2), pki) is Integrity.INTACT
    assert integrity_of(with_notes(1, 0, 2), pki) is Integrity.CHANGED
    monkeypatch.setattr(foreign, "_is_order_kept", TRUE)
    assert integrity_of(with_notes(1, 0, 2), pki) is Integrity.INTACT


def test_what_led_nowhere_when_it_was_signed_leads_nowhere(
    page: bytes, pki: DemoPki, undrawn: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that the page names, and that was not there; the form brings it later."""
    held = read(page).root["/Pages"]["/Kids"][0]
    said = b" ".join(b"%b %b" % (key.encode(), raw(held, key)) for key in held)
    named = updated(page, {held.container_ref.idnum: b"<< %b /PieceInfo 990 0 R >>" % said})
    paper = by_hand(named, pki)
    form = read(paper).root["/AcroForm"]
    kept = b" ".join(b"%b %b" % (key.encode(), raw(form, key)) for key in form)
    drawn = b"<< %b /DR << /XObject << /Y 990 0 R >> >> >>" % kept
    forged = updated(paper, {990: OTHER, form.container_ref.idnum: drawn})
    assert integrity_of(forged, pki) is Integrity.CHANGED
    monkeypatch.setattr(Past, "standing", Everything())
    assert integrity_of(forged, pki) is Integrity.INTACT


class Everything:
    def __contains__(self, _number: object) -> bool:
        return True


def integrity_of(pdf: bytes, of: DemoPki) -> Integrity:
    return validate(pdf, trust=of.trust, at=timezone.now()).integrity
