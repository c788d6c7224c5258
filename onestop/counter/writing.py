"""The whole form and all papers on one page, written down by an officer as the applicant says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from django.forms import TextInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.consents import consent
from onestop.frame.middleware import moment
from onestop.ui.eform import EForm
from workflows.dossiers import drafts

from .assisting import Assisted, assisting, steps
from .desk import Desk, put_down
from .groups import WRITTEN

# The buttons that stand at one paper, whose key they send.
TAKE_OUT, CONSENT, WITHDRAW = "take_out", "consent", "withdraw"


@require_http_methods(["GET", "HEAD", "POST"])
@assisting
def write(request: HttpRequest, draft: Assisted) -> HttpResponse:
    """POST keeps everything, right or wrong, and then does what the button says."""
    if request.method != "POST":
        return _shown(request, draft, _forms(draft), Desk(draft))
    sent = _forms(draft, request.POST)
    kept = draft.keep(dict(chain(*(one.typed.items() for one in sent))), at=moment(request))
    refused = put_down(request, kept)
    if any(one.wants_more for one in sent):
        now = replace(kept)
        return _shown(request, now, [one.with_more() for one in sent], Desk(now, refused=refused))
    if place := _done_at_a_paper(request, kept):
        return redirect(f"{kept.address('write')}#{place}")
    if "leave" in request.POST and not refused:
        return redirect(reverse("counter:inbox", query={"nhom": WRITTEN}))
    return _judged(request, replace(kept), refused, before=draft)


def _judged(
    request: HttpRequest, draft: Assisted, refused: Mapping[str, str], *, before: Assisted
) -> HttpResponse:
    """What is wrong or missing is told at once, and so is what an answer has raised."""
    asked, desk = _forms(draft, request.POST), Desk(draft, request.POST, refused)
    right = all(one.is_valid() for one in (*asked, desk))
    if not right or any(desk.faults):
        return _shown(request, draft, asked, desk, status=door.REFUSED)
    for question in draft.asked:
        if question not in (*before.asked, *draft.declarations):
            return redirect(f"{draft.address('write')}#id_{question.key}")
    return redirect(draft.address("confirm"))


def _done_at_a_paper(request: HttpRequest, draft: Assisted) -> str:
    """Which paper's button was pressed, by the anchor of its slot; empty if none was."""
    for button in (TAKE_OUT, CONSENT, WITHDRAW):
        key = request.POST.get(button, "")
        if key not in {one.key for one in draft.requirements}:
            continue
        if button == TAKE_OUT:
            drafts.take_out(draft.dossier, key, by=draft.account, at=moment(request))
        elif button == CONSENT:
            consent(request, draft.dossier, draft.consents | {key})
        else:
            consent(request, draft.dossier, draft.consents - {key})
        return f"giay-{key}"
    return ""


def _forms(draft: Assisted, data: Mapping[str, Any] | None = None) -> list[EForm]:
    """One for each heading of the form."""
    return [draft.form(page.questions, data) for page in draft.pages]


def _focus(forms: Iterable[EForm]) -> None:
    """Where one begins to type, without the mouse."""
    first = next((bound.field.widget for form in forms for bound in form), None)
    if isinstance(first, TextInput):
        first.attrs["autofocus"] = True


def _shown(
    request: HttpRequest,
    draft: Assisted,
    asked: Iterable[EForm],
    desk: Desk,
    *,
    status: int = 200,
) -> HttpResponse:
    forms = list(asked)
    if status == 200:
        _focus(forms)
    told = [*chain(*(one.faults for one in forms if one.is_bound)), *desk.faults]
    data = {
        "draft": draft,
        "steps": steps(2, draft),
        "pages": [(p.title, p.note, form) for p, form in zip(draft.pages, forms, strict=False)],
        "has_address": any(form.has_address for form in forms),
        "places": desk.places,
        "found": told if status != 200 else [],
        "faulty": status != 200,
    }
    return render(request, "counter/write.html", data, status=status)
