"""A decision from draft to lasting result, judged by programs that did not make it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import page
import pytest

from signing import pdf
from signing.demo import issuing
from signing.demo.pki import DemoPki
from signing.errors import AlreadyFilled, NoPlaceFor, NotFilled, NotTheApproved
from signing.layout import Place
from tests import trust
from tests.judges import needs_pdfsig, pdfsig, pyhanko
from tests.signing import reading
from tests.trust import AT, Papers
from workflows.documents.decision import SIGNATURE_FIELDS, TEXT_FIELDS
from workflows.documents.stamps import personal_stamp, seal_stamp

# Inherent in signing twice: the second signature's bytes lie outside the range of the first.
TWICE_SIGNED = "PDFA3B-SIGNATURE-BYTERANGE-001"
# The checker takes a stream's last byte for a line end where it happens to be a carriage return.
RETURN_AT_END = "PDFA3B-STREAM-LENGTH-001"


def faults(content: bytes) -> set[str]:
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_A_3B)
    return {failure.rule_id for failure in report.failures}


def test_a_prepared_decision_is_fit_for_the_archive() -> None:
    assert faults(trust.a_draft()) == set()


def test_signing_numbering_and_sealing_keep_it_fit_for_the_archive(papers: Papers) -> None:
    assert faults(papers.signed) <= {RETURN_AT_END}
    assert faults(papers.lasting) <= {RETURN_AT_END, TWICE_SIGNED}


def test_each_stage_only_appends_to_the_one_before(papers: Papers) -> None:
    stages = (papers.draft, papers.signed, papers.numbered, papers.sealed, papers.lasting)
    for before, after in pairwise(stages):
        assert after.startswith(before)
        assert after.endswith(b"\n")


def test_fields_stand_where_the_layout_wants_them() -> None:
    drawn = trust.a_rendered_decision()
    found = pdf.places(pdf.prepare(drawn.pdf, drawn.places))
    assert set(found) == {*TEXT_FIELDS, *SIGNATURE_FIELDS}
    for name, place in found.items():
        assert place.page == drawn.places[name].page
        assert place.box == pytest.approx(drawn.places[name].box, abs=0.001)


def test_number_and_day_can_be_read_from_the_page_and_from_the_form(papers: Papers) -> None:
    assert reading.texts(papers.lasting) == trust.NUMBER
    assert reading.texts(papers.signed) == dict.fromkeys(trust.NUMBER)
    places = pdf.places(papers.lasting)
    seen = {name: reading.shown(papers.lasting, places[name]) for name in trust.NUMBER}
    assert seen == trust.NUMBER


def test_stamps_stand_in_their_fields(papers: Papers) -> None:
    places = pdf.places(papers.lasting)
    assert "TrầnQuangMinh" in reading.shown(papers.lasting, places["Personal"])
    assert "DEMO" in reading.shown(papers.lasting, places["Agency"])


@pytest.mark.parametrize("mode", ["validate", "adesverify"])
def test_pyhanko_finds_both_signatures_valid(
    mode: str, pki: DemoPki, papers: Papers, tmp_path: Path
) -> None:
    personal, agency = pyhanko(mode, on(tmp_path, papers.lasting), of=pki)
    assert "INTACT:TRUSTED" in personal & agency


@needs_pdfsig
def test_poppler_finds_both_signatures_valid(papers: Papers, tmp_path: Path) -> None:
    assert pdfsig(on(tmp_path, papers.lasting)) == {"Personal": True, "Agency": True}


def on(folder: Path, content: bytes) -> Path:
    file = folder / "result.pdf"
    file.write_bytes(content)
    return file


def test_only_the_approved_bytes_are_signed(pki: DemoPki) -> None:
    draft = trust.a_draft()
    with pytest.raises(NotTheApproved):
        pdf.sign_personal(
            draft,
            expected_sha256="0" * 64,
            key=trust.opened(pki.people["minh"]),
            stamp=personal_stamp("Trần Quang Minh", pdf.places(draft)["Personal"], at=AT),
            services=trust.services(pki),
            at=AT,
        )


def test_a_paper_is_signed_once(pki: DemoPki, papers: Papers) -> None:
    with pytest.raises(AlreadyFilled):
        trust.signed(papers.signed, pki)


def test_a_number_is_written_once(papers: Papers) -> None:
    with pytest.raises(AlreadyFilled):
        pdf.fill(papers.numbered, values=trust.values(papers.numbered, so="06"))


def test_a_number_waits_for_the_signature() -> None:
    with pytest.raises(NotFilled):
        trust.numbered(trust.a_draft())


def test_a_value_needs_a_text_field(papers: Papers) -> None:
    value = trust.values(papers.signed)["so"]
    for name in ("Agency", "quyen"):
        with pytest.raises(NoPlaceFor):
            pdf.fill(papers.signed, values={name: value})


def test_what_has_no_number_is_not_sealed(pki: DemoPki, papers: Papers) -> None:
    half = pdf.fill(papers.signed, values=trust.values(papers.signed, so="05"))
    for unnumbered in (papers.draft, papers.signed, half):
        with pytest.raises(NotFilled):
            trust.sealed(unnumbered, pki)


def test_a_paper_without_fields_is_refused(pki: DemoPki) -> None:
    with pytest.raises(NoPlaceFor):
        pdf.seal(
            trust.a_rendered_decision().pdf,
            key=trust.opened(pki.agencies["H99"]),
            stamp=seal_stamp(Place(0, 0, 0, 10, 10)),
            services=trust.services(pki),
            at=AT,
        )


def test_the_seal_locks_the_paper_and_the_signature_only_opens_the_form(papers: Papers) -> None:
    personal, agency, _ = reading.signatures(papers.lasting)
    assert reading.rights(personal) == {"/DocMDP": 2}
    assert reading.rights(agency) == {"/FieldMDP": 1}


def test_signatures_name_the_moment_they_were_made(papers: Papers) -> None:
    personal, agency, _ = reading.signatures(papers.lasting)
    assert personal.self_reported_timestamp == agency.self_reported_timestamp == AT


def test_an_elliptic_key_signs_as_well(pki: DemoPki) -> None:
    key = pki.key_for("hanh", "Võ Thị Hạnh", make=issuing.a_service_key)
    signed = trust.signed(trust.a_draft(), pki, key=trust.opened(key))
    (only,) = reading.signatures(signed)
    assert reading.is_intact(only, pki)
