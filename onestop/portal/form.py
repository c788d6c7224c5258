"""The pages of the form: questions of the catalogue, a few at a time, kept at every step."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.eform import EForm

from .drafting import BACK, Draft, drafting


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
    if answered.wants_row:
        return _shown(request, draft, page, answered.with_row())
    if "leave" in request.POST:
        return redirect("portal:mine")
    # What an answer on this very page took back need not be answered.
    counted = kept.form([q for q in questions if q in kept.asked], request.POST)
    if counted.is_valid():
        return redirect(_next(request, kept, page, before=draft))
    return _shown(request, draft, page, counted, status=door.REFUSED)


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
    request: HttpRequest, draft: Draft, page: int, asked: EForm, *, status: int = 200
) -> HttpResponse:
    data = {
        "draft": draft,
        "form": asked,
        "page": page,
        "steps": draft.steps(page),
        "saved_at": moment(request) if request.method == "POST" else None,
        "faulty": status != 200,
    }
    return render(request, "portal/form.html", data, status=status)
