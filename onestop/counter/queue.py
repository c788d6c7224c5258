"""The dossiers that wait for an officer of the counter, as far as one of them needs to know."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from workflows.people.models import Role
from workflows.routes import inbox, paging
from workflows.routes.models import Task
from workflows.routes.paging import Place

from .opened import Opened

DOSSIER = "process__dossier__"
# What waits for an approver waits at the desk.
ROLES = (Role.RECEPTION, Role.HEAD, Role.HANDLER, Role.CLERK)
# In the address: where in the queue the dossier lay before it was dealt with.
BEHIND = "sau"


def waiting_for(opened: Opened) -> QuerySet[Task]:
    waiting = inbox.open_for(opened.account, at=opened.at, roles=ROLES)
    return waiting.exclude(process__dossier=opened.dossier)


def place_of(opened: Opened) -> Place:
    """Where it lies, or lay: an act may have moved it far behind."""
    found = opened.dossier
    turn = found.due_at or found.submitted_at or found.created_at
    return Place.read(opened.request.GET.get(BEHIND, "")) or Place(turn, found.public_id)


def following(opened: Opened) -> str:
    """The address of the next one; empty behind the last."""
    behind = paging.page(waiting_for(opened), size=1, after=place_of(opened), of=DOSSIER)
    found = [task.process.dossier.public_id for task in behind.rows]
    return reverse("counter:dossier", args=found) if found else ""
