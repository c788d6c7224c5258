"""What waits for somebody: our own query, one statement, whatever the number of dossiers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from workflows.people.models import Account
from workflows.permissions.rules import visible

from .models import Task
from .table import ROUTES

# The tasks each role closes; the route says in which order.
TASKS_OF_ROLE: dict[str, tuple[str, ...]] = {
    "reception": ("receive", "hand_over"),
    "head": ("assign",),
    "handler": ("assess",),
    "approver": ("approve", "sign"),
    "clerk": ("number", "issue"),
}


def inbox(account: Account, *, role: str, at: datetime) -> QuerySet[Task]:
    """Open tasks of `role` on dossiers the account may see, the most urgent first."""
    names = [getattr(route, name) for route in ROUTES.values() for name in TASKS_OF_ROLE[role]]
    waiting = Task.objects.filter(
        finished=None, flow_task__in=names, process__dossier__in=visible(account, at=at)
    )
    if role == "handler":
        waiting = waiting.filter(process__dossier__handler__account=account)
    return waiting.select_related("process__dossier").order_by(
        "process__dossier__due_at", "created", "pk"
    )
