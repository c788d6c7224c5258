"""A draft whose procedure has a newer revision: what stays of it, and what is asked again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.reading import Fact
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.schema import Procedure
from workflows.dossiers import renewal
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Account

from .drafting import own_draft


class Choosing(forms.Form):
    """Which case it is now, where the draft's own is no more and several are left."""

    use_required_attribute = False

    def __init__(self, to: Procedure, data: Any = None) -> None:
        super().__init__(data)
        self.fields["case"] = forms.ChoiceField(
            label=_("Which case is yours?"),
            choices=[(one.key, str(one.title)) for one in to.cases],
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose one of them.")},
        )


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def renew(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET tells what becomes of the draft, POST does it and leads on to what is open."""
    draft = own_draft(request, account, dossier)
    if not isinstance(draft, Dossier):
        return draft
    try:
        to = renewal.newer(draft, on=localdate(moment(request)))
    except (NotInForce, UnknownProcedure):
        return _ended(request, draft)
    if to is None:
        return redirect("portal:resume", draft.public_id)
    case = renewal.case_now(draft, to)
    form = None if case else Choosing(to, request.POST if request.method == "POST" else None)
    if form is not None and form.is_valid():
        case = str(form.cleaned_data["case"])
    if request.method == "POST" and case is not None:
        return _renewed(request, account, draft, to, case)
    return _told(request, draft, to, case, form)


def _renewed(
    request: HttpRequest, account: Account, draft: Dossier, to: Procedure, case: str
) -> HttpResponse:
    try:
        renewal.renew(draft, to, case, by=account, at=moment(request))
    except door.REFUSALS:
        raise Http404 from None
    return redirect("portal:resume", draft.public_id)


def _told(
    request: HttpRequest, draft: Dossier, to: Procedure, case: str | None, form: Choosing | None
) -> HttpResponse:
    found = renewal.reconciled(draft, to, case) if case else None
    before = procedure_of(draft)
    titles = {paper.key: str(paper.title) for paper in before.requirements}
    faulty = form is not None and form.is_bound
    data = {
        "procedure": to,
        "before": before,
        "dossier": draft,
        "form": form,
        "kept": found.kept if found else 0,
        "again": [_fact(one.label, one.words) for one in found.again] if found else [],
        "dropped": [_fact(one.label, one.words) for one in found.dropped] if found else [],
        "papers_dropped": [titles[key] for key in found.papers_dropped] if found else [],
        "faulty": faulty,
    }
    return render(request, "portal/renew.html", data, status=door.REFUSED if faulty else 200)


def _fact(label: str, words: str) -> Fact:
    return Fact(label, words or _("not answered yet"))


def _ended(request: HttpRequest, draft: Dossier) -> HttpResponse:
    data = {"procedure": procedure_of(draft), "dossier": draft}
    return render(request, "portal/ended.html", data, status=410)
