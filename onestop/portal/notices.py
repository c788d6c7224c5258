"""What has happened to the citizen's dossiers, told in the system itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from procedures.words import Text
from workflows.dossiers.models import Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal import looking
from workflows.outbox.models import Notice
from workflows.people.models import Account

from .road import DONE

SIZE = 100
TOLD = {
    **DONE,
    "duty": _("The result asks you to do something by a last day"),
    "result_amended": _("A result that this dossier is about was corrected by a letter"),
    "result_replaced": _("A result that this dossier is about was replaced by another"),
    "result_revoked": _("A result that this dossier is about was revoked"),
}


@dataclass(frozen=True)
class Told:
    """A notice in words. Its dossier is none once the citizen may not see it any more."""

    notice: Notice
    dossier: Dossier | None

    @property
    def words(self) -> Promise:
        return TOLD.get(self.notice.act, _("Something was done with the dossier"))

    @property
    def procedure(self) -> Text | None:
        return procedure_of(self.dossier).title if self.dossier else None


@require_http_methods(["GET", "HEAD", "POST"])
@door.citizen
def notices(request: HttpRequest, account: Account) -> HttpResponse:
    """GET shows the newest; POST marks those it names as read."""
    own = Notice.objects.filter(account=account.public_id)
    if request.method == "POST":
        meant = list(_ids(request.POST.getlist("notice") or request.POST.getlist("shown")))
        own.filter(public_id__in=meant, read_at=None).update(read_at=moment(request))
        return redirect("portal:notices")
    newest = list(own.order_by("-at", "-pk")[: SIZE + 1])
    told = list(_told(request, account, newest[:SIZE]))
    data = {
        "told": told,
        "unread": sum(one.notice.read_at is None for one in told),
        "older": len(newest) > SIZE,
    }
    return render(request, "portal/notices.html", data)


def _told(request: HttpRequest, account: Account, found: list[Notice]) -> Iterator[Told]:
    """Two statements, and the trace that they were looked at."""
    seen = looking.list_dossiers(by=account, at=moment(request), purpose="notices")
    dossiers = seen.filter(public_id__in={one.dossier for one in found})
    by_id = {one.public_id: one for one in dossiers}
    for one in found:
        yield Told(one, by_id.get(one.dossier))


def _ids(written: Iterable[str]) -> Iterator[UUID]:
    """What is no id names no notice."""
    for one in written:
        try:
            yield UUID(one)
        except ValueError:
            continue
