"""A paper that was handed in or made by the office, for whoever may see it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from onestop.door import gave_code
from onestop.frame.middleware import moment
from workflows.documents.slip import Size
from workflows.files import store
from workflows.journal import looking
from workflows.journal.looking import Filed
from workflows.people.models import Account
from workflows.routes import slips

from .pages import PDF, NoSuchPage, image_of

# Opened in our own origin a stranger's file may neither run nor load anything.
HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


@require_safe
@login_required
def attachment(request: HttpRequest, dossier: UUID, paper: UUID) -> HttpResponse:
    """The stored bytes, to be saved under the name they came with (RFC 6266)."""
    filed = _found(request, dossier, paper, purpose="save")
    content = store.read(filed.file.digest)
    response = HttpResponse(content, content_type=filed.file.media_type, headers=HARMLESS)
    named = content_disposition_header(as_attachment=True, filename=filed.name)
    response["Content-Disposition"] = named or "attachment"
    return response


@require_safe
@login_required
def page(request: HttpRequest, dossier: UUID, paper: UUID, page: int) -> HttpResponse:
    """What is seen of one page, as an image."""
    filed = _found(request, dossier, paper, purpose="look")
    try:
        image = image_of(filed.file, page)
    except NoSuchPage:
        raise Http404 from None
    return HttpResponse(image.content, content_type=image.media_type, headers=HARMLESS)


@require_safe
@login_required
def control(request: HttpRequest, dossier: UUID) -> HttpResponse:
    """Mẫu 06 as it stands now, at `?kho=a4` or a5, for the officers of the dossier."""
    account, at = request.user, moment(request)
    if not isinstance(account, Account) or not gave_code(account):
        raise Http404
    try:
        found = looking.find_dossier(dossier, by=account, at=at, purpose="print", in_office=True)
    except looking.NotThere:
        raise Http404 from None
    size: Size = "a4" if request.GET.get("kho") == "a4" else "a5"
    content = slips.control(found, at=at, size=size)
    response = HttpResponse(content, content_type=PDF, headers=HARMLESS)
    named = content_disposition_header(as_attachment=True, filename=f"{found}-06.pdf")
    response["Content-Disposition"] = named or "attachment"
    return response


def _found(request: HttpRequest, dossier: UUID, paper: UUID, *, purpose: str) -> Filed:
    """For citizens, and for officers who have proved it by a code; not yours is not there."""
    account = request.user
    if not isinstance(account, Account) or not (_is_citizen(account) or gave_code(account)):
        raise Http404
    try:
        return looking.find_paper(dossier, paper, by=account, at=moment(request), purpose=purpose)
    except looking.NotThere:
        raise Http404 from None


def _is_citizen(account: Account) -> bool:
    return account.kind == Account.Kind.CITIZEN
