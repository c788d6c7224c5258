"""Registers (Mẫu 07) that were kept: drawn, recorded, signed for the agency, found again."""

from __future__ import annotations

from uuid import NAMESPACE_OID, UUID, uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.views.decorators.http import require_POST, require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.tasks import wake
from workflows.documents import register_book
from workflows.dossiers.models import KeptRegister
from workflows.files import store
from workflows.journal import looking
from workflows.people.models import Account, Agency, Post
from workflows.permissions.rules import held
from workflows.routes import slips

from .register import AGENCY, KEEPERS, YEAR, book_of, drawn

PDF = "application/pdf"


@require_POST
@door.officer(*KEEPERS)
def keep(request: HttpRequest, account: Account) -> HttpResponse:
    """The register as it stands, once however often the button is pressed."""
    at = moment(request)
    book = book_of(request, account, request.POST, "register_keep")
    made = drawn(book, at=at)
    slips.keep_register(
        register_book.pdf(made, at=at),
        public_id=uuid5(NAMESPACE_OID, f"{account.public_id}:{door.key_of(request)}"),
        year=book.year,
        lines=len(made.rows),
        by=_keeper(account, book.agency, request),
        at=at,
    )
    wake()
    query = {YEAR: str(book.year), AGENCY: str(book.agency.public_id)}
    return redirect(reverse("reports:register", query=query) + "#ban-luu")


@require_safe
@door.officer(*KEEPERS)
def saved(request: HttpRequest, account: Account, kept: UUID) -> HttpResponse:
    """The signed file of a register of one's own agency, or the drawn one until it is signed."""
    at = moment(request)
    own = Agency.objects.filter(units__posts__in=held(account, at=at).filter(role__in=KEEPERS))
    found = KeptRegister.objects.filter(public_id=kept, agency__in=own)
    one = found.select_related("file", "signed", "agency").first()
    looking.list_dossiers(by=account, at=at, purpose="register_saved", in_office=True)
    if one is None:
        raise Http404
    name = f"so-theo-doi-{one.agency.code}-{one.year}-{localdate(one.made_at):%Y%m%d}.pdf"
    response = HttpResponse(store.read(one.shown.digest), content_type=PDF)
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    return response


def _keeper(account: Account, agency: Agency, request: HttpRequest) -> Post:
    posts = held(account, at=moment(request)).filter(role__in=KEEPERS, unit__agency=agency)
    post = posts.order_by("pk").first()
    assert post is not None, "the book is of an agency of theirs"  # noqa: S101
    return post
