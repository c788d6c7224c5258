"""Beginning to write a dossier down at the counter: which procedure, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from onestop import door
from onestop.filing.finding import found
from onestop.filing.ways import Ways, in_force_or_404, key_of_draft, ways_of
from onestop.frame.middleware import moment
from onestop.ui.components.asking import faults_of
from procedures import publication
from procedures.schema import Procedure
from workflows.dossiers.assisted import open_at_counter
from workflows.dossiers.models import Dossier
from workflows.journal import looking
from workflows.people.models import Account, Agency, Person, Role
from workflows.permissions.rules import held

from .applicant import Number, Opening, channels_of
from .assisting import steps

SHOWN = 20
# The hidden field that says for which number the rest of the form was shown.
SHOWN_FOR = "of"


@require_safe
@door.officer(Role.RECEPTION)
def choose(request: HttpRequest, account: Account) -> HttpResponse:
    """By number or name; where one only fits, straight on to it."""
    wanted, today = request.GET.get("q", "")[:200], localdate(moment(request))
    here = _kinds(account, at=moment(request))
    fitting = [
        one
        for one in found(publication.all_in_force(on=today), wanted)
        if channels_of(one) and one.competent and here.intersection(one.competent.kinds)
    ]
    if wanted and len(fitting) == 1:
        return redirect("counter:begin", fitting[0].key)
    data = {
        "q": wanted,
        "steps": steps(1),
        "procedures": fitting[:SHOWN],
        "more": len(fitting) - SHOWN,
    }
    return render(request, "counter/choose.html", data)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(Role.RECEPTION)
def begin(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """First the number on the card, then what is not known by it; then the draft is opened."""
    procedure = in_force_or_404(key, on=localdate(moment(request)))
    if not channels_of(procedure):
        raise Http404
    if request.method != "POST":
        return _shown(request, procedure, Number())
    number = Number(request.POST)
    if not number.is_valid():
        return _shown(request, procedure, number, status=door.REFUSED)
    return _met(request, account, procedure, number)


def _met(
    request: HttpRequest, account: Account, procedure: Procedure, number: Number
) -> HttpResponse:
    """Whose number it is decides what else is asked."""
    at, typed = moment(request), number.cleaned_data["personal_id"]
    person = looking.find_person(typed, by=account, at=at, purpose="assist")
    ways, today = _ways(account, procedure, person, at=at), localdate(at)
    fresh = Opening(ways, procedure, person, today=today)
    if request.POST.get(SHOWN_FOR) != typed:
        return _shown(request, procedure, number, fresh)
    # What was typed of a newcomer is held against what is on record by now, and never replaces it.
    newcomer = "full_name" in request.POST
    sent = Opening(ways, procedure, None if newcomer else person, request.POST, today=today)
    if not (ways.agencies and sent.is_valid()):
        return _shown(request, procedure, number, sent, status=door.REFUSED)
    try:
        return redirect("counter:write", _opened(request, account, number, sent).public_id)
    except door.REFUSALS as refusal:
        now = fresh if person else sent
        return _shown(request, procedure, number, now, refusal, status=door.REFUSED)


def _opened(request: HttpRequest, account: Account, number: Number, opening: Opening) -> Dossier:
    ways = opening.ways
    agency = ways.agencies[opening.choice("agency", ways.agencies)]
    return open_at_counter(
        public_id=key_of_draft(request),
        applicant=opening.applicant(number.cleaned_data["personal_id"]),
        owner=ways.owners.get(opening.choice("owner", ways.owners)),
        procedure=opening.procedure,
        case=opening.choice("case", ways.cases),
        channel=opening.choice("channel", opening.channels),
        receiving=agency.receiving,
        competent=agency,
        by=account,
        at=moment(request),
        contact=opening.contact,
    )


def _kinds(account: Account, *, at: datetime) -> set[str]:
    """The kinds of agency that this officer receives for."""
    mine = _receiving(account, at=at)
    served = Agency.objects.filter(Q(one_stop__in=mine) | Q(one_stop=None, pk__in=mine))
    return set(served.values_list("kind", flat=True))


def _receiving(account: Account, *, at: datetime) -> list[int]:
    posts = held(account, at=at).filter(role=Role.RECEPTION)
    return list(posts.values_list("unit__agency", flat=True))


def _ways(account: Account, procedure: Procedure, person: Person | None, *, at: datetime) -> Ways:
    """Only the agencies that this officer receives for."""
    ways, mine = ways_of(procedure, person, on=localdate(at)), _receiving(account, at=at)
    here = {key: one for key, one in ways.agencies.items() if one.receiving.pk in mine}
    return replace(ways, agencies=here)


def _shown(
    request: HttpRequest,
    procedure: Procedure,
    number: Number,
    opening: Opening | None = None,
    refusal: Exception | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Shown anew for a person, what follows is another draft."""
    again = opening is not None and opening.is_bound
    asked = opening["full_name"] if opening and not opening.person else number["personal_id"]
    asked.field.widget.attrs["autofocus"] = status == 200
    data = {
        "procedure": procedure,
        "steps": steps(1),
        "number": number,
        "form": opening,
        "found": refusal or (*faults_of(number), *(faults_of(opening) if opening else ())),
        "key": key_of_draft(request) if again else uuid4(),
        "faulty": status != 200,
    }
    return render(request, "counter/begin.html", data, status=status)
