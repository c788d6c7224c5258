"""Who comes to the counter without an account: known by the paper an officer looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from .identity import PERSONAL_NUMBER, NotAssured
from .models import Person
from .text import nfc


class IdentityPaper(models.TextChoices):
    """By which paper an officer knew who files (Law on Identification 2023)."""

    CARD = "card", _("identity card")
    ELECTRONIC = "electronic", _("electronic identity card, shown in VNeID")
    PASSPORT = "passport", _("passport")


class NewcomerIncomplete(NotAssured):
    def __init__(self) -> None:
        Exception.__init__(
            self,
            _(
                "Write down the personal identification number of 12 digits, the full name and"
                " the birthday, as they stand on the paper."
            ),
        )


class OtherName(NotAssured):
    """What is on record is never overwritten by what is typed."""

    def __init__(self) -> None:
        Exception.__init__(
            self,
            _(
                "This personal identification number is on record under another name."
                " Compare it with the paper once more."
            ),
        )


@dataclass(frozen=True)
class Newcomer:
    """Somebody of whom nothing is on record yet, as their identity paper says."""

    personal_id: str
    full_name: str
    birthday: date
    phone: str = ""
    address: str = ""


def on_record(personal_id: str) -> Person | None:
    return Person.objects.filter(personal_id=personal_id).first()


def entered(newcomer: Newcomer) -> Person:
    """Their person; sent twice, it is one. Raises `NewcomerIncomplete` or `OtherName`."""
    name = nfc(newcomer.full_name)
    if not PERSONAL_NUMBER.fullmatch(newcomer.personal_id) or not name:
        raise NewcomerIncomplete
    person, _new = Person.objects.get_or_create(
        personal_id=newcomer.personal_id,
        defaults={
            "full_name": name,
            "birthday": newcomer.birthday,
            "phone": nfc(newcomer.phone),
            "address": nfc(newcomer.address),
        },
    )
    if person.full_name != name:
        raise OtherName
    return person
