"""The slips of reception: A5, provisional, complete."""

from __future__ import annotations

import pytest

from workflows.documents import completion_slip, receipt_slip, refusal_slip
from workflows.documents.receipt_slip import PaperLine

from . import reading
from .makers import AT, a_completion, a_receipt, a_refusal

A5 = pytest.approx((148 * 72 / 25.4, 210 * 72 / 25.4), abs=0.1)


def test_slips_are_a5_and_call_their_layout_provisional() -> None:
    for number, pdf in {
        "01": receipt_slip.render(a_receipt(), at=AT).pdf,
        "02": completion_slip.render(a_completion(), at=AT).pdf,
        "03": refusal_slip.render(a_refusal(), at=AT).pdf,
    }.items():
        assert reading.sizes(pdf) == [A5]
        assert f"Mẫusố{number}.Bốcụctạmthời" in reading.words(pdf)


def test_the_receipt_states_code_papers_return_and_who_received() -> None:
    text = reading.words(receipt_slip.render(a_receipt(), at=AT).pdf)
    for words in (
        "Mã hồ sơ: H99.01-261124-0001",
        "Sông Trăng, ngày 24 tháng 11 năm 2026",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Hoa",
        "Thời gian nhận hồ sơ: 09 giờ 04 phút, ngày 24/11/2026",
        "Thời gian trả kết quả giải quyết hồ sơ: 25/01/2027",
        "1.250.000 ₫",
        "K7MX-29QP",
        "Phạm Thị Lan",
        "Dự thảo điều lệ quỹ 1 0 Nộp trực tuyến",
    ):
        assert reading.squeezed(words) in text


def test_another_qr_content_is_another_drawing() -> None:
    one = receipt_slip.render(a_receipt(), at=AT).pdf
    other = receipt_slip.render(a_receipt(qr="https://motcua.example/khac"), at=AT).pdf
    assert one != other
    assert reading.words(one) == reading.words(other)


def test_a_long_list_of_papers_goes_on_over_the_page() -> None:
    papers = tuple(PaperLine(f"Giấy tờ số {n}", 1, 0, "Nộp trực tiếp") for n in range(1, 61))
    pdf = receipt_slip.render(a_receipt(papers=papers), at=AT).pdf
    assert len(reading.sizes(pdf)) > 1
    assert reading.words(pdf, 0).startswith("DEMO" + reading.squeezed("Ủy ban").upper())
    assert reading.words(pdf, 1).startswith("DEMO2TT")
    assert "Giấytờsố60" in reading.words(pdf)


def test_the_completion_slip_lists_each_item_with_its_reason() -> None:
    text = reading.words(completion_slip.render(a_completion(), at=AT).pdf)
    assert "1DựthảođiềulệquỹThiếuquyđịnhvềxửlýtàisảnkhigiảithể" in text
    assert "Đềnghịkývànộplại." in text


def test_a_first_request_needs_no_ground_and_a_second_one_states_it() -> None:
    again = a_completion(number_of_request=2, legal_basis="Điều 17 Nghị định 118/2025/NĐ-CP")
    first = reading.words(completion_slip.render(a_completion(), at=AT).pdf)
    second = reading.words(completion_slip.render(again, at=AT).pdf)
    assert "Căncứ:" not in first
    assert "Lầnyêucầu:2Căncứ:Điều17" in second


def test_the_refusal_slip_gives_the_reason_in_law_and_what_it_means() -> None:
    text = reading.words(refusal_slip.render(a_refusal(), at=AT).pdf)
    assert "khôngthuộcphạmvi,thẩmquyềngiảiquyếtcủacơquan" in text
    assert "đềnghịnộphồsơtạiBộNộivụ." in text
