"""The people of the tests: the cast that `onestop.demo.cast` declares as invented, given rows.

Sông Trăng is a province with a committee, which decides, and a department, which receives and
assesses. Mây Trắng is another province, whose officers and citizens must see nothing of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from workflows.people.identity import Identity, enter
from workflows.people.models import (
    Account,
    Agency,
    AgencyName,
    IdentityLink,
    Organisation,
    Person,
    Post,
    Representation,
    Role,
    Unit,
)

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
LONG_AGO = date(2025, 7, 1)


@dataclass(frozen=True)
class Office:
    """The province Sông Trăng, and one agency of another province with an officer in each role."""

    committee: Agency
    department: Agency
    one_stop: Unit
    division: Unit
    lan: Post  # at the counter
    dung: Post  # the head who assigns
    hanh: Post  # the handler
    minh: Post  # the approver
    thu: Post  # the records clerk
    stranger: Agency
    strangers: dict[Role, Post]


# Those who work on a dossier of the province, in its turn.
OFFICERS = ("lan", "dung", "hanh", "minh", "thu")


@dataclass(frozen=True)
class Citizens:
    """Hoa, the organisation she represents, and a citizen who has nothing to do with her."""

    hoa: Account
    organisation: Organisation
    representation: Representation
    khach: Account


def an_office() -> Office:
    committee = an_agency("H99", "Ủy ban nhân dân tỉnh Sông Trăng", "UBND")
    department = an_agency("H99.01", "Sở Nội vụ tỉnh Sông Trăng", "SNV", parent=committee)
    stranger = an_agency("H98.01", "Sở Nội vụ tỉnh Mây Trắng", "SNV")
    one_stop = a_unit(department, "Bộ phận một cửa")
    division = a_unit(department, "Phòng Tổ chức phi chính phủ")
    elsewhere = a_unit(stranger, "Phòng Tổng hợp")
    return Office(
        committee=committee,
        department=department,
        one_stop=one_stop,
        division=division,
        lan=a_post(Role.RECEPTION, one_stop, "Phạm Thị Lan"),
        dung=a_post(Role.HEAD, division, "Bùi Văn Dũng"),
        hanh=a_post(Role.HANDLER, division, "Võ Thị Hạnh"),
        minh=a_post(Role.APPROVER, a_unit(committee, "Lãnh đạo Ủy ban"), "Trần Quang Minh"),
        thu=a_post(Role.CLERK, a_unit(committee, "Văn thư"), "Ngô Thị Thu"),
        stranger=stranger,
        strangers={role: a_post(role, elsewhere, f"Người lạ, {role.label}") for role in Role},
    )


def citizens(*, at: datetime = MONDAY) -> Citizens:
    hoa = a_citizen("Nguyễn Thị Hoa", at=at)
    organisation = an_organisation("Hội Bảo trợ trẻ em Nắng Mai")
    return Citizens(
        hoa=hoa,
        organisation=organisation,
        representation=a_representation(hoa, organisation),
        khach=a_citizen("Trịnh Văn Khách", at=at),
    )


def person_of(account: Account) -> Person:
    assert account.person is not None
    return account.person


def an_agency(code: str, name: str, symbol: str, *, parent: Agency | None = None) -> Agency:
    kind = "province-department" if "." in code else "province-committee"
    agency = Agency.objects.create(code=code, kind=kind, parent=parent)
    AgencyName.objects.create(
        agency=agency,
        name_vi=name,
        name_en=f"{name} (en)",
        symbol=symbol,
        place=name.rpartition("tỉnh ")[2],
        valid_from=LONG_AGO,
    )
    return agency


def a_unit(agency: Agency, name: str) -> Unit:
    return Unit.objects.create(agency=agency, name_vi=name, name_en=f"{name} (en)")


def a_post(
    role: Role, unit: Unit, holder: Account | str, *, since: date = LONG_AGO, to: date | None = None
) -> Post:
    """A post for an account, or for a new officer of this name."""
    account = an_officer(holder) if isinstance(holder, str) else holder
    return Post.objects.create(
        account=account,
        unit=unit,
        role=role,
        title_vi=str(Role(role).label),
        title_en=str(Role(role).label),
        valid_from=since,
        valid_to=to,
    )


def an_officer(full_name: str) -> Account:
    person = Person.objects.create(full_name=full_name, personal_id=_next_personal_id())
    login = f"officer-{person.pk}"
    return Account.objects.open(login, person=person, kind=Account.Kind.OFFICER)


def a_citizen(full_name: str, *, at: datetime = MONDAY) -> Account:
    """Somebody who has entered by a checked identity."""
    number = _next_personal_id()
    identity = Identity(
        provider="test",
        subject=number,
        assurance=IdentityLink.Assurance.CHECKED,
        personal_id=number,
        full_name=full_name,
        birthday=date(1990, 2, 3),
        address="12 đường Bờ Sông, phường Bến Trăng, tỉnh Sông Trăng",
        phone="0900000001",
        email=f"{number}@example.vn",
    )
    return enter(identity, at=at)


def an_organisation(name: str) -> Organisation:
    return Organisation.objects.create(
        name=name, registration_number=f"99-{Organisation.objects.count() + 1:06d}"
    )


def a_representation(
    of: Account, owner: Organisation | Person, *, since: date = LONG_AGO, to: date | None = None
) -> Representation:
    """The right of `of` to act for `owner`."""
    whose = "organisation" if isinstance(owner, Organisation) else "person"
    return Representation.objects.create(
        representative=person_of(of),
        basis="Quyết định cử người đại diện",
        valid_from=since,
        valid_to=to,
        **{whose: owner},
    )


def _next_personal_id() -> str:
    # No province of Viet Nam has the code 099.
    return f"0991{Person.objects.count() + 1:08d}"
