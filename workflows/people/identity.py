"""The port through which citizens enter: whoever vouches for them, the same account opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import Account, IdentityLink, Person


class NotAssured(Exception):
    """Nobody has checked that the person is who they say."""

    def __init__(self) -> None:
        super().__init__(_("Your identity has not been checked yet. Enter by your e-ID account."))


@dataclass(frozen=True)
class Identity:
    """What a provider vouches for. `assurance` is a level of `IdentityLink.Assurance`."""

    provider: str
    subject: str
    assurance: int
    personal_id: str
    full_name: str
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
    person, _created = Person.objects.update_or_create(
        personal_id=identity.personal_id,
        defaults={
            "full_name": identity.full_name,
            "birthday": identity.birthday,
            "gender": identity.gender,
            "address": identity.address,
            "phone": identity.phone,
            "email": identity.email,
        },
    )
    link = (
        IdentityLink.objects.select_related("account__person")
        .filter(provider=identity.provider, subject=identity.subject)
        .first()
    )
    if link:
        return link.account
    login = f"{identity.provider}:{identity.subject}"
    account = Account.objects.open(login, person=person, kind=Account.Kind.CITIZEN)
    IdentityLink.objects.create(
        account=account,
        provider=identity.provider,
        subject=identity.subject,
        assurance=identity.assurance,
        linked_at=at,
    )
    return account
