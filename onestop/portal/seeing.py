"""What can be kept of a check: its report, and the file as each signer saw it.

Nothing of a stranger's file is stored for this. The report travels with the page, signed by us; for
a revision the file is sent a second time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing as sealed
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.viewer.views import HARMLESS
from signing.confined import seen_by, validate_confined
from signing.opening import MAX_BYTES
from signing.pdf.form import AGENCY, PERSONAL
from signing.reports import Sentence
from signing.revisions import NotSeen
from signing.trust import TrustStore
from workflows.documents import check_report
from workflows.documents.check_report import Checked
from workflows.dossiers.models import Paper
from workflows.files import store
from workflows.people.models import Account

SALT = "check-report"
# As long as somebody may read the page before they want its report.
SECONDS = 3600
OF_RESULT = {"nguoi-ky": PERSONAL, "co-quan": AGENCY}


class NotSent(Exception):
    """No file came that could be checked."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence)


@dataclass(frozen=True)
class Seen:
    """A signature whose revision can be had, and what stands in the file since."""

    field: str
    signer: str
    at: datetime | None
    added: tuple[Sentence, ...]


def sent_file(request: HttpRequest) -> tuple[str, bytes]:
    """Its name and its bytes; raises `NotSent`."""
    sent = request.FILES.get("tep")
    if not isinstance(sent, UploadedFile) or not sent.size:
        raise NotSent(Fault(_("Choose a PDF file."), "tep"))
    if sent.size > MAX_BYTES:
        raise NotSent(Fault(_("The file is too large to be checked here."), "tep"))
    return str(sent.name), b"".join(sent.chunks())


def asked_again(request: HttpRequest, refusal: Fault) -> HttpResponse:
    data = {"refusal": refusal, "code": request.GET.get("ma", "")}
    return render(request, "portal/verify.html", data, status=422)


def kept(checked: Checked) -> str:
    """The report as the page carries it: nobody but us can write one."""
    return sealed.dumps(check_report.told(checked), salt=SALT, compress=True)


def seen(checked: Checked) -> Iterator[Seen]:
    """Of a broken signature nobody can say what it was made over."""
    signatures = {one.field: one for one in checked.report.signatures if one.intact}
    for one in checked.revisions:
        if signature := signatures.get(one.field):
            yield Seen(one.field, signature.signer, signature.moment, one.added)


@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """The report of a check that was made here within the last hour, as PDF."""
    try:
        told: dict[str, Any] = sealed.loads(
            request.POST.get("bien-ban", ""), salt=SALT, max_age=SECONDS
        )
    except sealed.BadSignature:
        sentence = _("This report can no longer be had. Check the file again.")
        return asked_again(request, Fault(sentence, "tep"))
    return _saved(check_report.pdf(told), "bien-ban-kiem-tra-chu-ky.pdf")


@require_POST
def revision(request: HttpRequest) -> HttpResponse:
    """The file that is sent, up to the end of one signature."""
    try:
        _name, content = sent_file(request)
        _check_same(content, request.POST.get("sha256", ""))
        return _saved(_seen_by(request, request.POST.get("chu-ky", ""), content), "ban-da-ky.pdf")
    except NotSent as refusal:
        return asked_again(request, refusal.fault)
    except NotSeen as refusal:
        return asked_again(request, Fault(str(refusal.sentence), "tep"))


@require_safe
@door.citizen
def of_result(request: HttpRequest, account: Account, dossier: UUID, of: str) -> HttpResponse:
    """An issued result as its signer, or the agency that sealed it, saw it."""
    found = door.find(request, account, dossier, purpose="save")
    paper = found.papers.filter(kind=Paper.Kind.RESULT).select_related("file").first()
    if paper is None or of not in OF_RESULT:
        raise Http404
    try:
        content = _seen_by(request, OF_RESULT[of], store.read(paper.file.digest))
    except NotSeen:
        raise Http404 from None
    return _saved(content, f"{found}-{of}.pdf")


def _check_same(content: bytes, digest: str) -> None:
    if hashlib.sha256(content).hexdigest() != digest:
        raise NotSent(Fault(_("This is not the file that was checked."), "tep"))


def _seen_by(request: HttpRequest, field: str, content: bytes) -> bytes:
    trust = TrustStore.for_anybody()
    return seen_by(field, content, validate_confined(content, trust=trust, at=moment(request)))


def _saved(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf", headers=HARMLESS)
    named = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = named or "attachment"
    return response
