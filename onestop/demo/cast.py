"""The people, agencies and organisations of demo and tests. All invented.

There is no province Sông Trăng or Mây Trắng, no agency has the codes H98 and H99, no province gives
personal numbers beginning with 099, and nobody here exists; a likeness of names is chance. That
goes for every name in the tests too, also for those that appear in one test only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from signing.demo.pki import PIN as PIN
from workflows.people.models import Role

# Everything of the demo holds from this day: before the first revision of any procedure.
SINCE = date(2025, 1, 1)


class AgencyKey(StrEnum):
    """The agencies: a province's committee, its department, and a stranger to both."""

    COMMITTEE = "committee"
    DEPARTMENT = "department"
    STRANGER = "stranger"


@dataclass(frozen=True)
class AgencyOf:
    code: str
    kind: str
    vi: str
    en: str
    symbol: str
    place: str
    parent: AgencyKey | None = None


@dataclass(frozen=True)
class Officer:
    """Somebody in a post. `authority` is what stands before the title: KT., TL., TUQ."""

    login: str
    name: str
    agency: AgencyKey
    unit: tuple[str, str]
    role: Role
    title: tuple[str, str]
    authority: str = ""


@dataclass(frozen=True)
class Citizen:
    """Somebody the demo's identity provider vouches for."""

    subject: str
    name: str
    personal_id: str
    birthday: date
    gender: str
    address: str
    phone: str
    email: str


AGENCIES = {
    AgencyKey.COMMITTEE: AgencyOf(
        code="H99",
        kind="province-committee",
        vi="Ủy ban nhân dân tỉnh Sông Trăng",
        en="People's Committee of Sông Trăng Province",
        symbol="UBND",
        place="Sông Trăng",
    ),
    AgencyKey.DEPARTMENT: AgencyOf(
        code="H99.01",
        kind="province-department",
        vi="Sở Nội vụ",
        en="Department of Home Affairs",
        symbol="SNV",
        place="Sông Trăng",
        parent=AgencyKey.COMMITTEE,
    ),
    AgencyKey.STRANGER: AgencyOf(
        code="H98.01",
        kind="province-department",
        vi="Sở Nội vụ tỉnh Mây Trắng",
        en="Department of Home Affairs of Mây Trắng Province",
        symbol="SNV",
        place="Mây Trắng",
    ),
}

ONE_STOP = ("Bộ phận Một cửa", "One-stop unit")
DIVISION = ("Phòng Chuyên môn", "Professional division")
LEADERS = ("Lãnh đạo", "Leadership")
REGISTRY = ("Văn thư", "Registry")

DEPARTMENT, COMMITTEE, STRANGER = AgencyKey.DEPARTMENT, AgencyKey.COMMITTEE, AgencyKey.STRANGER
RECEIVES = ("Chuyên viên tiếp nhận", "Reception officer")
ASSIGNS = ("Trưởng phòng", "Head of division")
HANDLES = ("Chuyên viên", "Officer")
CHAIR = ("Phó Chủ tịch", "Vice Chair")
DIRECTOR = ("Giám đốc", "Director")
NUMBERS = ("Nhân viên văn thư", "Records clerk")

OFFICERS = (
    Officer("lan", "Phạm Thị Lan", DEPARTMENT, ONE_STOP, Role.RECEPTION, RECEIVES),
    Officer("dung", "Bùi Văn Dũng", DEPARTMENT, DIVISION, Role.HEAD, ASSIGNS),
    Officer("hanh", "Võ Thị Hạnh", DEPARTMENT, DIVISION, Role.HANDLER, HANDLES),
    Officer("quang", "Đỗ Nhật Quang", DEPARTMENT, LEADERS, Role.APPROVER, DIRECTOR),
    Officer("ngoc", "Lý Bích Ngọc", DEPARTMENT, REGISTRY, Role.CLERK, NUMBERS),
    Officer("minh", "Trần Quang Minh", COMMITTEE, LEADERS, Role.APPROVER, CHAIR, "KT. Chủ tịch"),
    Officer("thu", "Ngô Thị Thu", COMMITTEE, REGISTRY, Role.CLERK, NUMBERS),
    Officer("xa-lan", "Hồ Thị Xa", STRANGER, ONE_STOP, Role.RECEPTION, RECEIVES),
    Officer("xa-dung", "Cao Văn Lạ", STRANGER, DIVISION, Role.HEAD, ASSIGNS),
    Officer("xa-hanh", "Tạ Thị Mây", STRANGER, DIVISION, Role.HANDLER, HANDLES),
    Officer("xa-quang", "Mai Văn Trắng", STRANGER, LEADERS, Role.APPROVER, DIRECTOR),
    Officer("xa-ngoc", "Đinh Thị Vân", STRANGER, REGISTRY, Role.CLERK, NUMBERS),
)

CITIZENS = (
    Citizen(
        subject="hoa",
        name="Nguyễn Thị Hoa",
        personal_id="099188000001",
        birthday=date(1988, 3, 8),
        gender="nữ",
        address="12 đường Bờ Sông, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000001",
        email="hoa@example.vn",
    ),
    Citizen(
        subject="nam",
        name="Lê Hoàng Nam",
        personal_id="099090000002",
        birthday=date(1990, 2, 3),
        gender="nam",
        address="45 đường Lúa Mới, xã Đồng Trăng, tỉnh Sông Trăng",
        phone="0900000002",
        email="nam@example.vn",
    ),
    Citizen(
        subject="mai",
        name="Đặng Ánh Mai",
        personal_id="099301000003",
        birthday=date(2001, 11, 24),
        gender="nữ",
        address="7 đường Cầu Tre, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000003",
        email="mai@example.vn",
    ),
    Citizen(
        subject="khach",
        name="Trịnh Văn Khách",
        personal_id="099085000004",
        birthday=date(1985, 7, 1),
        gender="nam",
        address="3 đường Ven Núi, xã Mây Xa, tỉnh Mây Trắng",
        phone="0900000004",
        email="khach@example.vn",
    ),
)
