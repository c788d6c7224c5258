"""What a page shows is held against what its first signer saw, should nothing else notice."""

from __future__ import annotations

import time
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import FieldMDPAction, FieldMDPSpec, MDPPerm, SigFieldSpec
from pyhanko.sign.fields import append_signature_field as add_field

from signing import changes, hiding, pictures
from signing.confined import validate_confined
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests import trust
from tests.signing import attacks, forging
from tests.signing.tables import VALUE, filled, next_number, raw, read, stream, updated
from tests.signing.test_attacks import by_hand
from tests.signing.test_good import _plain
from tests.signing.test_odd_files import Hand
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

SEEN = (
    attacks.shadow_hides_the_page,
    attacks.shadow_hides_what_it_draws_with,
    attacks.shadow_replaces_the_fonts,
    attacks.shadow_moves_the_page,
    attacks.shadow_takes_the_pages,
    attacks.shadow_replaces_the_tree_of_pages,
    attacks.evil_stamp,
)


@pytest.fixture(scope="module")
def signed(pki: DemoPki) -> bytes:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return by_hand(forging.appended(page, forging.a_form_with_a_note), pki)


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """No object is compared."""
    nothing = DiffResult(ModificationLevel.NONE, set())
    monkeypatch.setattr(changes, "_compared", lambda *_any: nothing)


def integrity(pdf: bytes, of: DemoPki) -> Integrity:
    return validate(pdf, trust=of.trust, at=timezone.now()).integrity


@pytest.mark.usefixtures("blind")
@pytest.mark.parametrize("attack", SEEN, ids=lambda one: one.__name__)
@pytest.mark.parametrize("covered", [False, True], ids=["bare", "signed over"])
def test_pictures_alone_show_what_was_changed(
    attack: forging.Change,
    covered: bool,
    signed: bytes,
    pki: DemoPki,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = forging.appended(signed, attack)
    forged = by_hand(forged, pki, name="Second") if covered else forged
    report = validate(forged, trust=pki.trust, at=timezone.now())
    assert report.integrity is Integrity.CHANGED
    assert "look otherwise" in str(report.reasons)
    monkeypatch.setattr(pictures, "faults", lambda *_any: ())
    assert integrity(forged, pki) is Integrity.INTACT, "and nothing else shows it"


@pytest.mark.usefixtures("blind")
def test_the_child_with_little_memory_draws_as_well(signed: bytes, pki: DemoPki) -> None:
    forged = forging.appended(signed, attacks.evil_stamp)
    report = validate_confined(forged, trust=pki.trust, at=timezone.now())
    assert "look otherwise" in str(report.reasons)


@pytest.mark.usefixtures("blind")
def test_what_is_not_seen_is_left_to_the_other_means(signed: bytes, pki: DemoPki) -> None:
    assert (
        integrity(forging.appended(signed, forging.an_action_on_opening), pki) is Integrity.INTACT
    )


def test_a_later_signature_may_be_seen(signed: bytes, pki: DemoPki) -> None:
    def a_place(writer: Writer) -> None:
        add_field(writer, SigFieldSpec("Second", box=(10, 10, 70, 50)))

    twice = by_hand(forging.appended(signed, a_place), pki, name="Second")
    assert integrity(twice, pki) is Integrity.INTACT


OPAQUE, CLEAR = b"1 g 0 0 %d %d re f", b"0 0 1 RG 1 1 %d %d re S"
# What the page says stands in the upper half of it, and to the right.
OVER, BESIDE = (0, 30, 80, 60), (0, 2, 60, 18)


def signed_along(
    pdf: bytes,
    hand: Hand,
    box: tuple[int, int, int, int],
    drawn: bytes,
    *,
    on: int = 0,
    signed: bool = True,
    made: bytes = b"",
    noted: bytes = b"",
    more: Mapping[int, bytes] | None = None,
) -> bytes:
    """The next signer puts a place where he likes, and draws there what he likes.

    The look is `made` with more, the field `noted` with more, and more objects follow it.
    """
    reader, at = read(pdf), next_number(pdf)
    page, form = reader.root["/Pages"]["/Kids"][on], reader.root["/AcroForm"]
    width, height = box[2] - box[0], box[3] - box[1]
    look = stream(drawn % (width, height) if b"%d" in drawn else drawn)
    kind = b"<< /Type /XObject /Subtype /Form /BBox [0 0 %d %d] %b " % (width, height, made)
    field = b"<< /FT /Sig /T (Along) /Type /Annot /Subtype /Widget "
    field += b"" if b"/F " in noted else b"/F 4 "
    field += b"/V %d 0 R " % at if signed else b""
    field += b"/Rect [%d %d %d %d] " % box
    field += (noted or b"/AP << /N %d 0 R >>" % (at + 2)) + b" >>"
    objects = {at: VALUE, at + 1: field, at + 2: look.replace(b"<< ", kind, 1)}
    objects |= {at + number: content for number, content in (more or {}).items()}
    for holder, key in ((page, "/Annots"), (form, "/Fields")):
        before = raw(holder, key).rstrip()[:-1] if key in holder else b"["
        listed = before + b" %d 0 R]" % (at + 1)
        said = {one: raw(holder, one) for one in holder} | {key: listed}
        written = b" ".join(b"%b %b" % (one.encode(), value) for one, value in said.items())
        objects[holder.container_ref.idnum] = b"<< %b >>" % written
    if not signed:
        del objects[at]
        return updated(pdf, objects)
    return filled(updated(pdf, objects), hand.sign)


@pytest.fixture(scope="module")
def plain(pki: DemoPki) -> bytes:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return by_hand(_plain(forging.appended(page, forging.a_form_with_a_note)), pki)


@pytest.mark.parametrize(
    ("box", "drawn", "found"),
    [
        (OVER, OPAQUE, Integrity.CHANGED),
        (OVER, CLEAR, Integrity.INTACT),
        (BESIDE, OPAQUE, Integrity.INTACT),
    ],
)
def test_a_later_signature_hides_nothing_that_the_first_signer_saw(
    box: tuple[int, int, int, int], drawn: bytes, found: Integrity, plain: bytes, pki: DemoPki
) -> None:
    assert integrity(signed_along(plain, Hand(pki), box, drawn), pki) is found


def test_a_place_is_looked_at_on_whichever_page(pki: DemoPki) -> None:
    """Past the pages that are drawn in any case."""
    sheet = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    long = forging.appended(_plain(repeated(sheet, 30)), forging.a_form_with_a_note)
    paper = by_hand(long, pki)
    assert integrity(signed_along(paper, Hand(pki), OVER, CLEAR, on=29), pki) is Integrity.INTACT
    assert integrity(signed_along(paper, Hand(pki), OVER, OPAQUE, on=29), pki) is Integrity.CHANGED


def test_a_place_that_nobody_signed_is_looked_at_as_well(pki: DemoPki) -> None:
    """Where whoever signed first left fields open; it shows what the forger draws in it."""
    sheet = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    long = forging.appended(_plain(repeated(sheet, 30)), forging.a_form_with_a_note)
    nothing = FieldMDPSpec(FieldMDPAction.INCLUDE, fields=["nothing"])
    paper = by_hand(long, pki, lock=nothing)
    unsigned = signed_along(paper, Hand(pki), OVER, OPAQUE, on=29, signed=False)
    assert integrity(unsigned, pki) is Integrity.CHANGED


def test_of_a_place_that_cannot_be_drawn_nothing_is_known(
    plain: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    along = signed_along(plain, Hand(pki), BESIDE, CLEAR)
    told = "could not be looked at"
    before = validate(along, trust=pki.trust, at=timezone.now())
    assert not any(told in str(one) for one in before.reasons)
    monkeypatch.setattr(pictures, "MOST_BYTES", 1_000)
    after = validate(along, trust=pki.trust, at=timezone.now())
    assert any(told in str(one) for one in after.reasons)
    assert after.verdict is Verdict.INDETERMINATE


def repeated(sheet: bytes, times: int) -> bytes:
    made = BytesIO()
    with pikepdf.open(BytesIO(sheet)) as one, pikepdf.new() as all_of_them:
        for _time in range(times):
            all_of_them.pages.extend(one.pages)
        all_of_them.save(made)
    return made.getvalue()


def test_only_the_dots_of_ink_show_what_a_place_hides(
    plain: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = signed_along(plain, Hand(pki), OVER, OPAQUE)
    monkeypatch.setattr(hiding, "is_anything_hidden", lambda *_any: False)
    assert integrity(forged, pki) is Integrity.INTACT


def test_our_own_paper_looks_as_it_was_signed(
    papers: Papers, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert integrity(papers.lasting, pki) is Integrity.INTACT
    monkeypatch.setattr(changes, "after_seal", lambda *_any: ())
    forged = forging.appended(papers.lasting, attacks.shadow_hides_the_page)
    report = validate(forged, trust=pki.trust, at=timezone.now())
    assert "look otherwise" in str(report.reasons)


def test_what_cannot_be_drawn_in_time_is_no_worse_for_it(pki: DemoPki) -> None:
    heavy = forging.appended(
        personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT), without_end
    )
    paper = forging.stamped(by_hand(heavy, pki), pki)
    before = time.monotonic()
    report = validate_confined(paper, trust=pki.trust, at=timezone.now())
    assert report.integrity is Integrity.INTACT
    assert time.monotonic() - before < 20


def without_end(writer: Writer) -> None:
    """Forms that draw forms that draw forms: a page that takes for ever."""
    last = _form(writer, b"0 0 1 1 re f", {})
    for _level in range(9):
        last = _form(writer, b"/A Do " * 12, {"/A": last})
    page = writer.find_page_for_modification(0)[0].get_object()
    resources = generic.DictionaryObject(page["/Resources"])
    resources[pdf_name("/XObject")] = generic.DictionaryObject({pdf_name("/A"): last})
    page[pdf_name("/Resources")] = resources
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"/A Do"))
    writer.update_container(page)


def _form(writer: Writer, drawn: bytes, with_: dict[str, Any]) -> Any:
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 99, 99)))
    held = generic.DictionaryObject({pdf_name(key): value for key, value in with_.items()})
    entries = {
        pdf_name("/Subtype"): pdf_name("/Form"),
        pdf_name("/BBox"): box,
        pdf_name("/Resources"): generic.DictionaryObject({pdf_name("/XObject"): held}),
    }
    return writer.add_object(generic.StreamObject(entries, stream_data=drawn))


def test_bytes_that_are_no_file_are_not_drawn() -> None:
    assert pictures.look(b"", b"%PDF-", []) is pictures.Seen.NOTHING
    assert pictures.look(stream(), stream(), []) is pictures.Seen.NOTHING


def test_a_field_that_may_be_filled_may_look_otherwise(pki: DemoPki) -> None:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    granting = by_hand(form, pki, grants=MDPPerm.FILL_FORMS)
    filled = forging.appended(granting, forging.a_note_filled_in)
    assert integrity(filled, pki) is Integrity.INTACT
