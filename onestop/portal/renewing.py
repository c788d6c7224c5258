"""A draft whose procedure has a newer revision: what stays of it, and what is asked again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.reading import Fact
from procedures import catalogue
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
    """GET tells what becomes of the draft, `?case=` of which case; POST does what was told."""
    draft = own_draft(request, account, dossier)
    if not isinstance(draft, Dossier):
        return draft
    try:
        to = renewal.newer(draft, on=localdate(moment(request)))
    except (NotInForce, UnknownProcedure):
        return _ended(request, draft)
    if to is None:
        return redirect("portal:resume", draft.public_id)
    told = request.POST if request.method == "POST" else request.GET
    form = None if renewal.case_now(draft, to) else Choosing(to, told if "case" in told else None)
    case = renewal.case_now(draft, to)
    if form is not None and form.is_valid():
        case = str(form.cleaned_data["case"])
    # Only what was shown is done: the revision may have changed once more meanwhile.
    if request.method == "POST" and case and request.POST.get("to") == to.bundle_hash:
        renewal.renew(draft, to, case, by=account, at=moment(request))
        return redirect("portal:resume", draft.public_id)
    return _told(request, draft, to, case, form)


def _told(
    request: HttpRequest, draft: Dossier, to: Procedure, case: str | None, form: Choosing | None
) -> HttpResponse:
    found = renewal.reconciled(draft, to, case) if case else None
    titles = {paper.key: str(paper.title) for paper in procedure_of(draft).requirements}
    faulty = form is not None and form.is_bound and not form.is_valid()
    data = {
        "procedure": to,
        "dossier": draft,
        "case": case or "",
        "choosing": None if case else form,
        "kept": found.kept if found else 0,
        "again": [_fact(one.label, one.words) for one in found.again] if found else [],
        "dropped": [_fact(one.label, one.words) for one in found.dropped] if found else [],
        "papers_dropped": [titles[key] for key in found.papers_dropped] if found else [],
        "papers_new": [one.title for one in found.papers_new] if found else [],
        "faulty": faulty,
    }
    status = door.MOVED if request.method == "POST" else 200
    return render(request, "portal/renew.html", data, status=status)


def _fact(label: str, words: str) -> Fact:
    return Fact(label, words or _("not answered yet"))


def _ended(request: HttpRequest, draft: Dossier) -> HttpResponse:
    procedure = procedure_of(draft)
    gone = catalogue.current().retired.get(procedure.key)
    data = {"procedure": procedure, "dossier": draft, "gone": gone}
    return render(request, "portal/ended.html", data, status=410)
