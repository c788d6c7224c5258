"""The page of one act: what it does and what it needs, then the act itself."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from onestop import door, proof
from workflows.dossiers.status import Status
from workflows.people.models import Account, Role

from .asking import ActForm
from .forms import FORMS
from .onward import BEHIND, place_of
from .opened import Opened
from .page import DONE, page_of


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(*Role)
def act(request: HttpRequest, account: Account, dossier: UUID, act: str) -> HttpResponse:
    """GET asks, POST performs; whatever is refused stands on the same page, as it was typed."""
    if act not in FORMS:
        raise Http404
    opened = _opened(request, account, dossier)
    if opened.dossier.status == Status.DRAFT:
        return redirect("counter:write", dossier)
    if request.method != "POST":
        return _shown(opened, FORMS[act](opened))
    form = FORMS[act](opened, request.POST)
    if form.signs and not proof.proved_lately(request, at=opened.at):
        return proof.step_up(request)
    if not form.right:
        return _shown(opened, form, status=door.REFUSED)
    return _performed(opened, form)


def _performed(opened: Opened, form: ActForm) -> HttpResponse:
    place = place_of(opened)
    try:
        done = door.perform(
            opened.request, opened.account, opened.dossier, form.act, **form.details
        )
    except door.REFUSALS as refusal:
        # Whoever was too late has to see what it is now.
        now = _opened(opened.request, opened.account, opened.dossier.public_id)
        status = door.status_of(refusal)
        return _shown(now, form, form.refuse(refusal), status=status)
    return redirect(f"{opened.address}?{urlencode({DONE: done.seq, BEHIND: place})}")


def _opened(request: HttpRequest, account: Account, dossier: UUID) -> Opened:
    found = door.find(request, account, dossier, purpose="act", in_office=True)
    return Opened(request, account, found)


def _shown(
    opened: Opened, form: ActForm, refusal: Exception | None = None, *, status: int = 200
) -> HttpResponse:
    data = page_of(opened) | {
        "form": form,
        "choice": opened.choices[form.act],
        "key": door.key_of(opened.request),
        "place": place_of(opened),
        "found": refusal or form.faults,
        "ready": form.is_bound or not form.obstacles,
        "proved": not form.signs or proof.proved_lately(opened.request, at=opened.at),
        "step_up": proof.step_up_address(opened.request),
    }
    return render(opened.request, "counter/act.html", data, status=status)
