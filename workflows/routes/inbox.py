"""What waits for somebody: our own query, whatever the number of dossiers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from operator import itemgetter
from typing import Any

from django.db.models import Q, QuerySet

from workflows.people.models import Account, Post, Role
from workflows.permissions import rules
from workflows.permissions.rules import At, Rule, held, visible

from .models import Task
from .table import ACTS, ALL_ROUTES

AGENCIES = {
    At.COUNTER: ("counter_agency",),
    At.FRONT: ("receiving_agency", "counter_agency"),
    At.COMPETENT: ("competent_agency",),
    At.EITHER: ("counter_agency", "competent_agency"),
}


def open_for(
    account: Account,
    *,
    at: datetime,
    roles: Collection[Role] = tuple(Role),
    acts: Collection[str] = tuple(ACTS),
) -> QuerySet[Task]:
    """Open tasks that the account may close, by one of these acts, from a post in these roles.

    Each with its dossier and whose it is. Bring them into order by `paging`.
    """
    mine = Q(pk__in=[])
    for task, rule in _tasks_of(roles, acts):
        posts = held(account, at=at).filter(role=rule.role)
        mine |= Q(flow_task__in=_nodes(task)) & _from(posts, rule)
    waiting = Task.objects.filter(mine, finished=None, process__dossier__in=visible(account, at=at))
    return waiting.select_related(
        "process__dossier__owner_person", "process__dossier__owner_organisation"
    )


def _tasks_of(roles: Collection[Role], acts: Collection[str]) -> list[tuple[str, Rule]]:
    """The tasks that these acts of these roles close, each with the rule of who may."""
    closing = ((ACTS[name].task, rules.RULES.get(name)) for name in acts)
    told = {(task, rule) for task, rule in closing if task and rule and rule.role in roles}
    return sorted(told, key=itemgetter(0))


def _nodes(task: str) -> list[Any]:
    """The nodes of this name on every route that has one."""
    routes: list[Any] = [route.instance for route in ALL_ROUTES]
    return [node for route in routes for node in route.nodes() if node.name == task]


def _from(posts: QuerySet[Post], rule: Rule) -> Q:
    """The dossiers whose agencies, and whose own naming of a post, let one of `posts` act."""
    here = Q()
    for agency in AGENCIES[rule.at]:
        here |= Q(**{f"process__dossier__{agency}__in": posts.values("unit__agency")})
    return here & Q(**{f"process__dossier__{rule.named}__in": posts}) if rule.named else here
