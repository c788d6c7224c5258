"""The pages of the form: questions of the catalogue, a few at a time, kept at every step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.papers import slots_of
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.eform import EForm

from .drafting import BACK, Draft, drafting
from .papers import hand_in


@require_http_methods(["GET", "HEAD", "POST"])
@drafting
def form(request: HttpRequest, draft: Draft, page: int) -> HttpResponse:
    """GET shows a page, POST keeps it, right or wrong, and goes on once it is right."""
    if page not in draft.numbers:
        return redirect(draft.address("form", len(draft.pages)))
    questions = draft.pages[page - 1].questions
    if request.method != "POST":
        return _shown(request, draft, page, draft.form(questions))
    answered = draft.form(questions, request.POST)
    kept = draft.keep(answered.typed, at=moment(request))
    faults = _papers_kept(request, draft, page)
    if answered.wants_more:
        return _shown(request, draft, page, answered.with_more())
    if "leave" in request.POST:
        return redirect("portal:mine")
    # What an answer on this very page took back need not be answered.
    counted = kept.form([q for q in questions if q in kept.asked], request.POST)
    if counted.is_valid() and not faults:
        return redirect(_next(request, kept, page, before=draft))
    return _shown(request, kept, page, counted, faults, status=door.REFUSED)


def _papers_kept(request: HttpRequest, draft: Draft, page: int) -> dict[str, str]:
    """The papers whose slots stand on the page; the faults of those that were refused."""
    faults: dict[str, str] = {}
    for asked in draft.pages[page - 1].papers:
        if files := request.FILES.getlist(f"tep-{asked.key}"):
            try:
                hand_in(request, draft, asked, files)
            except door.REFUSALS as refusal:
                faults[asked.key] = str(refusal)
    return faults


def _next(request: HttpRequest, draft: Draft, page: int, *, before: Draft) -> str:
    """The page behind; but where an answer raised a question before it, the page that asks it."""
    back = request.GET.get("ve") == BACK
    raised = draft.pages_of(set(draft.asked) - set(before.asked))
    for number in raised:
        if back or number <= page:
            return draft.address("form", number) + (f"?ve={BACK}" if back else "")
    if back:
        return draft.address("check")
    if page < len(draft.pages):
        return draft.address("form", page + 1)
    return draft.address("papers")


def _shown(
    request: HttpRequest,
    draft: Draft,
    page: int,
    asked: EForm,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    here = draft.pages[page - 1].papers
    slots = [slot for slot in slots_of(draft, faults) if slot.requirement in here] if here else []
    wrong = [Fault(slot.fault, f"tep-{slot.requirement.key}") for slot in slots if slot.fault]
    data = {
        "draft": draft,
        "form": asked,
        "found": [*asked.faults, *wrong],
        "note": draft.pages[page - 1].note,
        "slots": slots,
        "page": page,
        "steps": draft.steps(page),
        "saved_at": moment(request) if request.method == "POST" else None,
        "faulty": status != 200,
    }
    return render(request, "portal/form.html", data, status=status)
