"""The demo's office in the database: made once, found again on every later run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from procedures import catalogue, publication
from workflows.people import identity
from workflows.people.models import Account, Agency, AgencyName, Person, Post, Role, Unit

from .cast import AGENCIES, OFFICERS, SINCE, AgencyKey, Officer
from .identity import DemoIdentityProvider

# Who stands for the catalogue in the demo: two persons, as the rule asks, and neither exists.


@dataclass(frozen=True)
class DemoOffice:
    """The agencies by their key and the posts by the login of who holds them."""

    agencies: dict[AgencyKey, Agency]
    posts: dict[str, Post]

    def who(self, role: Role, agency: AgencyKey) -> Post:
        """The one officer of the demo in this role at this agency."""
        return self.posts[next(o.login for o in OFFICERS if (o.role, o.agency) == (role, agency))]


@transaction.atomic
def ensure_office(*, at: datetime) -> DemoOffice:
    """Agencies, units, officers and published procedures; what stands already is left alone."""
    agencies: dict[AgencyKey, Agency] = {}
    for key in AGENCIES:
        agencies[key] = _agency(key, agencies)
    for key, said in AGENCIES.items():
        _joined(agencies[key], agencies[said.one_stop] if said.one_stop else None)
    posts = _posts(agencies)
    _publish(posts["tam"], posts["phuong"], at)
    return DemoOffice(agencies, posts)


def citizen(subject: str, *, at: datetime) -> Account:
    """A citizen of the cast comes in through the identity port."""
    return identity.enter(DemoIdentityProvider().identify(subject), at=at)


def _agency(key: AgencyKey, known: dict[AgencyKey, Agency]) -> Agency:
    said = AGENCIES[key]
    parent = known[said.parent] if said.parent else None
    agency, _ = Agency.objects.get_or_create(
        code=said.code, defaults={"kind": said.kind, "parent": parent}
    )
    AgencyName.objects.get_or_create(
        agency=agency,
        valid_from=SINCE,
        defaults={
            "name_vi": said.vi,
            "name_en": said.en,
            "symbol": said.symbol,
            "place": said.place,
        },
    )
    return agency


def _joined(agency: Agency, one_stop: Agency | None) -> None:
    """Which may be made after the agency it receives for."""
    if agency.one_stop != one_stop:
        agency.one_stop = one_stop
        agency.save(update_fields=["one_stop"])


def _posts(agencies: dict[AgencyKey, Agency]) -> dict[str, Post]:
    """What stands already is looked up once for all of them, and the rest made at once."""
    units, accounts = _units(agencies), _accounts()
    held = {
        (post.account.login, post.unit_id, post.role): post
        for post in Post.objects.filter(
            valid_from=SINCE, account__login__in=list(accounts)
        ).select_related("unit__agency", "account__person")
    }
    posts, missing = dict[str, Post](), list[Post]()
    for officer in OFFICERS:
        unit = units[agencies[officer.agency].pk, officer.unit[0]]
        post = held.get((officer.login, unit.pk, officer.role))
        if post is None:
            post = _post(officer, unit, accounts[officer.login])
            missing.append(post)
        posts[officer.login] = post
    Post.objects.bulk_create(missing)
    return posts


def _post(officer: Officer, unit: Unit, account: Account) -> Post:
    return Post(
        account=account,
        unit=unit,
        role=officer.role,
        valid_from=SINCE,
        title_vi=officer.title[0],
        title_en=officer.title[1],
        authority=officer.authority,
    )


def _units(agencies: dict[AgencyKey, Agency]) -> dict[tuple[int, str], Unit]:
    """By the agency and the Vietnamese name."""
    there = Unit.objects.filter(agency__in=agencies.values()).select_related("agency")
    units = {(unit.agency_id, unit.name_vi): unit for unit in there}
    missing = dict[tuple[int, str], Unit]()
    for officer in OFFICERS:
        agency, (name_vi, name_en) = agencies[officer.agency], officer.unit
        if (agency.pk, name_vi) not in units:
            unit = Unit(agency=agency, name_vi=name_vi, name_en=name_en)
            missing[agency.pk, name_vi] = unit
    Unit.objects.bulk_create(missing.values())
    return units | missing


def _accounts() -> dict[str, Account]:
    """By the login, each of a person of its own."""
    names = {officer.login: officer.name for officer in OFFICERS}
    accounts = {one.login: one for one in Account.objects.filter(login__in=names)}
    people = {login: Person(full_name=name) for login, name in names.items()}
    missing = {login: one for login, one in people.items() if login not in accounts}
    Person.objects.bulk_create(missing.values())
    opened = {login: _account(login, person) for login, person in missing.items()}
    Account.objects.bulk_create(opened.values())
    return accounts | opened


def _account(login: str, person: Person) -> Account:
    """Nobody can enter by password yet."""
    account = Account(login=login, person=person, kind=Account.Kind.OFFICER)
    account.set_unusable_password()
    return account


def _publish(prepared: Post, approved: Post, at: datetime) -> None:
    """By two persons, as everywhere."""
    publication.publish_all(
        catalogue.all_procedures(),
        prepared_by=prepared.account.public_id,
        approved_by=approved.account.public_id,
        at=at,
    )
