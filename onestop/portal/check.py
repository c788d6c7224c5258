"""The last look before filing: every answer with its source, every paper, and the one button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.papers import slots_of
from onestop.filing.told import parts_of, still_open_in
from onestop.frame.middleware import moment
from onestop.ui.eform import EForm
from procedures.catalogue import NotInForce

from .drafting import Draft, drafting


@require_http_methods(["GET", "HEAD", "POST"])
@drafting
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """GET shows all of it, POST files it."""
    if request.method != "POST":
        return _shown(request, draft, draft.form(draft.declarations))
    declared = draft.form(draft.declarations, request.POST)
    if draft.declarations:
        draft.keep(declared.typed, at=moment(request))
    if not declared.is_valid():
        return _shown(request, draft, declared, status=door.REFUSED)
    try:
        door.perform(
            request, draft.account, draft.dossier, "submit", consents=sorted(draft.consents)
        )
    except NotInForce:
        return redirect(draft.address("renew"))
    except door.REFUSALS as refusal:
        return _shown(request, draft, declared, refusal, status=door.status_of(refusal))
    return redirect(draft.address("receipt"))


def _shown(
    request: HttpRequest,
    draft: Draft,
    declared: EForm,
    refusal: Exception | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    last = len(draft.pages) + 2
    data = {
        "draft": draft,
        "form": declared,
        "steps": draft.steps(last),
        "parts": list(parts_of(draft)),
        "slots": slots_of(draft),
        "open": list(still_open_in(draft)),
        "found": refusal or declared.faults,
        "typed": sum(told["source"] == "declared" for told in draft.answers.values()),
        "filled": sum(told["source"] != "declared" for told in draft.answers.values()),
        "key": door.key_of(request),
        "faulty": status != 200,
    }
    return render(request, "portal/check.html", data, status=status)
