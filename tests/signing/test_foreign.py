"""What other tools do to evidence in a signed file is no change; what they cannot mean is one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import foreign, pictures
from signing.demo.pki import DemoPki
from signing.history import Past
from signing.layout import Place
from signing.reports import Integrity
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.signing.tables import KEY, catalogue, next_number, raw, stream, updated
from tests.signing.test_attacks import by_hand
from tests.signing.test_good import _plain
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(scope="module")
def signed(pki: DemoPki) -> bytes:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return by_hand(_plain(forging.appended(page, forging.a_form_with_a_note)), pki)


@pytest.fixture(scope="module")
def kept(signed: bytes) -> bytes:
    """With evidence as iText writes it: lists for all, and an entry for the signature."""
    return with_evidence(signed)


@pytest.fixture(scope="module")
def archived(kept: bytes, pki: DemoPki) -> bytes:
    """And with a second signature over it."""
    return by_hand(kept, pki, name="Second")


def with_evidence(pdf: bytes, *, freed: tuple[int, ...] = (), more: bytes = b"") -> bytes:
    """Numbers from the next one on: store, entries, entry, certificate, answer."""
    at = next_number(pdf)
    objects = {
        at: b"<< /VRI %d 0 R /Certs [%d 0 R] /OCSPs [%d 0 R] >>" % (at + 1, at + 3, at + 4),
        at + 1: b"<< %b %d 0 R >>" % (KEY, at + 2),
        at + 2: b"<< /Cert [%d 0 R] /OCSP [%d 0 R] /TU (D:20250701090400Z) %b>>"
        % (at + 3, at + 4, more),
        at + 3: stream(b"\x30\x01\x01"),
        at + 4: stream(b"\x30\x01\x02"),
        **catalogue(
            pdf,
            DSS=b"%d 0 R" % at,
            Extensions=b"<< /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 >> >>",
            Version=b"/1.7",
        ),
    }
    return updated(pdf, objects, freed=dict.fromkeys(freed, 1))


def integrity(pdf: bytes, of: DemoPki) -> Integrity:
    return validate(pdf, trust=of.trust, at=timezone.now()).integrity


def store_of(pdf: bytes) -> int:
    return int(PdfFileReader(BytesIO(pdf)).root.raw_get("/DSS").idnum)


def content_of(pdf: bytes) -> int:
    """The number of what the first page draws."""
    page = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"][0]
    return int(page.raw_get("/Contents").idnum)


# What other tools do -----------------------------------------------------------------------------


def test_evidence_written_by_hand_is_evidence(signed: bytes, kept: bytes, pki: DemoPki) -> None:
    assert integrity(signed, pki) is Integrity.INTACT
    assert integrity(kept, pki) is Integrity.INTACT


def test_evidence_that_cannot_be_read_breaks_no_signature(kept: bytes, pki: DemoPki) -> None:
    report = validate(kept, trust=pki.trust, at=timezone.now())
    (one,) = report.signatures
    assert (one.intact, one.modified_after, report.verdict) == (True, False, "indeterminate")


def test_a_store_is_replaced_and_the_old_one_freed(archived: bytes, pki: DemoPki) -> None:
    old = store_of(archived)
    assert integrity(archived, pki) is Integrity.INTACT
    anew = with_evidence(archived, freed=(old, old + 1, old + 2, old + 3, old + 4))
    assert integrity(anew, pki) is Integrity.INTACT
    assert integrity(forging.stamped(anew, pki), pki) is Integrity.INTACT


def test_an_entry_is_written_anew_in_its_place(archived: bytes, pki: DemoPki) -> None:
    old, more = store_of(archived), next_number(archived)
    entry = b"<< /Cert [%d 0 R] /OCSP [%d 0 R] /TS %d 0 R >>" % (old + 3, more, more + 1)
    store = b"<< /Type /DSS /VRI %d 0 R /Certs [%d 0 R] /OCSPs [%d 0 R] >>" % (
        old + 1, old + 3, more,
    )  # fmt: skip
    objects = {old: store, old + 2: entry, more: stream(), more + 1: stream()}
    assert integrity(updated(archived, objects, freed={old + 4: 1}), pki) is Integrity.INTACT


def test_a_freed_number_is_used_again_for_evidence(archived: bytes, pki: DemoPki) -> None:
    old = store_of(archived)
    freed = with_evidence(archived, freed=(old + 3, old + 4))
    again = forging.stamped(freed, pki)
    assert integrity(again, pki) is Integrity.INTACT


def test_numbers_that_were_never_used_are_freed(signed: bytes, pki: DemoPki) -> None:
    at = next_number(signed)
    assert integrity(updated(signed, {}, freed={at + 3: 1}), pki) is Integrity.INTACT


def test_what_leads_to_nothing_is_nothing(signed: bytes, pki: DemoPki) -> None:
    """Before the signature the form names an object that is not there."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    loose = _plain(page)
    loose = updated(loose, catalogue(loose, PieceInfo=b"990 0 R"))
    paper = by_hand(loose, pki)
    assert integrity(paper, pki) is Integrity.INTACT
    assert integrity(with_evidence(paper), pki) is Integrity.INTACT
    filled = updated(paper, {990: b"<< /Forged true >>"})
    assert integrity(filled, pki) is Integrity.CHANGED


# What nobody may do ------------------------------------------------------------------------------


def _free(find: Callable[[PdfFileReader], int]) -> Callable[[bytes], bytes]:
    def attack(pdf: bytes) -> bytes:
        return with_evidence(pdf, freed=(find(PdfFileReader(BytesIO(pdf))),))

    return attack


def _first_page(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"].raw_get("/Kids").raw_get(0).idnum)


def _what_it_draws(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"]["/Kids"][0].raw_get("/Contents").idnum)


def _a_font(reader: PdfFileReader) -> int:
    fonts = reader.root["/Pages"]["/Kids"][0]["/Resources"]["/Font"]
    return int(fonts.raw_get(next(iter(fonts))).idnum)


def _a_field(reader: PdfFileReader) -> int:
    return int(reader.root["/AcroForm"]["/Fields"].raw_get(0).idnum)


def _the_signature(reader: PdfFileReader) -> int:
    return int(reader.root["/AcroForm"]["/Fields"][1].raw_get("/V").idnum)


def _the_catalogue(reader: PdfFileReader) -> int:
    return int(reader.root_ref.idnum)


def _the_form(reader: PdfFileReader) -> int:
    return int(reader.root.raw_get("/AcroForm").idnum)


FREED = (
    _first_page, _what_it_draws, _a_font, _a_field, _the_signature, _the_catalogue, _the_form,
)  # fmt: skip


@pytest.mark.parametrize("what", FREED, ids=lambda one: one.__name__.strip("_"))
@pytest.mark.parametrize("generation", [0, 1, 2, 65535])
def test_nothing_that_is_shown_is_freed(
    what: Callable[[PdfFileReader], int], generation: int, kept: bytes, pki: DemoPki
) -> None:
    number = what(PdfFileReader(BytesIO(kept)))
    forged = updated(kept, {}, freed={number: generation})
    assert integrity(forged, pki) in {Integrity.CHANGED, Integrity.BROKEN}


@pytest.mark.parametrize("what", [_first_page, _what_it_draws, _a_font])
def test_only_knowing_what_is_shown_keeps_it_from_being_freed(
    what: Callable[[PdfFileReader], int],
    kept: bytes,
    pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = updated(kept, {}, freed={what(PdfFileReader(BytesIO(kept))): 1})
    monkeypatch.setattr(Past, "shown", frozenset())
    assert integrity(forged, pki) is Integrity.INTACT


def test_no_number_means_two_things(kept: bytes, pki: DemoPki) -> None:
    """A later generation of what the page draws, though nothing was freed: viewers may mix them."""
    drawn = content_of(kept)
    forged = updated(kept, {drawn: stream(b"0 0 99 99 re f")})
    start = len(kept)
    more = forged[start:].replace(b"%d 0 obj" % drawn, b"%d 1 obj" % drawn)
    more = more.replace(b"%010d 00000 n" % start, b"%010d 00001 n" % start)
    assert integrity(kept + more, pki) is Integrity.BROKEN


def test_the_page_is_no_evidence(kept: bytes, pki: DemoPki) -> None:
    drawn, at = content_of(kept), next_number(kept)
    other = stream(b"0 0 99 99 re f")
    for store in (
        b"<< /Certs [%d 0 R] >>" % drawn,
        b"<< /VRI << %b << /Cert [%d 0 R] >> >> >>" % (KEY, drawn),
        b"<< /VRI << %b << /TS %d 0 R >> >> >>" % (KEY, drawn),
    ):
        for objects in ({at: store}, {at: store, drawn: other}):
            forged = updated(kept, {**objects, **catalogue(kept, DSS=b"%d 0 R" % at)})
            assert integrity(forged, pki) is not Integrity.UNSIGNED
            if drawn in objects:
                assert integrity(forged, pki) is Integrity.CHANGED


@pytest.mark.parametrize(
    "entries",
    [
        {"Extensions": b"<< /ESIC %d 0 R >>"},
        {"DSS": b"<< /VRI %d 0 R >>"},
        {"DSS": b"<< /VRI << %b %%d 0 R >> >>" % KEY},
    ],
)
def test_nothing_shown_is_taken_for_evidence(
    entries: dict[str, bytes], signed: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The font of the page, emptied in the name of the store."""
    font = _a_font(PdfFileReader(BytesIO(signed)))
    named = {key: value % font for key, value in entries.items()}
    forged = updated(signed, {font: b"<< >>", **catalogue(signed, **named)})
    (one,) = validate(forged, trust=pki.trust, at=timezone.now()).signatures
    # The objects tell it by themselves, whatever the pictures say.
    assert "The file was changed after it was signed." in map(str, one.reasons)
    monkeypatch.setattr(Past, "shown", frozenset())
    monkeypatch.setattr(pictures, "faults", lambda *_any: ())
    assert integrity(forged, pki) is Integrity.INTACT, "and nothing else does"


def test_what_was_evidence_is_not_drawn_later(kept: bytes, pki: DemoPki) -> None:
    """The number of the store, freed and used again for what a page draws."""
    store = store_of(kept)
    page = PdfFileReader(BytesIO(kept)).root["/Pages"]["/Kids"][0]
    number = page.container_ref.idnum
    entries = b"".join(
        b"%b %b " % (key.encode(), raw(page, key)) for key in page if key != "/Contents"
    )
    forged = updated(
        kept,
        {
            store: stream(b"0 0 99 99 re f"),
            number: b"<< %b/Contents %d 0 R >>" % (entries, store),
            **catalogue(kept, DSS=b"<< >>"),
        },
    )
    assert integrity(forged, pki) is Integrity.CHANGED


def test_evidence_is_not_overwritten_in_its_place(kept: bytes, pki: DemoPki) -> None:
    forged = updated(kept, {store_of(kept) + 3: stream(b"\x30\x03\x01\x01\x01")})
    after = by_hand(kept, pki, name="Second")
    assert integrity(updated(after, {store_of(kept) + 3: stream(b"\x30\x00")}), pki) is (
        Integrity.CHANGED
    )
    # Nobody has signed over it here, and so it may be whatever it is.
    assert integrity(forged, pki) is Integrity.INTACT


@pytest.mark.parametrize(
    "store",
    [
        b"<< /Page %d 0 R >>",
        b"<< /VRI << /Forged %d 0 R >> >>",
        b"<< /Certs [<< /Forged %d 0 R >>] >>",
        b"<< /VRI << %b << /Forged %%d 0 R >> >> >>" % KEY,
        b"<< /Certs %d 0 R >>",
    ],
)
def test_a_store_holds_nothing_but_evidence(store: bytes, kept: bytes, pki: DemoPki) -> None:
    at = next_number(kept)
    forged = updated(
        kept, {at: store % (at + 1), at + 1: stream(), **catalogue(kept, DSS=b"%d 0 R" % at)}
    )
    assert integrity(forged, pki) is Integrity.CHANGED


def test_an_entry_of_the_store_is_named_after_its_signature(
    kept: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = next_number(kept)
    store = b"<< /VRI << /Forged << /Cert [%d 0 R] >> >> >>" % (at + 1)
    forged = updated(kept, {at: store, at + 1: stream(), **catalogue(kept, DSS=b"%d 0 R" % at)})
    assert integrity(forged, pki) is Integrity.CHANGED
    monkeypatch.setattr(foreign, "_check", lambda _holds: None)
    assert integrity(forged, pki) is Integrity.INTACT, "and nothing else looks at it"


def test_evidence_is_not_taken_away(archived: bytes, pki: DemoPki) -> None:
    bare = catalogue(archived, DSS=b"null")
    assert integrity(updated(archived, bare), pki) is Integrity.CHANGED


def test_extensions_are_words(kept: bytes, pki: DemoPki) -> None:
    at = next_number(kept)
    forged = updated(kept, {at: stream(), **catalogue(kept, Extensions=b"<< /ESIC %d 0 R >>" % at)})
    assert integrity(forged, pki) is Integrity.CHANGED
