"""The papers of a draft: from the register, from the agency's own look-up, or handed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onestop import door
from onestop.filing.consents import consent
from onestop.filing.papers import slots_of, taken
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from procedures.schema import Requirement
from workflows.dossiers import drafts
from workflows.routes.preview import drawn_now

from .drafting import Draft, drafting


@require_safe
@drafting
def papers(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Every paper in its slot."""
    return _shown(request, draft)


@require_safe
@drafting
def drawn(request: HttpRequest, draft: Draft, requirement: str) -> HttpResponse:
    """A paper that is made from the answers, as they now stand, before it is filed."""
    asked = next((r for r in draft.requirements if r.key == requirement and r.from_form), None)
    if asked is None:
        raise Http404
    try:
        content = drawn_now(draft.dossier, asked, draft.situation, at=moment(request))
    except door.REFUSALS as refusal:
        return _shown(request, draft, {requirement: str(refusal)})
    response = HttpResponse(content, content_type="application/pdf")
    named = content_disposition_header(as_attachment=False, filename=f"{asked.title.vi}.pdf")
    response["Content-Disposition"] = named or "inline"
    return response


@require_POST
@drafting
def paper(request: HttpRequest, draft: Draft, requirement: str) -> HttpResponse:
    """Hands one in, takes it out again, or lets it be reused; then back to its slot."""
    asked = next((r for r in draft.requirements if r.key == requirement), None)
    if asked is None:
        raise Http404
    try:
        _done(request, draft, asked)
    except door.REFUSALS as refusal:
        return _shown(request, draft, {requirement: str(refusal)})
    return redirect(f"{draft.address('papers')}#giay-{requirement}")


def _done(request: HttpRequest, draft: Draft, asked: Requirement) -> None:
    at, wanted = moment(request), request.POST.get("act")
    if wanted == "take_out":
        drafts.take_out(draft.dossier, asked.key, by=draft.account, at=at)
    elif wanted == "consent":
        consent(request, draft.dossier, draft.consents | {asked.key})
    elif wanted == "withdraw":
        consent(request, draft.dossier, draft.consents - {asked.key})
    else:
        hand_in(request, draft, asked, request.FILES.getlist("tep"))


def hand_in(
    request: HttpRequest, draft: Draft, asked: Requirement, files: Sequence[UploadedFile[Any]]
) -> None:
    """What was sent as this paper; raises one of `door.REFUSALS`."""
    sent = taken(files, title=asked.title.vi, request=request)
    drafts.attach(
        draft.dossier, draft.procedure, asked.key, sent, by=draft.account, at=moment(request)
    )


def _shown(
    request: HttpRequest, draft: Draft, faults: dict[str, str] | None = None
) -> HttpResponse:
    slots = slots_of(draft, faults)
    needed = [slot for slot in slots if slot.requirement.required]
    there = sum(slot.there for slot in needed)
    data = {
        "draft": draft,
        "slots": slots,
        "steps": draft.steps(len(draft.pages) + 1),
        "found": [Fault(slot.fault, f"tep-{slot.requirement.key}") for slot in slots if slot.fault],
        "counted": _("%(there)d of %(needed)d papers are there.")
        % {"there": there, "needed": len(needed)},
    }
    return render(request, "portal/papers.html", data, status=door.REFUSED if faults else 200)
