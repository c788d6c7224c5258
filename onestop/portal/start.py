"""Beginning to file: which case, for whom, at which agency; and the draft that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import faults_of
from onestop.ui.components.reading import Fact
from procedures.schema import Procedure
from workflows.dossiers import drafts
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import (
    Account,
    Agency,
    AgencyName,
    Organisation,
    Person,
    Representation,
)

from .procedure import in_force_or_404

ONLINE = Dossier.Channel.ONLINE
Owner = Person | Organisation


@dataclass(frozen=True)
class Ways:
    """Between what a citizen may choose; where only one fits, nothing is asked."""

    cases: Mapping[str, str]
    owners: Mapping[str, Owner]
    agencies: Mapping[str, Agency]


class Beginning(forms.Form):
    """Asks only where there is a choice."""

    use_required_attribute = False

    def __init__(self, ways: Ways, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        self.ways = ways
        asked = {
            "case": (_("Which case is yours?"), ways.cases),
            "owner": (_("For whom do you file?"), ways.owners),
            "agency": (_("Which agency decides?"), _named(ways.agencies)),
        }
        for name, (label, choices) in asked.items():
            if len(choices) > 1:
                self.fields[name] = forms.ChoiceField(
                    label=label, choices=list(choices.items()), widget=forms.RadioSelect
                )
                self.fields[name].error_messages["required"] = _("Choose one of them.")

    @property
    def decided(self) -> list[Fact]:
        """What there is no choice about, told and not asked."""
        told = {
            "case": Fact(_("Case"), next(iter(self.ways.cases.values()))),
            "owner": Fact(_("You file for"), str(next(iter(self.ways.owners.values())))),
            "agency": Fact(_("Decided by"), next(iter(_named(self.ways.agencies).values()), "")),
        }
        return [fact for name, fact in told.items() if name not in self.fields]

    def choice(self, name: str, choices: Mapping[str, object]) -> str:
        return str(self.cleaned_data.get(name) or next(iter(choices)))


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def start(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """GET asks, POST opens the draft under the id that the form brought along, once."""
    today = localdate(moment(request))
    procedure = in_force_or_404(key, on=today)
    ways = _ways(procedure, account, on=today)
    form = Beginning(ways, request.POST if request.method == "POST" else None)
    refusal: Exception | None = None
    if ways.agencies and form.is_valid():
        try:
            return _opened(request, account, procedure, form)
        except door.REFUSALS as refused:
            refusal = refused
    faulty = bool(form.errors or refusal)
    data = {
        "procedure": procedure,
        "form": form,
        "found": refusal or faults_of(form),
        "drafts": _drafts(account, procedure),
        "key": _key(request),
        "faulty": faulty,
    }
    return render(request, "portal/start.html", data, status=door.REFUSED if faulty else 200)


def _opened(
    request: HttpRequest, account: Account, procedure: Procedure, form: Beginning
) -> HttpResponse:
    ways = form.ways
    agency = ways.agencies[form.choice("agency", ways.agencies)]
    draft = drafts.open_draft(
        public_id=_key(request),
        procedure=procedure,
        case=form.choice("case", ways.cases),
        channel=ONLINE,
        owner=ways.owners[form.choice("owner", ways.owners)],
        receiving=agency.receiving,
        competent=agency,
        by=account,
        at=moment(request),
    )
    return redirect("portal:form", draft.public_id, 1)


def _ways(procedure: Procedure, account: Account, *, on: date) -> Ways:
    person = account.person
    owners: dict[str, Owner] = {str(person.public_id): person} if person else {}
    for ground in (
        Representation.objects.valid_on(on)
        .filter(representative=account.person_id)
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


def _named(agencies: Mapping[str, Agency]) -> dict[str, str]:
    """With the place, for a department of every province bears the same name."""
    named: dict[str, str] = {}
    for key, agency in agencies.items():
        name: AgencyName = agency.named[0]  # type: ignore[attr-defined]  # by the prefetch
        told = str(name)
        named[key] = told if name.place in told else f"{told} ({name.place})"
    return named


def _drafts(account: Account, procedure: Procedure) -> list[Dossier]:
    """What this person began and has not filed."""
    return list(
        Dossier.objects.filter(
            submitter=account.person_id, status=Status.DRAFT, procedure_key=procedure.key
        ).order_by("-created_at")[:3]
    )


def _key(request: HttpRequest) -> UUID:
    """Of the draft to be: made with the form, so that sending it twice opens one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
