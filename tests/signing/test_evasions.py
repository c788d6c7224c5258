"""What hides that a paper was signed otherwise: a signature replaced, stripped, or covered up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms, core
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign import attributes

from signing.demo import issuing
from signing.demo.issuing import SIGNER
from signing.demo.pki import DemoPki
from signing.pdf.writer import fields
from signing.reports import Integrity, Verdict
from tests.signing import attacks, forging, test_good
from tests.trust import Papers
from workflows.documents import check_report
from workflows.documents.check_report import Checked

from .test_attacks import by_hand, is_noticed
from .test_good import holders, judged, openssl, page

pytestmark = pytest.mark.usefixtures("in_english")
__all__ = ["holders", "page"]


def test_a_signature_is_not_replaced_by_another_in_its_field(page: bytes, pki: DemoPki) -> None:
    def strip(writer: Writer) -> None:
        attacks.signature_taken_out(writer)
        forging.text_on_the_page(writer)

    stripped = forging.appended(by_hand(page, pki), strip)
    report = judged(by_hand(stripped, pki), pki)
    assert is_noticed(report)
    assert any("taken out" in str(reason) for reason in report.reasons)


@pytest.mark.parametrize(
    "change", [forging.an_action_on_opening, forging.other_data, forging.text_on_the_page]
)
def test_a_result_robbed_of_its_signatures_is_not_intact(
    change: forging.Change, papers: Papers, pki: DemoPki
) -> None:
    """The time-stamp that is left speaks for the paper as it was."""

    def strip(writer: Writer) -> None:
        for name in ("Personal", "Agency"):
            one = fields(writer)[name]
            del one["/V"]
            writer.update_container(one)
        change(writer)

    report = judged(forging.appended(papers.lasting, strip), pki)
    assert report.verdict is not Verdict.VALID
    assert report.integrity in {Integrity.CHANGED, Integrity.BROKEN}


def test_a_later_signature_does_not_take_a_third_of_the_page(page: bytes, pki: DemoPki) -> None:
    signed = by_hand(page, pki)

    def cover(width: int) -> forging.Change:
        def made(writer: Writer) -> None:
            box = generic.ArrayObject(map(generic.NumberObject, (0, 0, width, 60)))
            forging.add_field(
                writer, {**attacks._to_sign_in("Along", box), "/F": generic.NumberObject(4)}
            )

        return made

    found = [
        judged(by_hand(forging.appended(signed, cover(width)), pki, name="Along"), pki).integrity
        for width in (40, 66)
    ]
    assert found == [Integrity.INTACT, Integrity.CHANGED]


def test_an_old_kind_has_nothing_beside_it(
    holders: dict[str, issuing.Holder], page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    def sign(content: bytes) -> bytes:
        digest = test_good._sha1(content)
        return openssl(digest, holders["rsa-2048"], tmp_path, "-nodetach", "-md", "sha1")

    paper = test_good.by_hand(test_good._plain(page), b"adbe.pkcs7.sha1", b"", sign)
    assert judged(paper, pki).integrity is Integrity.INTACT
    forged = attacks.BYTES["something_beside_the_signature"](paper)
    assert judged(forged, pki).integrity is Integrity.BROKEN


def test_a_signature_that_lacks_its_certificate_is_named_so(
    page: bytes, pki: DemoPki, tmp_path: Path
) -> None:
    one = issuing.issue("An", test_good.KEYS["rsa-2048"](), SIGNER, by=pki.authority)

    def sign(content: bytes) -> bytes:
        return openssl(content, one, tmp_path, "-md", "sha256", "-cades", "-nocerts")

    paper = test_good.by_hand(test_good._plain(page), b"adbe.pkcs7.detached", b"", sign)
    report = judged(paper, pki)
    (signature,) = report.signatures
    assert (signature.field, report.verdict) == ("Signature1", Verdict.INDETERMINATE)
    assert signature.sub_indication == "NO_SIGNING_CERTIFICATE_FOUND"


def test_a_time_at_the_end_of_time_harms_no_report(
    page: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def last(self: object, *, dry_run: bool = False) -> cms.Time:
        end = core.GeneralizedTime(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC))
        return cms.Time({"generalized_time": end})

    monkeypatch.setattr(attributes.SigningTimeProvider, "build_attr_value", last)
    report = judged(by_hand(page, pki), pki)
    assert report.integrity is Integrity.INTACT
    assert report.signatures[0].claimed is None
    told = check_report.told(Checked("a.pdf", "ab" * 32, 1, timezone.now(), report))
    assert check_report.html(told)


def test_places_where_nobody_has_signed_do_not_count_as_signatures(
    page: bytes, pki: DemoPki
) -> None:
    def many(writer: Writer) -> None:
        for number in range(60):
            forging.an_empty_field(writer, f"Empty{number}")

    report = judged(by_hand(forging.appended(page, many), pki), pki)
    assert (report.integrity, len(report.signatures)) == (Integrity.INTACT, 1)


@pytest.mark.parametrize("key", ["/Names", "/Annots"])
def test_one_bad_part_hides_no_signature(key: str, page: bytes, pki: DemoPki) -> None:
    def spoil(writer: Writer) -> None:
        shown = writer.find_page_for_modification(0)[0].get_object()
        held = writer.root if key == "/Names" else shown
        held[pdf_name(key)] = generic.NumberObject(5)
        writer.update_container(held)

    report = judged(forging.appended(by_hand(page, pki), spoil), pki)
    assert [one.field for one in report.signatures] == ["Signature1"]
    assert report.integrity is Integrity.CHANGED
