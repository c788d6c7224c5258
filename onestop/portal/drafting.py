"""A citizen's own draft before the pages of filing: whose it is, and where one is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from onestop import door
from onestop.filing.consents import consents_of
from onestop.filing.draft import Filing
from onestop.frame.middleware import moment
from onestop.ui.components.filing import Step
from onestop.ui.eform import EForm
from procedures import catalogue
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.reconciling import names_now
from workflows.dossiers import renewal
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed

# In the address: having corrected one answer, one goes straight back to the check.
BACK = "kiem-tra"
# In a form that was filled in: under which revision. No question has such a name.
REVISION = "of-revision"


@dataclass(frozen=True)
class Draft(Filing):
    """What the submitter is about to file, and the addresses of its pages."""

    def address(self, name: str, *args: object) -> str:
        return reverse(f"portal:{name}", args=[self.dossier.public_id, *args])

    def page_address(self, number: int) -> str:
        return f"{self.address('form', number)}?ve={BACK}"

    @property
    def papers_address(self) -> str:
        return self.address("papers")

    def steps(self, now: int) -> list[Step]:
        """The rail: the pages of the form, the papers, the check; `now` counts from 1."""
        parts = [(self.pages[n - 1].title, self.address("form", n)) for n in self.numbers]
        parts.append((_("Papers"), self.address("papers")))
        parts.append((_("Check and file"), self.address("check")))
        return [
            Step(words, address, "done" if n < now else "now" if n == now else "todo")
            for n, (words, address) in enumerate(parts, start=1)
        ]


def drafting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the submitter of a draft; once it is filed its pages lead on to what came of it."""

    @wraps(view)
    def opened(request: HttpRequest, account: Account, dossier: UUID, **rest: Any) -> HttpResponse:
        found = own_draft(request, account, dossier)
        if not isinstance(found, Dossier):
            return found
        draft, changed = _draft(request, account, found), _has_changed(found, request)
        if changed and request.method != "POST":
            return redirect("portal:renew", found.public_id)
        if request.method == "POST" and _is_of_another(draft, request):
            _keep_what_was_sent(draft, request)
            return redirect("portal:resume", found.public_id)
        # What is sent from a page that was open before is kept first; then this is told.
        answer = view(request, draft, **rest)
        if changed and answer.status_code in (200, door.REFUSED):
            return redirect("portal:renew", found.public_id)
        return answer

    return door.citizen(opened)


def own_draft(request: HttpRequest, account: Account, dossier: UUID) -> Dossier | HttpResponse:
    """The citizen's own draft, or where to go once it is filed; raises `Http404` for others."""
    found = door.find(request, account, dossier, purpose="file")
    if found.submitter_id != account.person_id:
        raise Http404
    if found.status != Status.DRAFT:
        filed = found.status == Status.SUBMITTED
        return redirect("portal:receipt" if filed else "portal:track", found.public_id)
    return found


def _is_of_another(draft: Draft, request: HttpRequest) -> bool:
    """Whether the page was shown under another revision than the draft is now under."""
    return request.POST.get(REVISION, draft.procedure.bundle_hash) != draft.procedure.bundle_hash


def _keep_what_was_sent(draft: Draft, request: HttpRequest) -> None:
    """By the questions the page had, under their keys of now; what it did not hold stays."""
    every = catalogue.current().of(draft.procedure.key)
    before = next((p for p in every if p.bundle_hash == request.POST[REVISION]), None)
    if before is None:
        return
    names = names_now(before, [p for p in every if before.revision < p.revision])
    sent = EForm(before.questions, answers={}, known={}, data=request.POST)
    typed = {
        names[question.key]: sent.typed[question.key]
        for question in sent.asked
        if question.key in names and _is_sent(question.key, request)
    }
    draft.keep(typed, at=moment(request))


def _is_sent(key: str, request: HttpRequest) -> bool:
    return any(name == key or name.startswith((f"{key}-", f"{key}_")) for name in request.POST)


def _has_changed(draft: Dossier, request: HttpRequest) -> bool:
    """Whether another revision is in force now, or none."""
    try:
        return renewal.newer(draft, on=localdate(moment(request))) is not None
    except (NotInForce, UnknownProcedure):
        return True


def _draft(request: HttpRequest, account: Account, dossier: Dossier) -> Draft:
    consents = consents_of(request, dossier)
    try:
        return Draft.of(dossier, by=account, at=moment(request), consents=consents)
    except NotAllowed:
        raise Http404 from None
