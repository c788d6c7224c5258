"""One dossier: its papers on one side, on the other their check and what may be done now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.ui.components.asking import Fault
from workflows.dossiers.status import Status
from workflows.people.models import Account, Role

from .checklist import Checklist, checklist_sent, keep
from .opened import Opened
from .page import CHECKING, GO, page_of

REST = "rest"


@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(*Role)
def dossier(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET shows it; POST keeps what was marked, and goes on to the act that was asked for."""
    found = door.find(request, account, dossier, purpose="counter", in_office=True)
    if found.status == Status.DRAFT:
        return redirect("counter:write", found.public_id)
    opened = Opened(request, account, found)
    if request.method != "POST" or not opened.choices["receive"].allowed:
        return render(request, "counter/dossier.html", page_of(opened))
    wanted, checked = request.POST.get(GO, ""), checklist_sent(opened)
    if wanted == REST:
        checked = checked.with_the_rest_right()
    keep(opened, checked)
    if faults := [*_in_the_way(wanted, checked)]:
        data = page_of(opened, checked=checked) | {"faults": faults}
        return render(request, "counter/dossier.html", data, status=door.REFUSED)
    return redirect(opened.address_of(wanted) if wanted in CHECKING else opened.address)


def _in_the_way(wanted: str, checked: Checklist) -> Iterable[Fault]:
    """A dossier is received whole and asked to be completed once: for either, all is checked."""
    if wanted == "receive":
        return (*checked.not_right, *checked.unchecked)
    if wanted == "ask_completion":
        return (*checked.unexplained, *checked.unchecked)
    return ()
