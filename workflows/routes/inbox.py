"""What waits for somebody: our own query, whatever the number of dossiers."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from workflows.people.models import Account, Post
from workflows.permissions import rules
from workflows.permissions.rules import At, Rule, visible

from .models import Task
from .table import ACTS, ROUTES

AGENCIES = {
    At.RECEIVING: ("receiving_agency",),
    At.COMPETENT: ("competent_agency",),
    At.EITHER: ("receiving_agency", "competent_agency"),
}


def inbox(account: Account, *, role: str, at: datetime) -> QuerySet[Task]:
    """Open tasks that the account may close from a post in this role, the most urgent first."""
    posts = Post.objects.held_by(account, on=localdate(at)).filter(role=role)
    mine = Q()
    for task, rule in _tasks_of(role).items():
        mine |= Q(flow_task__in=[getattr(route, task) for route in ROUTES.values()]) & _from(
            posts, rule
        )
    waiting = Task.objects.filter(mine, finished=None, process__dossier__in=visible(account, at=at))
    return waiting.select_related("process__dossier").order_by(
        "process__dossier__due_at", "created", "pk"
    )


def _tasks_of(role: str) -> dict[str, Rule]:
    """The tasks that an act of this role closes, each with the rule of who may."""
    taking = {act.task: rules.ACTS[act.name] for act in ACTS.values() if act.name in rules.ACTS}
    return {task: rule for task, rule in taking.items() if rule.role == role}


def _from(posts: QuerySet[Post], rule: Rule) -> Q:
    """The dossiers whose agencies, and whose own naming of a post, let one of `posts` act."""
    here = Q()
    for agency in AGENCIES[rule.at]:
        here |= Q(**{f"process__dossier__{agency}__in": posts.values("unit__agency")})
    return here & Q(**{f"process__dossier__{rule.named}__in": posts}) if rule.named else here
