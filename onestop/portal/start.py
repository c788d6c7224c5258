"""Beginning to file: which case, for whom, at which agency; and the draft that follows."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.ways import Beginning, in_force_or_404, key_of_draft, ways_of
from onestop.frame.middleware import moment
from onestop.ui.components.asking import faults_of
from procedures.schema import Procedure
from workflows.dossiers import drafts
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account

ONLINE = Dossier.Channel.ONLINE


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def start(request: HttpRequest, account: Account, key: str) -> HttpResponse:
    """GET asks, POST opens the draft under the id that the form brought along, once."""
    today = localdate(moment(request))
    procedure = in_force_or_404(key, on=today)
    ways = ways_of(procedure, account.person, on=today)
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
        "key": key_of_draft(request),
        "faulty": faulty,
    }
    return render(request, "portal/start.html", data, status=door.REFUSED if faulty else 200)


def _opened(
    request: HttpRequest, account: Account, procedure: Procedure, form: Beginning
) -> HttpResponse:
    ways = form.ways
    agency = ways.agencies[form.choice("agency", ways.agencies)]
    draft = drafts.open_draft(
        public_id=key_of_draft(request),
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


def _drafts(account: Account, procedure: Procedure) -> list[Dossier]:
    """What this person began and has not filed."""
    return list(
        Dossier.objects.filter(
            submitter=account.person_id,
            assisted_by=None,
            status=Status.DRAFT,
            procedure_key=procedure.key,
        ).order_by("-created_at")[:3]
    )
