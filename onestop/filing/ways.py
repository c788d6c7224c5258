"""Beginning to file: which procedure, which case, for whom, at which agency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID, uuid4

from django import forms
from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from onestop.ui.components.reading import Fact
from procedures import publication
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.schema import Procedure
from workflows.people.models import Agency, AgencyName, Organisation, Person, Representation

Owner = Person | Organisation


@dataclass(frozen=True)
class Ways:
    """Between what one may choose; where only one fits, nothing is asked."""

    cases: Mapping[str, str]
    owners: Mapping[str, Owner]
    agencies: Mapping[str, Agency]


class Choosing(NamedTuple):
    """How a choice is asked for, what it is called where there is none, and between what."""

    question: str
    label: str
    between: Mapping[str, object]


class Beginning(forms.Form):
    """Asks only where there is a choice; what a citizen is asked, in their words."""

    use_required_attribute = False

    def __init__(self, ways: Ways, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.ways = ways
        for name, one in self.choosing.items():
            if len(one.between) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=one.question,
                    choices=list(one.between.items()),
                    widget=forms.RadioSelect,
                    error_messages={"required": _("Choose one of them.")},
                )

    @property
    def choosing(self) -> dict[str, Choosing]:
        ways = self.ways
        return {
            "case": Choosing(_("Which case is yours?"), _("Case"), ways.cases),
            "owner": Choosing(_("For whom do you file?"), _("You file for"), ways.owners),
            "agency": Choosing(_("Which agency decides?"), _("Decided by"), named(ways.agencies)),
        }

    @property
    def decided(self) -> list[Fact]:
        """What there is no choice about, told and not asked."""
        only = [one for name, one in self.choosing.items() if name not in self.fields]
        return [Fact(one.label, str(each)) for one in only for each in one.between.values()]

    def choice(self, name: str, choices: Mapping[str, object]) -> str:
        return str(self.cleaned_data.get(name) or next(iter(choices), ""))


def in_force_or_404(key: str, *, on: date) -> Procedure:
    """A procedure that may be asked for today; all others are not there."""
    try:
        return publication.in_force(key, on=on)
    except (UnknownProcedure, NotInForce):
        raise Http404 from None


def ways_of(procedure: Procedure, person: Person | None, *, on: date) -> Ways:
    owners: dict[str, Owner] = {str(person.public_id): person} if person else {}
    for ground in (
        Representation.objects.valid_on(on)
        .filter(representative=person)
        .select_related("organisation", "person")
    ):
        owner = ground.organisation or ground.person
        if owner is not None:
            owners[str(owner.public_id)] = owner
    return Ways(
        cases={case.key: str(case.title) for case in procedure.cases},
        owners=owners,
        agencies={str(agency.public_id): agency for agency in _deciding(procedure, on)},
    )


def _deciding(procedure: Procedure, on: date) -> list[Agency]:
    """The agencies of a kind that decides, each under its name of the day."""
    kinds = procedure.competent.kinds if procedure.competent else ()
    names = AgencyName.objects.filter(valid_from__lte=on).order_by("-valid_from")
    found = Agency.objects.filter(kind__in=kinds, names__valid_from__lte=on).distinct()
    return list(
        found.select_related("one_stop")
        .prefetch_related(Prefetch("names", names, to_attr="named"))
        .order_by("code")
    )


def named(agencies: Mapping[str, Agency]) -> dict[str, str]:
    """With the place, for a department of every province bears the same name."""
    told: dict[str, str] = {}
    for key, agency in agencies.items():
        name: AgencyName = agency.named[0]  # type: ignore[attr-defined]  # by the prefetch
        words = str(name)
        told[key] = words if name.place in words else f"{words} ({name.place})"
    return told


def key_of_draft(request: HttpRequest) -> UUID:
    """Of the draft to be: made with the form, so that sending it twice opens one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
