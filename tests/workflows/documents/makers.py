"""Papers of invented people and agencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from workflows.documents import words
from workflows.documents.completion_slip import Completion, Item
from workflows.documents.decision import Decision
from workflows.documents.receipt_slip import PaperLine, Receipt
from workflows.documents.refusal_slip import Refusal
from workflows.documents.slip import Head

AT = datetime(2026, 11, 24, 9, 4, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
DATA = '{"schema":2,"symbol":"QĐ-SNV","type":"fund-licence"}'.encode()


def a_decision(**what: Any) -> Decision:
    plain = Decision(
        agency="Sở Nội vụ",
        parent_agency="Ủy ban nhân dân tỉnh Sông Trăng",
        symbol="QĐ-SNV",
        digits=2,
        place="Sông Trăng",
        title="Về việc cấp giấy phép thành lập và công nhận điều lệ Quỹ Bảo trợ Trẻ em Nắng Mai",
        grounds=(
            "Căn cứ Nghị định của Chính phủ về tổ chức, hoạt động của quỹ xã hội, quỹ từ thiện",
            "Căn cứ chức năng, nhiệm vụ, quyền hạn của Sở Nội vụ",
            "Xét đề nghị của Ban sáng lập Quỹ và của Phòng Tổ chức phi chính phủ",
        ),
        articles=(
            "Cấp giấy phép thành lập và công nhận điều lệ Quỹ Bảo trợ Trẻ em Nắng Mai (Quỹ).",
            "Quỹ có tư cách pháp nhân, con dấu và tài khoản riêng; tự bảo đảm kinh phí, trụ sở.",
            "Trong 45 ngày làm việc, sáng lập viên góp đủ tài sản cam kết vào tài khoản Quỹ.",
            "Quyết định có hiệu lực kể từ ngày ban hành.\nBan sáng lập chịu trách nhiệm thi hành.",
        ),
        recipients=("Như Điều 4;", "Lưu: VT, hồ sơ."),
        authority="Giám đốc Sở Nội vụ",
        signer_title="Giám đốc",
        signer_name="Trần Quang Minh",
        facts=(
            ("Mã hồ sơ", "H99.01-261124-0001"),
            ("Tên quỹ", "Quỹ Bảo trợ Trẻ em Nắng Mai"),
            ("Tài sản đóng góp", "7.200.000.000 ₫"),
            ("Phạm vi hoạt động", "Trong tỉnh"),
        ),
        demo=True,
        assumed=True,
    )
    return replace(plain, **what)


def a_head(**what: Any) -> Head:
    plain = Head(
        agency="Ủy ban nhân dân tỉnh Sông Trăng",
        unit="Trung tâm Phục vụ hành chính công",
        place="Sông Trăng",
        officer="Phạm Thị Lan",
        procedure="Cấp giấy phép thành lập và công nhận điều lệ quỹ",
        owner="Quỹ Bảo trợ Trẻ em Nắng Mai",
        submitter="Nguyễn Thị Hoa",
        lookup="K7MX-29QP",
        demo=True,
        assumed=False,
    )
    return replace(plain, **what)


def a_receipt(**what: Any) -> Receipt:
    plain = Receipt(
        head=a_head(),
        code="H99.01-261124-0001",
        papers=(
            PaperLine("Đơn đề nghị thành lập quỹ", 1, 0, "Nộp trực tuyến"),
            PaperLine("Dự thảo điều lệ quỹ", 1, 0, "Nộp trực tuyến"),
            PaperLine("Sơ yếu lý lịch, lý lịch tư pháp của sáng lập viên", 3, 1, "Kho kết quả"),
        ),
        received_at=AT,
        limit="40 ngày làm việc",
        due=date(2027, 1, 25),
        fee=words.money(1_250_000),
        return_way="Trực tuyến",
        qr="https://motcua.example/tra-cuu/K7MX29QP",
    )
    return replace(plain, **what)


def a_completion(**what: Any) -> Completion:
    plain = Completion(
        head=a_head(),
        items=(
            Item("Dự thảo điều lệ quỹ", "Thiếu quy định về xử lý tài sản khi giải thể"),
            Item("Sơ yếu lý lịch", "Chưa có chữ ký của người khai.\nĐề nghị ký và nộp lại."),
        ),
        number_of_request=1,
        legal_basis="",
    )
    return replace(plain, **what)


def a_refusal(**what: Any) -> Refusal:
    plain = Refusal(
        head=a_head(),
        reason="Hồ sơ không thuộc phạm vi, thẩm quyền giải quyết của cơ quan",
        reason_text="Quỹ hoạt động liên tỉnh; đề nghị nộp hồ sơ tại Bộ Nội vụ.",
    )
    return replace(plain, **what)
