"""Papers of invented people and agencies."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflows.documents import words
from workflows.documents.apology_slip import Apology
from workflows.documents.completion_slip import Completion, Item
from workflows.documents.control_slip import Control, Step
from workflows.documents.decision import Decision
from workflows.documents.receipt_slip import PaperLine, Receipt
from workflows.documents.refusal_slip import Refusal
from workflows.documents.register_book import RegisterBook, Row
from workflows.documents.slip import Head
from workflows.documents.stop_slip import Stop

AT = datetime(2026, 11, 24, 9, 4, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
CENTRE, ROOM = "Trung tâm Phục vụ hành chính công", "Phòng Tổ chức phi chính phủ"
DATA = (
    '{"issuer":{"code":"H99","name":"Ủy ban nhân dân tỉnh Sông Trăng"},"schema":3,'
    '"signer":"Trần Quang Minh","symbol":"QĐ-SNV","type":"fund-licence"}'
).encode()


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
        unit=CENTRE,
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


def a_full_head(**what: Any) -> Head:
    """With all that a head may say of the people."""
    return a_head(
        identity=words.hidden("074012340923"),
        phone="0900 000 001",
        email="hoa@example.vn",
        address="Số 12, đường Hoa Sen, phường Trăng Non, tỉnh Sông Trăng",
        owner_address="Số 5, đường Bến Nước, phường Trăng Non, tỉnh Sông Trăng",
        contact="Phạm Thị Lan, điện thoại 0900 000 002",
        **what,
    )


def an_apology(**what: Any) -> Apology:
    plain = Apology(
        head=a_full_head(),
        code="H99.01-261124-0001",
        received_at=AT,
        limit="40 ngày làm việc",
        original_due=date(2027, 1, 25),
        reason="Hồ sơ phải lấy ý kiến của ba cơ quan; một cơ quan chưa trả lời.",
        due=date(2027, 2, 8),
        leader="Trần Quang Minh",
        leader_title="Giám đốc Sở Nội vụ",
    )
    return replace(plain, **what)


def a_stop(**what: Any) -> Stop:
    plain = Stop(
        head=a_full_head(),
        code="H99.01-261124-0001",
        kind="stopped",
        stage="Đang thẩm định",
        ground="Tổ chức đề nghị thành lập quỹ đã giải thể.",
        legal_basis="Điều 12 Nghị định số 93/2019/NĐ-CP",
        finance="Hoàn trả khoản đã nộp",
        finance_note="Hoàn 1.250.000 ₫ vào tài khoản đã nộp.",
        approved_by="Trần Quang Minh, Giám đốc Sở Nội vụ",
    )
    return replace(plain, **what)


def a_step(**what: Any) -> Step:
    plain = Step("Phạm Thị Lan", CENTRE, "Lê Văn Bình", ROOM, AT, "Đúng hạn", "Hồ sơ điện tử")
    return replace(plain, **what)


def a_control(**what: Any) -> Control:
    head = a_full_head()
    plain = Control(
        head=head,
        code="H99.01-261124-0001",
        received_at=AT,
        due=date(2027, 1, 25),
        steps=(
            Step(head.submitter, "", "Phạm Thị Lan", CENTRE, AT, "", ""),
            a_step(at=AT + timedelta(hours=2)),
            a_step(given_by="", given_unit=ROOM, received_unit="Lãnh đạo Sở", outcome="Quá hạn"),
        ),
        papers=("Đơn đề nghị thành lập quỹ", "Dự thảo điều lệ quỹ"),
    )
    return replace(plain, **what)


def a_row(number: int = 1, **what: Any) -> Row:
    plain = Row(
        code=f"H99.01-261124-{number:04d}",
        abstract="Cấp giấy phép thành lập và công nhận điều lệ quỹ",
        sets=1,
        owner="Quỹ Bảo trợ Trẻ em Nắng Mai",
        address="Số 5, đường Bến Nước, phường Trăng Non, tỉnh Sông Trăng",
        phone="0900000001",
        received_on=date(2026, 11, 24),
        due_on=date(2027, 1, 25),
        returned_on=None,
        receiver="Nguyễn Thị Hoa",
        note="Trực tuyến",
    )
    return replace(plain, **what)


def a_register(**what: Any) -> RegisterBook:
    plain = RegisterBook(
        agency="Ủy ban nhân dân tỉnh Sông Trăng",
        unit=CENTRE,
        year=2026,
        rows=(a_row(1), a_row(2, returned_on=date(2026, 12, 1)), a_row(3, due_on=None)),
        demo=True,
        drawn_on=AT.date(),
    )
    return replace(plain, **what)
