"""What the citizens of the demo ask for: in each area one dossier, and the one that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from procedures.schema import Area as Area

from .cast import AgencyKey


@dataclass(frozen=True)
class Filing:
    """One request: the procedure and case, what is typed, which papers are handed in."""

    procedure: str
    case: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pair:
    """A dossier and the following one, which relies on the first one's result and nothing else."""

    citizen: str
    competent: AgencyKey
    first: Filing
    second: Filing
    # The paper the counter finds wanting in the first dossier, and why.
    wanting: tuple[str, str]
    # Begun so many days ago it is late by now, also after an apology and over the days of Tết.
    late_after: timedelta


FUND = Filing(
    procedure="1.013017",
    case="establishment",
    answers={
        "fund_name": "Quỹ Học bổng Bến Trăng",
        "fund_kind": "charity",
        "scope": "province",
        "purpose": "Trao học bổng cho học sinh có hoàn cảnh khó khăn.\nKhông vì lợi nhuận.",
        "headquarters": "12 đường Bờ Sông, phường Bến Trăng, tỉnh Sông Trăng",
        "founding_assets": 7_200_000_000,
        "council_chair": "Nguyễn Thị Hoa",
        "founding_board": [
            {"full_name": "Nguyễn Thị Hoa", "position": "Trưởng ban"},
            {"full_name": "Phan Văn Sáng", "position": "Thành viên"},
            {"full_name": "Huỳnh Thị Lúa", "position": "Thành viên"},
        ],
        "declaration": True,
    },
    papers=(
        "draft-charter",
        "asset-commitment",
        "founding-board-papers",
        "premises-confirmation",
    ),
)
CERTIFICATE = Filing(
    procedure="practice-certificate-issue",
    case="first-issue",
    answers={
        "qualification": "bachelor",
        "school": "Trường Đại học Sông Trăng",
        "practice_field": "digitising",
        "years_of_practice": 5,
        "declaration": True,
    },
    papers=("qualification", "practice", "exam-result"),
)
RECRUITMENT = Filing(
    procedure="1.014113",
    case="registration",
    answers={
        "VtVlDt": "Chuyên viên quản lý văn thư, lưu trữ",
        "CqTcDt": "Sở Nội vụ tỉnh Sông Trăng",
        "DanToc": "Kinh",
        "province1": "Tỉnh Sông Trăng",
        "district1": "Phường Bến Trăng",
        "province2": "Tỉnh Sông Trăng",
        "district2": "Phường Bến Trăng",
        "TtSk": "Tốt",
        "TdVh": "12/12",
        "TdCm": "Cử nhân lưu trữ học",
        "DataGrid": [
            {
                "TenTruong": "Trường Đại học Sông Trăng",
                "NgayCap1": "2023-06-30",
                "TdVh1": "Đại học",
                "CnDt": "Lưu trữ học",
            }
        ],
        "CoKhong": False,
        "XacNhan": True,
    },
    papers=("degrees", "selection-ground"),
)

# What people call the files they hand in.
FILE_NAMES = {
    "draft-charter": "Điều lệ quỹ.pdf",
    "asset-commitment": "Cam kết góp tài sản.pdf",
    "founding-board-papers": "Lý lịch ban sáng lập.pdf",
    "premises-confirmation": "Xác nhận trụ sở.pdf",
    "qualification": "Bằng tốt nghiệp.pdf",
    "practice": "Xác nhận thời gian làm việc.pdf",
    "exam-result": "Kết quả kiểm tra nghiệp vụ.pdf",
    "degrees": "Văn bằng, chứng chỉ.pdf",
    "selection-ground": "Đối tượng xét tuyển.pdf",
}

PAIRS: dict[Area, Pair] = {
    "civil-servants": Pair(
        citizen="mai",
        competent=AgencyKey.DEPARTMENT,
        first=RECRUITMENT,
        second=Filing("electronic-cv-update", "after-recruitment"),
        wanting=("degrees", "Bản chụp văn bằng bị mờ, chưa đọc được số hiệu."),
        late_after=timedelta(days=78),
    ),
    "archives": Pair(
        citizen="nam",
        competent=AgencyKey.DEPARTMENT,
        first=CERTIFICATE,
        second=Filing("practice-certificate-reissue", "lost-or-damaged"),
        wanting=("practice", "Giấy xác nhận chưa ghi rõ thời gian làm việc."),
        late_after=timedelta(days=45),
    ),
    "funds": Pair(
        citizen="hoa",
        competent=AgencyKey.COMMITTEE,
        first=FUND,
        second=Filing("1.013018", "recognition"),
        wanting=("draft-charter", "Dự thảo chưa có quy định xử lý tài sản khi giải thể."),
        late_after=timedelta(days=90),
    ),
}


def decided(filing: Filing, *, on: date) -> dict[str, Any]:
    """What the officer enters for the result, such as the council's decision of a recruitment."""
    if filing is not RECRUITMENT:
        return {}
    return {
        "rank": "Chuyên viên",
        "council_decision": "05/QĐ-HĐTD",
        "council_decided_on": on.isoformat(),
        "takes_up_on": (on + timedelta(days=15)).isoformat(),
    }


def planned_day(now: datetime) -> date:
    """The day on which the recruitment plan of the demo lets its results be due."""
    return localdate(now) + timedelta(days=60)
