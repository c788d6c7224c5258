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
# Of every officer; the second half of the way in is a code.
PASSWORD = "mot-cua-demo"  # noqa: S105  known to everybody, and good for the demo only


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
    one_stop: AgencyKey | None = None


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
        one_stop=AgencyKey.DEPARTMENT,
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
DEPUTY = ("Phó Giám đốc", "Deputy Director")
CONTROL = ("Phòng Kiểm soát thủ tục", "Procedure control division")
ADMINISTERS = ("Chuyên viên kiểm soát thủ tục", "Procedure administrator")
NUMBERS = ("Nhân viên văn thư", "Records clerk")

OFFICERS = (
    Officer("lan", "Phạm Thị Lan", DEPARTMENT, ONE_STOP, Role.RECEPTION, RECEIVES),
    Officer("dung", "Bùi Văn Dũng", DEPARTMENT, DIVISION, Role.HEAD, ASSIGNS),
    Officer("hanh", "Võ Thị Hạnh", DEPARTMENT, DIVISION, Role.HANDLER, HANDLES),
    Officer("quang", "Đỗ Nhật Quang", DEPARTMENT, LEADERS, Role.APPROVER, DIRECTOR),
    Officer("ngoc", "Lý Bích Ngọc", DEPARTMENT, REGISTRY, Role.CLERK, NUMBERS),
    Officer("phuong", "Hoàng Thị Phương", DEPARTMENT, LEADERS, Role.LEADER, DEPUTY),
    Officer("tam", "Lưu Minh Tâm", DEPARTMENT, CONTROL, Role.ADMINISTRATOR, ADMINISTERS),
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
    Citizen(
        subject="uyen",
        name="Phan Tố Uyên",
        personal_id="099191000014",
        birthday=date(1991, 7, 9),
        gender="nữ",
        address="20 đường Chân Mây, phường Đỉnh Trắng, tỉnh Mây Trắng",
        phone="0900000014",
        email="uyen@example.vn",
    ),
    Citizen(
        subject="vinh",
        name="Thạch Quang Vinh",
        personal_id="099086000015",
        birthday=date(1986, 11, 2),
        gender="nam",
        address="4 đường Ven Núi, xã Mây Xa, tỉnh Mây Trắng",
        phone="0900000015",
        email="vinh@example.vn",
    ),
    Citizen(
        subject="yen",
        name="Lưu Hải Yến",
        personal_id="099194000016",
        birthday=date(1994, 1, 25),
        gender="nữ",
        address="77 đường Chân Mây, phường Đỉnh Trắng, tỉnh Mây Trắng",
        phone="0900000016",
        email="yen@example.vn",
    ),
    Citizen(
        subject="binh",
        name="Vũ Thanh Bình",
        personal_id="099092000005",
        birthday=date(1992, 5, 17),
        gender="nam",
        address="21 đường Bờ Sông, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000005",
        email="binh@example.vn",
    ),
    Citizen(
        subject="chau",
        name="Hà Minh Châu",
        personal_id="099195000006",
        birthday=date(1995, 9, 30),
        gender="nữ",
        address="8 đường Chợ Cũ, xã Đồng Trăng, tỉnh Sông Trăng",
        phone="0900000006",
        email="chau@example.vn",
    ),
    Citizen(
        subject="dao",
        name="Tô Thị Đào",
        personal_id="099187000007",
        birthday=date(1987, 1, 12),
        gender="nữ",
        address="66 đường Lúa Mới, xã Đồng Trăng, tỉnh Sông Trăng",
        phone="0900000007",
        email="dao@example.vn",
    ),
    Citizen(
        subject="giang",
        name="Kiều Trường Giang",
        personal_id="099083000008",
        birthday=date(1983, 12, 4),
        gender="nam",
        address="5 đường Cầu Tre, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000008",
        email="giang@example.vn",
    ),
    Citizen(
        subject="khanh",
        name="Dương Gia Khánh",
        personal_id="099099000009",
        birthday=date(1999, 6, 21),
        gender="nam",
        address="14 đường Hàng Dừa, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000009",
        email="khanh@example.vn",
    ),
    Citizen(
        subject="linh",
        name="H'Linh Niê",
        personal_id="099196000010",
        birthday=date(1996, 4, 2),
        gender="nữ",
        address="2 buôn Nước Trong, xã Rừng Trăng, tỉnh Sông Trăng",
        phone="0900000010",
        email="linh@example.vn",
    ),
    Citizen(
        subject="phuc",
        name="Đoàn Hữu Phúc",
        personal_id="099079000011",
        birthday=date(1979, 8, 19),
        gender="nam",
        address="31 đường Bến Đò, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000011",
        email="phuc@example.vn",
    ),
    Citizen(
        subject="son",
        name="K'Sơn",
        personal_id="099084000012",
        birthday=date(1984, 10, 10),
        gender="nam",
        address="9 buôn Nước Trong, xã Rừng Trăng, tỉnh Sông Trăng",
        phone="0900000012",
        email="son@example.vn",
    ),
    Citizen(
        subject="tuyet",
        name="Lâm Bạch Tuyết",
        personal_id="099190000013",
        birthday=date(1990, 2, 28),
        gender="nữ",
        address="18 đường Chợ Cũ, xã Đồng Trăng, tỉnh Sông Trăng",
        phone="0900000013",
        email="tuyet@example.vn",
    ),
)
