"""Invented values for the gallery: the pages of the design, as the components take them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import QueryDict

from procedures.fields import FieldType, Option, Question
from procedures.words import Text
from workflows.clock.days import LEGAL_TIME

from .components.acting import Act
from .components.asking import Fault
from .components.casework import Bound, Check, Thumb, Viewer
from .components.figures import Chart, Figure, Point
from .components.filing import Step
from .components.lists import Column, Pager, Tab
from .components.reading import Fact, Saying, TrailItem
from .components.signs import Due
from .components.timing import Clock, Segment
from .eform import EForm

NOON = datetime(2026, 11, 23, 9, 12, tzinfo=LEGAL_TIME)
CLOSING = datetime(2026, 11, 23, 17, 0, tzinfo=LEGAL_TIME)
TODAY = NOON.date()
BEGUN, DUE = date(2026, 10, 12), date(2026, 12, 1)
PAGE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='794' height='1123'/%3E"
SEGMENTS = (
    Segment("pre", 1, "Một Cửa kiểm tra"),
    Segment("you", 3, "Chờ bạn bổ sung, không tính vào hạn"),
    Segment("office", 25, "Cơ quan giải quyết"),
)
COUNTED = (
    "Tiếp nhận thứ Hai 19/10/2026. Cộng 30 ngày làm việc, không tính ngày tiếp nhận, thứ Bảy, "
    "Chủ nhật và ngày nghỉ 24/11. Hạn: thứ Ba 01/12/2026."
)


def samples() -> dict[str, Any]:
    """Made anew for each page: a form keeps what was asked of it."""
    return _times() | _forms() | _filing() | _reading() | _lists() | _casework() | _figures()


def _times() -> dict[str, Any]:
    ahead = Clock(SEGMENTS, BEGUN, DUE, TODAY, 5, derivation=COUNTED)
    return {
        "now": NOON,
        "within": Due(DUE, 36),
        "soon": Due(date(2026, 11, 26), 2),
        "today": Due(CLOSING, 0),
        "late": Due(date(2026, 11, 17), 4, late=True),
        "paused": Due(DUE, 12, paused=True),
        "done": Due(date(2026, 10, 9), 0, done=True),
        "clock_ahead": ahead,
        "clock_late": Clock(
            (*SEGMENTS[:2], Segment("office", 34, "Cơ quan giải quyết")),
            BEGUN,
            DUE,
            date(2026, 12, 7),
            4,
            late=True,
        ),
        "clock_paused": Clock(SEGMENTS[:2], BEGUN, DUE, date(2026, 10, 16), 30, paused=True),
    }


def _question(key: str, kind: FieldType, vi: str, en: str, **more: Any) -> Question:
    return Question(key=key, type=kind, label=Text(vi=vi, en=en), **more)


ROLES = (
    Option(key="head", label=Text(vi="Trưởng Ban sáng lập", en="Head of the founding board")),
    Option(key="other", label=Text(vi="Người được ủy quyền", en="Authorised by it")),
)
CHOSEN_AT = Text(
    vi="Ghi trong biên bản bầu. Ví dụ: 5 / 11 / 2026",
    en="As the minutes say. For example 5 / 11 / 2026",
)
QUESTIONS = (
    _question(
        "full_name",
        FieldType.TEXT,
        "Họ, chữ đệm và tên",
        "Full name",
        prefill="submitter.full_name",
    ),
    _question(
        "personal_id",
        FieldType.PERSONAL_NUMBER,
        "Số định danh cá nhân",
        "Personal number",
        prefill="submitter.personal_id",
    ),
    _question("phone", FieldType.PHONE, "Số điện thoại", "Telephone", prefill="submitter.phone"),
    _question("email", FieldType.EMAIL, "Thư điện tử", "E-mail", required=False),
    _question("elected", FieldType.DATE, "Ngày họp bầu", "Day of the election", hint=CHOSEN_AT),
    _question("assets", FieldType.MONEY, "Tài sản cam kết", "Assets promised"),
    _question(
        "number",
        FieldType.PERSONAL_NUMBER,
        "Số định danh người được ủy quyền",
        "Personal number of the one authorised",
    ),
    _question(
        "role", FieldType.SELECT, "Bạn nộp với tư cách gì?", "In which capacity?", options=ROLES
    ),
    _question(
        "abroad", FieldType.YES_NO, "Có nhận tài trợ nước ngoài không?", "Money from abroad?"
    ),
    _question("aims", FieldType.LONG_TEXT, "Mục đích của quỹ", "Aims of the fund", required=False),
    _question(
        "true",
        FieldType.DECLARATION,
        "Tôi cam đoan những điều đã khai là đúng.",
        "I declare that all I have stated is true.",
    ),
)
BOARD = _question(
    "board",
    FieldType.TABLE,
    "Ban sáng lập",
    "Founding board",
    columns=(
        _question("full_name", FieldType.TEXT, "Họ và tên", "Full name"),
        _question("born", FieldType.DATE, "Ngày sinh", "Birthday", required=False),
    ),
)
HOME = _question("home", FieldType.ADDRESS, "Trụ sở", "Headquarters")
LIVES = {"province": "01", "commune": "00070", "street": "12 phố Hàng Bài"}
KNOWN = {
    "full_name": {"value": "Lê Thị Hoa", "source": "submitter.full_name"},
    "personal_id": {"value": "099185000001", "source": "submitter.personal_id"},
    "phone": {"value": "0900 000 001", "source": "submitter.phone"},
}
TYPED = "phone=0900+000+001&elected_1=11&elected_2=2026&assets=6.800.000.000&number=777185000001"
ROWS = [{"full_name": "Phan Văn Đức", "born": "1979-05-04"}, {"full_name": "Ngô Thị Quỳnh"}]


def _forms() -> dict[str, Any]:
    return {
        "fresh": EForm(QUESTIONS, answers={}, known=KNOWN),
        "refused": EForm(QUESTIONS, answers={}, known=KNOWN, data=QueryDict(TYPED)),
        "home": EForm([HOME], answers={"home": {"value": LIVES}}, known={}),
        "board": EForm([BOARD], answers={"board": {"value": ROWS}}, known={}),
        "faults": (
            Fault("Ngày họp bầu phải có đủ ngày, tháng và năm", "elected"),
            Fault("Chọn xã, phường nơi ở hiện nay", "commune"),
        ),
    }


def _filing() -> dict[str, Any]:
    return {
        "pages": (
            Step("Thông tin quỹ", "#", "done"),
            Step("Người đại diện", state="now"),
            Step("Giấy tờ"),
            Step("Kiểm tra lại"),
            Step("Nộp hồ sơ"),
        ),
        "acts": (
            Act("Yêu cầu bổ sung (1)", value="ask"),
            Act("Tiếp nhận", value="receive", barred="giấy 6 không đạt."),
            Act("Chuyển nơi khác", value="forward", kind="second"),
            Act("Từ chối tiếp nhận", address="#", kind="stop"),
        ),
    }


def _reading() -> dict[str, Any]:
    source = "CSDL quốc gia về dân cư, 23/11/2026"
    return {
        "known": (
            Fact("Họ, chữ đệm và tên", "Lê Thị Hoa"),
            Fact("Số định danh cá nhân", "001 185 000 001", kind="num"),
        ),
        "summary": (
            Fact("Tên quỹ", "Quỹ Khuyến học Hạt Giống", change="#"),
            Fact("Họ và tên", "Lê Thị Hoa", source=source),
            Fact("Tên viết tắt", "", change="#"),
        ),
        "key_facts": (
            Fact("Mã theo dõi", "N7KQ-4M2X", kind="code"),
            Fact("Người nộp", "Lê Thị Hoa"),
            Fact("Thời hạn", "40 ngày làm việc"),
        ),
        "road": (
            TrailItem("Bạn nộp hồ sơ", "12/10/2026, 20:14 · qua mạng, 6 giấy tờ"),
            TrailItem(
                "Bộ phận Một cửa tiếp nhận",
                "19/10/2026, 8:05",
                links=(("Giấy tiếp nhận và hẹn trả (Mẫu 01)", "#"),),
            ),
            TrailItem("Phòng chuyên môn thẩm định", "Từ 19/10", "now"),
            TrailItem("Lãnh đạo ký", state="todo"),
        ),
        "sayings": (
            Saying("Bộ phận Một cửa", NOON, "Hồ sơ cần thêm nghị quyết của Hội đồng quản lý."),
            Saying("Bạn", CLOSING, "Tôi đã gửi đủ.", mine=True),
        ),
    }


def _lists() -> dict[str, Any]:
    return {
        "tabs": (
            Tab("Chờ tiếp nhận", "#", 23),
            Tab("Của phòng", "#", 186, current=True),
            Tab("Quá hạn", "#", 2, late=True),
        ),
        "columns": (
            Column("Mã hồ sơ", "#"),
            Column("Chủ hồ sơ", "#", width="w1"),
            Column("Hạn", "#", sort="ascending"),
            Column("Thụ lý", width="w2"),
        ),
        "chips": (("Quỹ và hội", "#"), ("Chưa trả kết quả", "#")),
        "pager": Pager(1, 50, 1186, NOON, next="#"),
    }


def _casework() -> dict[str, Any]:
    return {
        "viewer": Viewer(
            "6. Văn bản bầu Ban sáng lập",
            PAGE,
            "Trang 1 biên bản bầu",
            1,
            3,
            next="#",
            thumbs=(Thumb("1. Đơn", "#", PAGE), Thumb("6. Bầu", "#", PAGE, current=True)),
            links=(("Bản chữ", "#"),),
        ),
        "papers": (
            Check("application", "Đơn đề nghị", "Lập từ tờ khai · ký số hợp lệ", "pass"),
            Check(
                "minutes",
                "Văn bản bầu",
                "Tải lên · 3 trang",
                "fail",
                "Thiếu chữ ký của người tham dự ở trang cuối",
                "#",
                current=True,
            ),
            Check("seat", "Xác nhận nơi đặt trụ sở", "Ảnh chụp · 4 trang"),
        ),
        "bound": (
            Bound("giay-don", "1. Đơn đề nghị", ((PAGE, "Trang 1 của 1: Đơn đề nghị"),)),
            Bound("giay-bau", "2. Văn bản bầu", note="Chỉ có bản giấy", links=(("Lưu tệp", "#"),)),
        ),
        "turned": (
            Check("read-application", "Đơn đề nghị", "1 trang", "pass", address="#giay-don"),
            Check("read-minutes", "Văn bản bầu", "Bản giấy", address="#giay-bau"),
        ),
        "leaf": PAGE,
    }


def _figures() -> dict[str, Any]:
    months = (97.2, 96.4, 96.9, 97.5, 98.1, 97.8, 96.8)
    counts = (96, 71, 124, 118, 109, 121, 133)
    return {
        "figures": (
            Figure("2", "Quá hạn, chưa xong", "#", note="Nặng nhất: quá 4 ngày", late=True),
            Figure("97,8", "Đúng hoặc trước hạn", "#", "%", "1.048 trên 1.072"),
            Figure("212", "Đang giải quyết", "#"),
        ),
        "in_time": Chart(
            "in-time",
            "Tỷ lệ đúng hạn theo tháng, %.",
            _points(months),
            100,
            95,
            98,
            "Nét đứt: mục tiêu 98 %",
        ),
        "received": Chart("received", "Hồ sơ tiếp nhận theo tháng.", _points(counts), 150),
    }


def _points(values: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple(Point(f"T{n}", value) for n, value in enumerate(values, start=1))
