"""A citizen's own draft before the pages of filing: whose it is, and where one is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from onestop import door
from onestop.filing.consents import consents_of
from onestop.filing.draft import Filing
from onestop.filing.renewing import past_changes
from onestop.frame.middleware import moment
from onestop.ui.components.filing import Step
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed

# In the address: having corrected one answer, one goes straight back to the check.
BACK = "kiem-tra"


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
        draft = _draft(request, account, found)
        show = partial(view, request, draft, **rest)
        return past_changes(request, draft, show, renew="portal:renew", on="portal:resume")

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


def _draft(request: HttpRequest, account: Account, dossier: Dossier) -> Draft:
    consents = consents_of(request, dossier)
    try:
        return Draft.of(dossier, by=account, at=moment(request), consents=consents)
    except NotAllowed:
        raise Http404 from None
