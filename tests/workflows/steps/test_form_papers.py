"""The application is drawn from the answers: nobody prints, signs and scans it."""

from __future__ import annotations

import io
import json

import page
import pikepdf
import pytest
from jsonschema import Draft202012Validator

from onestop.demo.office import DemoOffice
from procedures.answer_schema import schema_of
from tests.lives import Life, a_life, written_down
from tests.unchanged import refusal
from tests.workflows.documents import reading
from workflows.documents.application_form import ATTACHMENT
from workflows.documents.printable import UnprintableText
from workflows.dossiers import drafts
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.routes.preview import drawn_now

DRAWN = Component.Origin.DRAWN
# The checker takes a stream's last byte for a line end where it happens to be a carriage return.
RETURN_AT_END = "PDFA3B-STREAM-LENGTH-001"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office)


def versions(life: Life) -> list[Component]:
    return list(Component.objects.filter(dossier=life.dossier, origin=DRAWN).order_by("version"))


def content(component: Component) -> bytes:
    assert component.file is not None
    return store.read(component.file.digest)


def says(pdf: bytes, words: str) -> bool:
    """Wherever the lines break."""
    pages = range(len(reading.sizes(pdf)))
    return words.replace(" ", "") in "".join(reading.words(pdf, number) for number in pages)


def test_filing_draws_the_application_and_notes_its_digest(life: Life) -> None:
    life.act("submit")
    (drawn,) = versions(life)
    assert drawn.file is not None
    assert drawn.requirement == "application"
    assert drawn.file.scan == StoredFile.Scan.OWN
    assert life.fresh.entries.latest("seq").details["papers"]["application"] == drawn.file.digest


def test_it_says_who_asks_what_of_whom_and_who_confirmed_it_when(life: Life) -> None:
    life.act("submit")
    drawn = content(versions(life)[0])
    for one in (
        "ĐƠN ĐỀ NGHỊ THÀNH LẬP QUỸ",
        "Kính gửi: Ủy ban nhân dân tỉnh Sông Trăng",
        "Nguyễn Thị Hoa",
        "Quỹ Học bổng Bến Trăng",
        "7.200.000.000 ₫",
        "Phan Văn Sáng",
        "Người nộp đã xác thực bằng tài khoản định danh điện tử và xác nhận lúc",
    ):
        assert says(drawn, one), one
    assert not says(drawn, "BẢN XEM TRƯỚC")


def test_it_is_fit_for_the_archive_and_carries_its_answers_for_machines(life: Life) -> None:
    life.act("submit")
    drawn = content(versions(life)[0])
    report = page.validate_pdf_bytes(drawn, profile=page.ValidationProfile.PDF_A_3B)
    assert {fault.rule_id for fault in report.failures} <= {RETURN_AT_END}
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        inside = json.loads(pdf.attachments[ATTACHMENT].get_file().read_bytes())
    procedure = procedure_of(life.dossier)
    assert inside["bundle_hash"] == procedure.bundle_hash
    schema = schema_of(procedure, life.dossier.case)
    Draft202012Validator(schema).validate(inside["answers"])
    assert inside["answers"]["fund_name"] == "Quỹ Học bổng Bến Trăng"


def test_before_filing_it_can_be_looked_at_and_is_marked_as_a_look(life: Life) -> None:
    paper = procedure_of(life.dossier).requirements_of(life.dossier.case)[0]
    looked = drawn_now(life.dossier, paper, life.dossier.situation, at=life.dossier.created_at)
    assert says(looked, "BẢN XEM TRƯỚC")
    assert says(looked, "(xác nhận khi nộp hồ sơ)")
    assert versions(life) == []


def test_an_answer_put_right_draws_it_anew_and_the_first_stays(life: Life) -> None:
    life.until("receive").act("ask_completion", items={"purpose": "Quá chung chung."})
    life.act("resubmit", answers={"purpose": "Trao học bổng mỗi năm."}, papers={})
    first, second = versions(life)
    assert not says(content(first), "Trao học bổng mỗi năm.")
    assert says(content(second), "Trao học bổng mỗi năm.")


def test_the_paper_itself_is_put_right_by_its_answers(life: Life) -> None:
    life.until("receive").act("ask_completion", items={"application": "Sai tên quỹ."})
    life.act("resubmit", answers={"fund_name": "Quỹ Bến Trăng"}, papers={})
    assert says(content(versions(life)[-1]), "Quỹ Bến Trăng")


def test_an_uploaded_paper_that_is_put_right_leaves_it_as_it_was(life: Life) -> None:
    life.until("receive").act("ask_completion")
    life.act("resubmit")
    assert len(versions(life)) == 1


def test_what_the_face_cannot_show_is_refused_before_it_is_filed(life: Life) -> None:
    drafts.answer(
        life.dossier, {"fund_name": "Quỹ 基金"}, by=life.citizen, at=life.dossier.created_at
    )
    assert "U+57FA" in refusal(life, "submit", UnprintableText)


def test_who_answers_online_confirms_by_themselves_whoever_helped_at_the_counter(
    life: Life,
) -> None:
    lan = written_down(life).office.posts["lan"].account
    life.act("submit", by=lan, identity="card")
    life.act("ask_completion", items={"fund_name": "Ghi sai tên."})
    life.act("resubmit", papers={}, answers={"fund_name": "Quỹ Học bổng Bến Sáng"})
    first, second = versions(life)
    assert says(content(first), "Khai tại quầy, Phạm Thị Lan ghi lại")
    assert says(content(second), "tài khoản định danh điện tử")
    assert not says(content(second), "ghi lại")


def test_what_came_by_post_was_read_to_nobody_at_the_counter(life: Life) -> None:
    lan = written_down(life).office.posts["lan"].account
    Dossier.objects.filter(pk=life.dossier.pk).update(channel=Dossier.Channel.POST)
    life.dossier.refresh_from_db()
    life.act("submit", by=lan, identity="card")
    (drawn,) = versions(life)
    assert says(content(drawn), "Gửi qua dịch vụ bưu chính")
    assert not says(content(drawn), "đọc lại")
