"""A draft whose procedure has a newer revision, at every door: what becomes of it, and doing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.reading import Fact
from onestop.ui.eform import EForm
from procedures import catalogue
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.reconciling import names_now
from procedures.schema import Procedure
from workflows.dossiers import renewal
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Account

from .draft import Filing


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


# In a form that was filled in: under which revision. No question has such a name.
REVISION = "of-revision"


@dataclass(frozen=True)
class Page:
    """What a door shows, and with which status; nothing to show once the draft goes on."""

    template: str
    data: dict[str, Any]
    status: int


def has_changed(draft: Dossier, request: HttpRequest) -> bool:
    """Whether another revision is in force now, or none. One statement."""
    try:
        return renewal.newer(draft, on=localdate(moment(request))) is not None
    except (NotInForce, UnknownProcedure):
        return True


def is_of_another(draft: Filing, request: HttpRequest) -> bool:
    """Whether the page was shown under another revision than the draft is now under."""
    return request.POST.get(REVISION, draft.procedure.bundle_hash) != draft.procedure.bundle_hash


def keep_what_was_sent(draft: Filing, request: HttpRequest) -> None:
    """By the questions the page had, under their keys of now; what it did not hold stays."""
    every = catalogue.current().of(draft.procedure.key)
    before = next((p for p in every if p.bundle_hash == request.POST[REVISION]), None)
    if before is None:
        return
    names = names_now(before, [p for p in every if before.revision < p.revision])
    sent = EForm(before.questions, answers={}, known={}, data=request.POST)
    typed = {
        names[key]: value
        for key, value in sent.typed.items()
        if key in names and _is_sent(key, request)
    }
    draft.keep(typed, at=moment(request))


def past_changes(
    request: HttpRequest, draft: Filing, view: Callable[[], HttpResponse], *, renew: str, on: str
) -> HttpResponse:
    """The view, unless the procedure has changed: then `renew` tells; `on` is where one goes on.

    What is sent from a page that was open before is kept first.
    """
    dossier, posted = draft.dossier, request.method == "POST"
    changed = has_changed(dossier, request)
    if changed and not posted:
        return redirect(renew, dossier.public_id)
    if posted and is_of_another(draft, request):
        keep_what_was_sent(draft, request)
        return redirect(on, dossier.public_id)
    answer = view()
    if changed and answer.status_code in (200, door.REFUSED):
        return redirect(renew, dossier.public_id)
    return answer


def _is_sent(key: str, request: HttpRequest) -> bool:
    return any(name == key or name.startswith((f"{key}-", f"{key}_")) for name in request.POST)


def renewed(request: HttpRequest, account: Account, draft: Dossier) -> Page | None:
    """GET tells what becomes of the draft, `?case=` of which case; POST does what was told."""
    try:
        to = renewal.newer(draft, on=localdate(moment(request)))
    except (NotInForce, UnknownProcedure):
        return _ended(draft)
    if to is None:
        return None
    sent = request.POST if request.method == "POST" else request.GET
    case = renewal.case_now(draft, to)
    form = None if case else Choosing(to, sent if "case" in sent else None)
    if form is not None and form.is_valid():
        case = str(form.cleaned_data["case"])
    # Only what was shown is done: the revision may have changed once more meanwhile.
    if request.method == "POST" and case and request.POST.get("to") == to.bundle_hash:
        renewal.renew(draft, to, case, by=account, at=moment(request))
        return None
    status = door.MOVED if request.method == "POST" else 200
    return Page("renew", _told(draft, to, case, form), status)


def _told(draft: Dossier, to: Procedure, case: str | None, form: Choosing | None) -> dict[str, Any]:
    found = renewal.reconciled(draft, to, case) if case else None
    titles = {paper.key: str(paper.title) for paper in procedure_of(draft).requirements}
    return {
        "procedure": to,
        "dossier": draft,
        "case": case or "",
        "choosing": None if case else form,
        "kept": found.kept if found else 0,
        "again": [_fact(one.label, one.words) for one in found.again] if found else [],
        "dropped": [_fact(one.label, one.words) for one in found.dropped] if found else [],
        "papers_dropped": [titles[key] for key in found.papers_dropped] if found else [],
        "papers_new": [one.title for one in found.papers_new] if found else [],
        "faulty": form is not None and form.is_bound and not form.is_valid(),
    }


def _fact(label: str, words: str) -> Fact:
    return Fact(label, words or _("not answered yet"))


def _ended(draft: Dossier) -> Page:
    procedure = procedure_of(draft)
    gone = catalogue.current().retired.get(procedure.key)
    return Page("ended", {"procedure": procedure, "dossier": draft, "gone": gone}, 410)
