"""How to reach somebody about a dossier, looked up only at the moment of sending."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from workflows.people.models import Account, Person, Representation

from .models import Dossier


def email_of(dossier: UUID, *, on: date) -> str | None:
    """The contact's address, else the submitter's; none where none was given.

    Once the submitter acts for the owner no more, the owner's, or of who acts for it now.
    """
    found = _of(dossier)
    if found.ground_holds_on(on):
        own = found.contact.email if found.contact else ""
        return own or found.submitter.email or None
    owner = [found.owner_person] if found.owner_person else []
    reached = (person.email for person in (*owner, *_representatives(found, on)))
    return next(filter(None, reached), None)


def recipients_of(dossier: UUID, *, on: date) -> tuple[UUID, ...]:
    """The accounts of the owner, of who acts for it that day, and of the submitter as long."""
    found = _of(dossier)
    people = {person.pk for person in _representatives(found, on)}
    people |= {found.owner_person_id} if found.owner_person_id else set()
    people |= {found.submitter_id} if found.ground_holds_on(on) else set()
    accounts = Account.objects.filter(person__in=people, is_active=True)
    return tuple(accounts.order_by("pk").values_list("public_id", flat=True))


def _of(dossier: UUID) -> Dossier:
    with_all = ("contact", "submitter", "representation", "owner_person", "owner_organisation")
    return Dossier.objects.select_related(*with_all).get(public_id=dossier)


def _representatives(dossier: Dossier, on: date) -> list[Person]:
    valid = Representation.objects.of(dossier.owner).valid_on(on)
    return [one.representative for one in valid.select_related("representative").order_by("pk")]
