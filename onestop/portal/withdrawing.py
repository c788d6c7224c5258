"""Taking a dossier back: what it means, asked once, as long as nothing is decided."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.components.words import money
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.people.models import Account
from workflows.permissions.rules import is_applicant
from workflows.routes.lawful import acts_for

S = Status
LONGEST = 2_000
# Why it is too late, in the words of the one whose dossier it is.
TOO_LATE: dict[Status, Promise] = {
    S.DRAFT: gettext_lazy("It has not been filed yet; a draft is nobody's business but yours."),
    S.APPROVED: gettext_lazy("The decision has been made, and is being signed."),
    S.SIGNED: gettext_lazy("The decision has been made and signed."),
    S.ISSUED: gettext_lazy("The result has been issued."),
    S.RETURNED: gettext_lazy("The result has been issued."),
    S.NOT_RECEIVED: gettext_lazy("It was not received, so there is nothing to withdraw."),
    S.WITHDRAWN: gettext_lazy("It has been withdrawn already."),
    S.STOPPED: gettext_lazy("It has been stopped already."),
}
OURS = gettext_lazy("The agency opened this file itself, to put a result right.")


def barred(dossier: Dossier) -> Promise | None:
    """Why its applicant cannot withdraw the dossier as it stands; none where they can."""
    if dossier.correction:
        return OURS
    return TOO_LATE.get(S(dossier.status))


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def withdraw(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """GET says what it means, and where it cannot be done why; POST does it."""
    found = door.find(request, account, dossier, purpose="withdraw")
    mine = is_applicant(account, found, on=localdate(moment(request)))
    if not mine or found.status == S.DRAFT:
        raise Http404
    if request.method != "POST":
        return _shown(request, account, found)
    if found.status == S.WITHDRAWN:
        return redirect("portal:track", found.public_id)
    if "sure" not in request.POST:
        fault = Fault(_("Say that you want to withdraw the dossier."), "sure")
        return _shown(request, account, found, fault, status=door.REFUSED)
    try:
        door.perform(request, account, found, "withdraw", reason=request.POST.get("reason", ""))
    except door.REFUSALS as refusal:
        return _shown(request, account, found, refusal, status=door.status_of(refusal))
    return redirect("portal:track", found.public_id)


def _shown(
    request: HttpRequest,
    account: Account,
    dossier: Dossier,
    found: Exception | Fault | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    fee = procedure_of(dossier).channel(dossier.channel).fee
    data = {
        "dossier": dossier,
        "procedure": procedure_of(dossier),
        "barred": barred(dossier) or _not_now(request, account, dossier),
        "free": fee.amount == 0,
        "fee": str(fee.note) if fee.amount is None and fee.note else money(fee.amount),
        "found": found,
        "fault": found if isinstance(found, Fault) else None,
        "reason": request.POST.get("reason", ""),
        "longest": LONGEST,
        "key": door.key_of(request),
        "seen": dossier.journal_count,
        "faulty": status != 200,
    }
    return render(request, "portal/withdraw.html", data, status=status)


def _not_now(request: HttpRequest, account: Account, dossier: Dossier) -> str:
    """What the route itself says."""
    every = acts_for(dossier, by=account, at=moment(request))
    return next(one.reason for one in every if one.act == "withdraw")
