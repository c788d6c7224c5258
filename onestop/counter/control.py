"""The control slip of a dossier, printed as it stands at this moment (Mẫu 06)."""

from __future__ import annotations

from typing import cast, get_args
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from workflows.documents.slip import Size
from workflows.people.models import Account, Role
from workflows.routes.controlling import control_slip

# In the address: on which paper it is printed.
SIZE = "kho"


@require_safe
@door.officer(*Role)
def control(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """At A5, or as the address asks. Before reception there is nothing to control yet."""
    found = door.find(request, account, dossier, purpose="print", in_office=True)
    size = request.GET.get(SIZE, "a5")
    if found.received_at is None or size not in get_args(Size):
        raise Http404
    drawn = control_slip(found, by=account, at=moment(request), size=cast(Size, size))
    response = HttpResponse(drawn.pdf, content_type="application/pdf")
    name = f"phieu-kiem-soat-{found.code}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
