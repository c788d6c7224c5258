"""The port through which citizens enter: whoever vouches for them, the same account opens."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import Account, IdentityLink, Person
from .text import nfc

log = logging.getLogger(__name__)

PERSONAL_NUMBER = re.compile(r"[0-9]{12}")


class NotAssured(Exception):
    """Nobody has checked that the person is who they say."""

    def __init__(self) -> None:
        super().__init__(_("Your identity has not been checked yet. Enter by your e-ID account."))


class IdentityIncomplete(NotAssured):
    """Without name and number nobody can tell whose dossiers to open."""

    def __init__(self) -> None:
        Exception.__init__(
            self,
            _(
                "Whoever vouches for you did not give your name and your personal identification"
                " number of 12 digits. Enter by your e-ID account."
            ),
        )


class NumberChanged(NotAssured):
    """One number more or less is another person, until somebody has looked at it."""

    def __init__(self) -> None:
        Exception.__init__(
            self,
            _(
                "Your identity now comes with another personal identification number than before."
                " Nothing was opened. Bring your identity card to the one-stop."
            ),
        )


@dataclass(frozen=True)
class Identity:
    """What a provider vouches for. `assurance` is a level of `IdentityLink.Assurance`.

    What is empty was not told; it says nothing about the person.
    """

    provider: str
    subject: str
    assurance: int
    personal_id: str = ""
    full_name: str = ""
    birthday: date | None = None
    gender: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


class IdentityProvider(Protocol):
    """Someone outside who says who stands at the door: the demo now, OpenID Connect later."""

    def identify(self, assertion: str) -> Identity: ...


@transaction.atomic
def enter(identity: Identity, *, at: datetime) -> Account:
    """The citizen's account, opened at the first visit. Checked values replace earlier ones.

    Raises `NotAssured`: a number merely declared would open its owner's dossiers to anyone.
    """
    if identity.assurance < IdentityLink.Assurance.CHECKED:
        raise NotAssured
    if identity.personal_id and not PERSONAL_NUMBER.fullmatch(identity.personal_id):
        raise IdentityIncomplete
    link = _known(identity) or _first_visit(identity, at)
    _check_number(link, identity)
    _keep(link, identity)
    return link.account


def _known(identity: Identity) -> IdentityLink | None:
    links = IdentityLink.objects.select_related("account__person")
    return links.filter(provider=identity.provider, subject=identity.subject).first()


def _first_visit(identity: Identity, at: datetime) -> IdentityLink:
    if not identity.personal_id or not nfc(identity.full_name):
        raise IdentityIncomplete
    # Whoever enters through a second window at the same moment waits here for the first.
    person, _created = Person.objects.select_for_update().get_or_create(
        personal_id=identity.personal_id, defaults={"full_name": identity.full_name}
    )
    if link := _known(identity):
        return link
    login = f"{identity.provider}:{identity.subject}"
    return IdentityLink.objects.create(
        account=Account.objects.open(login, person=person, kind=Account.Kind.CITIZEN),
        provider=identity.provider,
        subject=identity.subject,
        assurance=identity.assurance,
        linked_at=at,
    )


def _check_number(link: IdentityLink, identity: Identity) -> None:
    """A known subject brings its own number or none."""
    if identity.personal_id in ("", _person(link).personal_id):
        return
    # For a human to look into; whose number it is stands in no log.
    log.warning("identity %d came with another personal number and was refused", link.pk)
    raise NumberChanged


def _keep(link: IdentityLink, identity: Identity) -> None:
    """What was told now replaces what was known; what was not told stays."""
    told = {
        "full_name": nfc(identity.full_name),
        "birthday": identity.birthday,
        "gender": nfc(identity.gender),
        "address": nfc(identity.address),
        "phone": nfc(identity.phone),
        "email": nfc(identity.email),
    }
    person, told = _person(link), {name: value for name, value in told.items() if value}
    for name, value in told.items():
        setattr(person, name, value)
    person.save(update_fields=list(told))
    link.assurance = identity.assurance
    link.save(update_fields=["assurance"])


def _person(link: IdentityLink) -> Person:
    person = link.account.person
    assert person is not None, "an identity opens the account of a person"  # noqa: S101
    return person
