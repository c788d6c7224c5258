"""After filing: what was kept, how to follow it, what comes next. Filed is not yet received."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop import door
from onestop.filing.papers import extent_of
from onestop.frame.middleware import moment
from workflows.dossiers import contacts
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.people.models import Account
from workflows.permissions.rules import is_applicant

from .road import newest_papers, road_of


@require_safe
@door.citizen
def receipt(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """It may be opened again at any time."""
    found = door.find(request, account, dossier, purpose="receipt")
    if found.status == Status.DRAFT:
        return redirect("portal:check", found.public_id)
    procedure, today = procedure_of(found), localdate(moment(request))
    mine = is_applicant(account, found, on=today)
    titles = {r.key: r.title for r in procedure.requirements}
    data = {
        "dossier": found,
        "procedure": procedure,
        "papers": [(titles[one.requirement], one, extent_of(one)) for one in newest_papers(found)],
        "code": found.tracking_code,
        "follow": f"{settings.PUBLIC_URL}{reverse('portal:lookup')}?ma={found.lookup_secret}",
        "email": contacts.email_of(found.public_id, on=today),
        "road": road_of(found, found.entries.order_by("seq"), (), mine=mine),
    }
    return render(request, "portal/receipt.html", data)
