"""The dossiers that wait for an officer of the counter, as far as one of them needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from onestop.ui.work import LISTS, pages_of, roles_here
from workflows.people.models import Role
from workflows.routes import inbox, paging
from workflows.routes.models import Task
from workflows.routes.paging import Place

from .opened import Opened, address_at

DOSSIER = "process__dossier__"
# What waits for an approver waits at the desk.
ROLES = (Role.RECEPTION, Role.HEAD, Role.HANDLER, Role.CLERK)
# In the address: where in the queue the dossier lay before it was dealt with.
BEHIND = "sau"


@dataclass(frozen=True)
class Home:
    """The list that an officer works through, and comes back to."""

    address: str
    words: Promise


def home_of(opened: Opened) -> Home | None:
    """None where this site does not open the reader's own door."""
    own = ((address_at(page), LISTS[page]) for page in pages_of(roles_here(opened.request)))
    return next((Home(address, words) for address, words in own if address), None)


def waiting_for(opened: Opened) -> QuerySet[Task]:
    """The other ones."""
    waiting = inbox.open_for(opened.account, at=opened.at, roles=ROLES)
    return waiting.exclude(process__dossier=opened.dossier)


def place_of(opened: Opened) -> Place:
    """Where it lies, or lay when the page was opened: an act may have moved it far behind."""
    request = opened.request
    lay = request.POST.get(BEHIND) or request.GET.get(BEHIND, "")
    return Place.read(lay) or Place.of(opened.dossier)


def following(opened: Opened, waiting: QuerySet[Task]) -> str:
    """The address of the next one; empty behind the last."""
    behind = paging.page(waiting, size=1, after=place_of(opened), of=DOSSIER)
    found = [task.process.dossier.public_id for task in behind.rows]
    return reverse("counter:dossier", args=found) if found else ""
