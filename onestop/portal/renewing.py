"""A citizen's draft whose procedure has a newer revision."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.filing.renewing import renewed
from workflows.dossiers.models import Dossier
from workflows.people.models import Account

from .drafting import own_draft


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def renew(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET tells what becomes of the draft, POST does it and leads on to what is open."""
    draft = own_draft(request, account, dossier)
    if not isinstance(draft, Dossier):
        return draft
    page = renewed(request, account, draft)
    if page is None:
        return redirect("portal:resume", draft.public_id)
    return render(request, f"portal/{page.template}.html", page.data, status=page.status)
