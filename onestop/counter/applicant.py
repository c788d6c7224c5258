"""Who stands at the counter: by the number on their card, and what is not on record of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from onestop.filing.ways import Beginning, Choosing, Ways, named
from onestop.ui.components.reading import Fact
from onestop.ui.eform import OFFICER, AnswerField
from procedures.fields import FieldType, Question
from procedures.schema import Procedure
from procedures.words import Text
from workflows.dossiers.models import Contact, Dossier
from workflows.people.counter import Newcomer
from workflows.people.identity import PERSONAL_NUMBER
from workflows.people.models import Person

AT_DESK = (Dossier.Channel.COUNTER, Dossier.Channel.POST)
NEW = ("full_name", "birthday", "phone", "address")
CONTACT = ("contact_name", "contact_phone", "contact_email")


def channels_of(procedure: Procedure) -> dict[str, str]:
    """The ways in which it comes to a desk."""
    offered = {channel.key for channel in procedure.channels}
    return {one.value: capfirst(str(one.label)) for one in AT_DESK if one.value in offered}


class Number(forms.Form):
    """The first thing asked: it finds whoever is on record."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.fields["personal_id"] = forms.CharField(
            label=_("Personal identification number of the applicant"),
            help_text=_("12 digits, as on the identity card."),
            max_length=40,
            widget=forms.TextInput(
                attrs={"class": "in m num", "inputmode": "numeric", "autocomplete": "off"}
            ),
            error_messages={"required": _("Type the 12 digits of the number.")},
        )

    def clean_personal_id(self) -> str:
        """It may be typed in groups, as it is printed."""
        digits = re.sub(r"[\s.]", "", self.cleaned_data["personal_id"])
        if not PERSONAL_NUMBER.fullmatch(digits):
            raise forms.ValidationError(_("The number has 12 digits."))
        return digits


class Opening(Beginning):
    """The rest: of somebody on record nothing is asked, and what is on record is not changed."""

    def __init__(
        self,
        ways: Ways,
        procedure: Procedure,
        person: Person | None,
        data: Mapping[str, Any] | None = None,
        *,
        today: date,
    ) -> None:
        self.procedure, self.person, self.today = procedure, person, today
        super().__init__(ways, data)
        # Who writes it down sits at the desk; what came by post is the exception.
        self.initial["channel"] = next(iter(self.channels))
        if person is None:
            self.fields |= _of_a_newcomer()
        self.fields |= _of_a_contact()
        self.order_fields([*NEW, "owner", "case", "channel", "agency", *CONTACT])

    @property
    def choosing(self) -> dict[str, Choosing]:
        ways = self.ways
        return {
            "owner": Choosing(_("For whom do they file?"), _("Owner of the dossier"), ways.owners),
            "case": Choosing(_("Which case is it?"), _("Case"), ways.cases),
            "channel": Choosing(_("How did it come in?"), _("Way of filing"), self.channels),
            "agency": Choosing(_("Which agency decides?"), _("Decided by"), named(ways.agencies)),
        }

    @property
    def channels(self) -> dict[str, str]:
        return channels_of(self.procedure)

    @property
    def known(self) -> list[Fact]:
        """As little as tells whether it is the one with the card."""
        if self.person is None:
            return []
        born = str(self.person.birthday.year) if self.person.birthday else ""
        return [
            Fact(_("Full name"), self.person.full_name),
            Fact(_("Year of birth"), born, kind="num"),
        ]

    @property
    def asked(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name not in CONTACT]

    @property
    def rarely_asked(self) -> list[BoundField]:
        return [self[name] for name in CONTACT]

    @property
    def rarely_typed(self) -> bool:
        return any(one.value() or one.errors for one in self.rarely_asked)

    def clean_birthday(self) -> date:
        born = date.fromisoformat(self.cleaned_data["birthday"])
        if born > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return born

    def applicant(self, personal_id: str) -> Person | Newcomer:
        if self.person is not None:
            return self.person
        told = {name: self.cleaned_data[name] or "" for name in ("full_name", "phone", "address")}
        return Newcomer(personal_id, birthday=self.cleaned_data["birthday"], **told)

    @property
    def contact(self) -> Contact | None:
        """Who is to be reached about it; by the applicant's own name where only a way is given."""
        name, phone, email = (self.cleaned_data[one] or "" for one in CONTACT)
        if not (name or phone or email):
            return None
        own = self.person.full_name if self.person else self.cleaned_data["full_name"]
        return Contact(name=name or own, phone=phone, email=email)


def _of_a_newcomer() -> dict[str, forms.Field]:
    """As the paper says it."""
    return {
        "full_name": _words(_("Full name"), most=200, required=True),
        "birthday": _answer("birthday", FieldType.DATE, _("Date of birth"), required=True),
        "phone": _answer("phone", FieldType.PHONE, _("Phone number")),
        "address": _words(_("Address"), most=500),
    }


def _of_a_contact() -> dict[str, forms.Field]:
    return {
        "contact_name": _words(_("Name of the contact"), most=200),
        "contact_phone": _answer("contact_phone", FieldType.PHONE, _("Phone number")),
        "contact_email": forms.EmailField(
            label=_("Email"),
            required=False,
            widget=forms.TextInput(
                attrs={"class": "in", "inputmode": "email", "autocomplete": "off"}
            ),
            error_messages={"invalid": _("This is no e-mail address.")},
        ),
    }


def _words(label: str, *, most: int, required: bool = False) -> forms.Field:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
        error_messages={"required": _("An answer is required.")},
    )


def _answer(key: str, kind: FieldType, label: str, *, required: bool = False) -> forms.Field:
    """Asked and refused as the catalogue's own questions of this kind are."""
    text = Text(vi=label, en=label)
    return AnswerField(Question(key=key, label=text, type=kind, required=required), voice=OFFICER)
