"""A draft that is written down at the counter: who may open it, and where its pages lie."""

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
from onestop.ui.eform import AT_COUNTER
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account, Role
from workflows.permissions.rules import NotAllowed


@dataclass(frozen=True)
class Assisted(Filing):
    """What an officer files for whoever stands before the desk."""

    voice = AT_COUNTER

    def address(self, name: str) -> str:
        return reverse(f"counter:{name}", args=[self.dossier.public_id])

    def page_address(self, number: int) -> str:
        """All of them are one."""
        return self.papers_address

    @property
    def papers_address(self) -> str:
        return self.address("write")


def steps(now: int, draft: Assisted | None = None) -> list[Step]:
    """The rail, from 1. What was begun is not begun anew."""
    parts = (
        (_("Applicant and procedure"), ""),
        (_("Form and papers"), draft.address("write") if draft else ""),
        (_("Check with the applicant"), ""),
    )
    return [
        Step(words, address, "done" if n < now else "now" if n == now else "todo")
        for n, (words, address) in enumerate(parts, start=1)
    ]


def assisting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For reception at the receiving agency; once it is filed, its pages lead to the dossier."""

    @wraps(view)
    def opened(request: HttpRequest, account: Account, dossier: UUID, **rest: Any) -> HttpResponse:
        found = own_draft(request, account, dossier)
        if not isinstance(found, Dossier):
            return found
        # What is sent from a page that was open before is kept first; then this is told.
        draft = _draft(request, account, found)
        show = partial(view, request, draft, **rest)
        return past_changes(request, draft, show, renew="counter:renew", on="counter:write")

    return door.officer(Role.RECEPTION)(opened)


def own_draft(request: HttpRequest, account: Account, dossier: UUID) -> Dossier | HttpResponse:
    """The draft of this counter, or where to go once it is filed; raises `Http404` for others."""
    found = door.find(request, account, dossier, purpose="assist", in_office=True)
    if not found.assisted_by:
        raise Http404
    if found.status != Status.DRAFT:
        return redirect("counter:dossier", found.public_id)
    return found


def _draft(request: HttpRequest, account: Account, dossier: Dossier) -> Assisted:
    consents = consents_of(request, dossier)
    try:
        return Assisted.of(dossier, by=account, at=moment(request), consents=consents)
    except NotAllowed:
        raise Http404 from None
