"""What waits for an approver: the documents to be signed, the most urgent first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.signs import Due
from onestop.ui.limits import limit_of
from workflows.clock.days import morning
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.journal import access
from workflows.journal.models import Entry
from workflows.people.models import Account, Role
from workflows.routes import inbox, paging
from workflows.routes.models import Task
from workflows.routes.paging import Place

from .document import Document, document_of

DOSSIER = "process__dossier__"
SIZE = 20
# What an approver is told of the day; approving alone leaves the document in the queue.
DONE = {"sign": _("signed"), "send_back": _("sent back")}


@dataclass(frozen=True)
class Row:
    """A document in the queue, and what of it an approver weighs before opening it."""

    dossier: Dossier
    document: Document
    limit: Due | None

    @property
    def approved(self) -> bool:
        """The consent is given; only the signature is missing."""
        return bool(self.dossier.status == Status.APPROVED)


@require_safe
@door.officer(Role.APPROVER)
def queue(request: HttpRequest, account: Account) -> HttpResponse:
    """The documents, and what the approver has done today."""
    at = moment(request)
    access.read(account=account.public_id, what="dossiers", purpose="queue", at=at)
    waiting = waiting_for(account, at=at)
    shown = paging.page(
        with_everybody(waiting), size=SIZE, after=Place.read(request.GET.get("sau", "")), of=DOSSIER
    )
    following = shown.following
    data = {
        "count": waiting.count(),
        "rows": [_row(task.process.dossier, at) for task in shown.rows],
        "following": reverse("desk:queue", query={"sau": following}) if following else "",
        "done": _done_today(account, at),
    }
    return render(request, "desk/queue.html", data)


def waiting_for(account: Account, *, at: datetime) -> QuerySet[Task]:
    """What the account is to sign, in no order yet."""
    return inbox.open_for(account, at=at, roles=(Role.APPROVER,))


def with_everybody(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related(f"{DOSSIER}competent_agency", f"{DOSSIER}handler__account__person")


def _row(dossier: Dossier, at: datetime) -> Row:
    return Row(dossier, document_of(dossier), limit_of(dossier, at=at))


def _done_today(account: Account, at: datetime) -> Iterable[tuple[Entry, object]]:
    """Newest first, as the journal has it."""
    acts = Entry.objects.filter(actor=account.public_id, at__gte=morning(at), act__in=DONE)
    return [(one, DONE[one.act]) for one in acts.select_related("dossier").order_by("-at")[:SIZE]]
