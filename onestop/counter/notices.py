"""What an officer is told of dossiers without asking: what is due or late, and what names them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from onestop import door, heard
from onestop.ui import work
from workflows.people.models import Account

TOLD = {
    "warning": _("Due soon"),
    "late": _("Late"),
    "escalated": _("Late although the day was moved by an apology"),
    "silent": _("The applicant does not answer"),
    "supplement": _("The applicant has supplemented it"),
    "withdraw": _("The applicant has withdrawn it"),
    "consented": _("You are named as the superior who consented"),
    "result_amended": _("It relies on a result that was corrected by a letter"),
    "result_replaced": _("It relies on a result that was replaced by another"),
    "result_revoked": _("It relies on a result that was revoked"),
}
OTHERWISE = _("Something was done with the dossier")


@require_http_methods(["GET", "HEAD", "POST"])
@door.officer(*sorted(work.NOTIFIED))
def notices(request: HttpRequest, account: Account) -> HttpResponse:
    """GET shows the newest; POST marks those it names as read."""
    if request.method == "POST":
        heard.mark_read(request, account)
        return redirect("counter:notices")
    newest = heard.newest(request, account, TOLD, otherwise=OTHERWISE)
    return render(request, "counter/notices.html", {"newest": newest})
