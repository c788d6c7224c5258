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
    """What stands already is looked up once for all of them, not for each."""
    units = {
        (unit.agency_id, unit.name_vi): unit
        for unit in Unit.objects.filter(agency__in=agencies.values())
    }
    held = {
        (post.account.login, post.unit_id, post.role): post
        for post in Post.objects.filter(
            valid_from=SINCE, account__login__in=[officer.login for officer in OFFICERS]
        ).select_related("unit__agency", "account__person")
    }
    posts = dict[str, Post]()
    for officer in OFFICERS:
        agency, (name_vi, name_en) = agencies[officer.agency], officer.unit
        unit = units.get((agency.pk, name_vi))
        if unit is None:
            unit = Unit.objects.create(agency=agency, name_vi=name_vi, name_en=name_en)
            units[agency.pk, name_vi] = unit
        post = held.get((officer.login, unit.pk, officer.role))
        posts[officer.login] = post or _post(officer, unit)
    return posts


def _post(officer: Officer, unit: Unit) -> Post:
    return Post.objects.create(
        account=_account(officer),
        unit=unit,
        role=officer.role,
        valid_from=SINCE,
        title_vi=officer.title[0],
        title_en=officer.title[1],
        authority=officer.authority,
    )


def _account(officer: Officer) -> Account:
    found = Account.objects.filter(login=officer.login).first()
    if found is not None:
        return found
    person = Person.objects.create(full_name=officer.name)
    return Account.objects.open(officer.login, person=person, kind=Account.Kind.OFFICER)


def _publish(prepared: Post, approved: Post, at: datetime) -> None:
    """By two persons, as everywhere."""
    publication.publish_all(
        catalogue.all_procedures(),
        prepared_by=prepared.account.public_id,
        approved_by=approved.account.public_id,
        at=at,
    )
