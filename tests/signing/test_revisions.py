"""What each signer saw can be had again, and what was added since is told in words."""

from __future__ import annotations

import pytest
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers.pdf_cms import SimpleSigner

from signing.demo import issuing
from signing.demo.issuing import SIGNER
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity
from signing.revisions import Revision, revisions
from tests import trust
from tests.signing import attacks, forging
from tests.signing.test_good import KEYS, a_signer, judged, signed
from tests.trust import Papers
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")

EVIDENCE, ELSE = "Evidence that proves the signatures", "Something else"


@pytest.fixture(scope="module")
def signer(pki: DemoPki) -> SimpleSigner:
    return a_signer(issuing.issue("Lê Thị Lan", KEYS["p-256"](), SIGNER, by=pki.authority))


@pytest.fixture(scope="module")
def page() -> bytes:
    drawn = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return forging.appended(drawn, forging.a_form_with_a_note)


def first(pdf: bytes) -> Revision:
    return min(revisions(pdf), key=lambda one: one.end)


def added(pdf: bytes) -> list[str]:
    return [str(sentence) for sentence in first(pdf).added]


def test_of_a_result_both_signers_see_again_what_they_signed(papers: Papers) -> None:
    found = {one.field: one for one in revisions(papers.lasting)}
    assert papers.lasting[: found["Personal"].end].rstrip() == papers.signed.rstrip()
    assert papers.lasting[: found["Agency"].end].rstrip() == papers.sealed.rstrip()
    assert [str(one) for one in found["Personal"].added] == [
        "Further signatures: Agency",
        "Time-stamps: Timestamp",
        "Filled in: so, ngay, thang, nam",
        EVIDENCE,
    ]
    assert [str(one) for one in found["Agency"].added] == [
        "Time-stamps: Timestamp",
        EVIDENCE,
    ]
    assert found["Timestamp"].added == ()


def test_what_a_signer_saw_is_a_whole_file_that_can_be_checked(
    papers: Papers, pki: DemoPki
) -> None:
    seen = papers.lasting[: first(papers.lasting).end]
    report = judged(seen, pki)
    assert report.integrity is Integrity.INTACT
    assert [one.field for one in report.signatures] == ["Personal"]


def test_further_signatures_stamps_and_filled_fields_are_named(
    page: bytes, signer: SimpleSigner, pki: DemoPki
) -> None:
    paper = signed(page, signer, grants=MDPPerm.FILL_FORMS)
    assert added(paper) == []
    paper = forging.appended(paper, forging.a_note_filled_in)
    assert added(paper) == ["Filled in: note"]
    paper = signed(paper, signer, field="Second")
    paper = forging.appended(paper, lambda writer: forging.store(writer, pki))
    assert added(forging.stamped(paper, pki)) == [
        "Further signatures: Second",
        "Time-stamps: Again",
        "Filled in: note",
        EVIDENCE,
    ]


def test_properties_of_the_document_are_told_apart(page: bytes, signer: SimpleSigner) -> None:
    paper = forging.appended(signed(page, signer), forging.other_metadata)
    assert added(paper) == ["Properties of the document, such as its title and dates"]


# What is told otherwise: a further signature, or that no signature of before is there any more.
TOLD = (attacks.sneaky_empty_signature, forging.without_form)


@pytest.mark.parametrize(
    "change", [one for one in attacks.CHANGES if one not in TOLD], ids=lambda one: one.__name__
)
def test_what_was_changed_is_never_passed_over_as_something_harmless(
    change: forging.Change, papers: Papers, pki: DemoPki
) -> None:
    for paper in (papers.sealed, papers.lasting):
        try:
            forged = forging.appended(paper, change)
        except KeyError:
            continue  # the paper has nothing to change in this way
        assert ELSE in added(forging.stamped(forged, pki))


@pytest.mark.parametrize("name", attacks.BYTES)
def test_bytes_that_belong_to_nothing_are_something_else(name: str, papers: Papers) -> None:
    forged = attacks.BYTES[name](papers.lasting)
    if forged.startswith(papers.lasting):
        assert all(ELSE in map(str, one.added) for one in revisions(forged)), name


def test_what_is_no_signed_file_has_no_revisions(papers: Papers) -> None:
    assert revisions(papers.draft) == revisions(b"") == revisions(b"%PDF-1.7\n") == ()
