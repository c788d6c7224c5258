"""After the seal only evidence may be added; whatever else is added, the paper does not hold."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.validation import SignatureReport, Verdict, validate
from tests import trust
from tests.signing import forging
from tests.signing.forging import Change
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

FORGERIES: tuple[Change, ...] = (
    forging.another_number,
    forging.another_look_of_the_number,
    forging.text_on_the_page,
    forging.text_in_the_page,
    forging.other_data,
    forging.more_data,
    forging.a_note,
    forging.an_empty_field,
    forging.a_text_field,
    forging.no_field,
    forging.looks_drawn_anew,
    forging.an_action_on_opening,
    forging.another_title,
    forging.other_metadata,
    forging.a_thing_in_the_store,
    forging.an_action_in_the_timestamp,
    forging.an_object_for_nothing,
    forging.another_catalogue,
)


def judged(content: bytes, of: DemoPki, *, at: datetime | None = None) -> SignatureReport:
    return validate(content, trust=of.trust, at=at or timezone.now())


@pytest.mark.parametrize("forgery", FORGERIES, ids=lambda one: one.__name__)
@pytest.mark.parametrize("sealed_over", [False, True], ids=["bare", "stamped"])
def test_nothing_but_evidence_may_follow_the_seal(
    forgery: Change, sealed_over: bool, pki: DemoPki, papers: Papers
) -> None:
    forged = forging.appended(papers.lasting, forgery)
    report = judged(forging.stamped(forged, pki) if sealed_over else forged, pki)
    assert (report.verdict, report.embedded) == (Verdict.INVALID, None)
    assert report.reasons


def test_a_time_stamp_that_acts_is_no_mere_time_stamp(pki: DemoPki, papers: Papers) -> None:
    def with_an_action(writer: Writer) -> None:
        forging.add_field(
            writer,
            {
                "/T": pdf_string("Again"),
                "/FT": pdf_name("/Sig"),
                "/AA": generic.DictionaryObject({pdf_name("/PO"): pdf_string("forge()")}),
            },
        )

    forged = forging.stamped(forging.appended(papers.lasting, with_an_action), pki)
    assert judged(forged, pki).verdict is Verdict.INVALID


def test_a_time_stamp_that_shows_is_no_mere_time_stamp(pki: DemoPki) -> None:
    # A seal of another make, without a lock: not ours, and nothing but our own rules guard it.
    unlocked = forging.appended(trust.a_draft(), forging.no_lock)
    numbered = trust.numbered(trust.signed(unlocked, pki))
    sealed = forging.signed_as("Agency", numbered, pki.agencies["H99"], pki)
    lasting = forging.appended(sealed, lambda writer: forging.store(writer, pki))
    assert judged(forging.stamped(lasting, pki), pki).verdict is Verdict.INDETERMINATE
    seen = forging.stamped(forging.appended(lasting, forging.a_place_to_be_seen), pki)
    assert judged(seen, pki).verdict is Verdict.INVALID


def test_nobody_signs_after_the_seal(pki: DemoPki, papers: Papers) -> None:
    more = forging.signed_as("Third", papers.lasting, pki.people["minh"], pki)
    assert judged(forging.stamped(more, pki), pki).verdict is Verdict.INVALID


def test_nothing_but_number_and_date_is_filled_before_the_seal(pki: DemoPki) -> None:
    for forgery in (forging.text_in_the_page, forging.a_note, forging.an_object_for_nothing):
        changed = forging.appended(trust.numbered(trust.signed(trust.a_draft(), pki)), forgery)
        lasting = forging.lasting(trust.sealed(changed, pki), pki)
        report = judged(lasting, pki)
        assert report.verdict is Verdict.INVALID
        assert str(report.reasons[0]).startswith("The paper was changed between")


def test_no_other_field_is_filled_before_the_seal(pki: DemoPki) -> None:
    signed = trust.signed(forging.appended(trust.a_draft(), forging.a_text_field), pki)
    noted = forging.appended(trust.numbered(signed), forging.a_note_filled_in)
    report = judged(forging.lasting(trust.sealed(noted, pki), pki), pki)
    assert report.verdict is Verdict.INVALID
    assert str(report.reasons[0]).startswith("Other fields than number and date")


@pytest.mark.parametrize("forgery", [forging.text_in_the_page, forging.other_data])
def test_a_paper_that_waits_for_its_seal_is_guarded_too(
    forgery: Change, pki: DemoPki, papers: Papers
) -> None:
    assert judged(papers.numbered, pki).verdict is Verdict.INDETERMINATE
    forged = forging.appended(papers.numbered, forgery)
    assert judged(forged, pki).verdict is Verdict.INVALID


# Bytes that no reader accounts for ----------------------------------------------------------------

HIDDEN = b"\n134 0 obj\n<< /Length 2 >>\nstream\nBT\nendstream\nendobj\n"


def the_end_of(content: bytes) -> bytes:
    """The last startxref with its number."""
    return content[content.rindex(b"startxref") :]


def test_a_table_without_entries_and_end_hides_nothing(pki: DemoPki, papers: Papers) -> None:
    # The incremental saving attack: a strict reader looks back for the last end of file.
    trailer = b"xref\n0 0\ntrailer\n<< /Root 141 0 R >>\n"
    assert judged(papers.lasting + HIDDEN + trailer, pki).verdict is Verdict.INVALID
    assert judged(papers.lasting + HIDDEN + trailer + b"startxref\n9\n", pki).verdict is (
        Verdict.INVALID
    )


def test_an_object_that_no_table_lists_is_found(pki: DemoPki, papers: Papers) -> None:
    forged = papers.lasting + HIDDEN + the_end_of(papers.lasting)
    assert judged(forged, pki).verdict is Verdict.INVALID
    assert judged(papers.lasting + the_end_of(papers.lasting), pki).verdict is Verdict.INVALID


def test_an_object_hidden_before_the_next_time_stamp_is_found(pki: DemoPki, papers: Papers) -> None:
    forged = forging.stamped(papers.lasting + HIDDEN + the_end_of(papers.lasting), pki)
    report = judged(forged, pki)
    assert report.verdict is Verdict.INVALID
    assert [str(reason) for reason in report.reasons] == [
        "The file holds something after the seal that belongs to no revision of it."
    ]


@pytest.mark.parametrize("more", [b"x", b"\n%", b"%%EOF", b"\n<html>"])
def test_nothing_but_white_space_follows_the_end(more: bytes, pki: DemoPki, papers: Papers) -> None:
    assert judged(papers.lasting + more, pki).verdict is Verdict.INVALID


# What an archive may add --------------------------------------------------------------------------


def test_white_space_at_the_end_harms_nothing(pki: DemoPki, papers: Papers) -> None:
    assert judged(papers.lasting + b" \r\n\n", pki).verdict is Verdict.VALID


def test_evidence_and_time_stamps_may_be_added(pki: DemoPki, papers: Papers) -> None:
    evidence = forging.appended(papers.lasting, lambda writer: forging.store(writer, pki))
    stamp = forging.stamped(papers.lasting, pki)
    both = forging.stamped(forging.stamped(evidence, pki), pki, field="Later")
    for renewed in (evidence, stamp, both):
        report = judged(renewed, pki)
        assert (report.verdict, report.reasons) == (Verdict.VALID, ())
        assert report.embedded == judged(papers.lasting, pki).embedded


def test_a_paper_that_has_lost_its_evidence_proves_nothing(pki: DemoPki, papers: Papers) -> None:
    def nothing(writer: Writer) -> None:
        writer.root[pdf_name("/DSS")] = writer.add_object(generic.DictionaryObject())
        writer.update_root()

    assert judged(forging.appended(papers.lasting, nothing), pki).verdict is Verdict.INDETERMINATE


# Files of another make ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def foreign(pki: DemoPki) -> bytes:
    """A page that Minh has signed by other means, lasting, without data."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return forging.lasting(forging.signed_as("Signature1", page, pki.people["minh"], pki), pki)


def test_a_file_of_another_make_is_valid_by_its_own_signature(foreign: bytes, pki: DemoPki) -> None:
    report = judged(foreign, pki)
    assert (report.verdict, report.embedded) == (Verdict.VALID, None)
    assert [one.field for one in report.signatures] == ["Signature1", "Again"]


@pytest.mark.parametrize(
    "forgery", [forging.text_on_the_page, forging.a_note, forging.an_action_on_opening]
)
def test_a_file_of_another_make_is_invalid_once_changed(
    forgery: Change, foreign: bytes, pki: DemoPki
) -> None:
    assert judged(forging.appended(foreign, forgery), pki).verdict is Verdict.INVALID
    assert judged(foreign + HIDDEN + the_end_of(foreign), pki).verdict is Verdict.INVALID


def test_a_form_filled_in_later_without_leave_was_changed(pki: DemoPki) -> None:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    form = forging.appended(page, forging.a_form_with_a_note)
    signed = forging.signed_as("Signature1", form, pki.people["minh"], pki)
    filled = forging.appended(signed, forging.a_note_filled_in)
    assert judged(forging.lasting(signed, pki), pki).verdict is Verdict.VALID
    report = judged(forging.lasting(filled, pki), pki)
    assert (report.verdict, report.integrity) == (Verdict.INVALID, "changed")


def test_time_stamps_alone_are_nobody_s_signature(pki: DemoPki) -> None:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    report = judged(forging.lasting(page, pki), pki)
    assert report.verdict is Verdict.INDETERMINATE
