"""What has happened to the citizen's dossiers, told in the system itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from onestop import door, heard
from workflows.people.models import Account

from .road import DONE

TOLD = {
    **DONE,
    "duty": _("The result asks you to do something by a last day"),
    "result_amended": _("A result that this dossier is about was corrected by a letter"),
    "result_replaced": _("A result that this dossier is about was replaced by another"),
    "result_revoked": _("A result that this dossier is about was revoked"),
}
OTHERWISE = _("Something was done with the dossier")


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def notices(request: HttpRequest, account: Account) -> HttpResponse:
    """GET shows the newest; POST marks those it names as read."""
    if request.method == "POST":
        heard.mark_read(request, account)
        return redirect("portal:notices")
    newest = heard.newest(request, account, TOLD, otherwise=OTHERWISE)
    return render(request, "portal/notices.html", {"newest": newest})
