"""The daily look at the clock: who is warned, what is late, what goes to whoever is above.

Lateness is never written down: it follows from the due date. What is kept is that somebody was
told, once for each due date, so a sweep that stood still or ran twice makes nothing late.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Prefetch, Q, QuerySet
from django.utils.timezone import localdate

from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.dossiers.lateness import working_days
from workflows.dossiers.models import Alert, Dossier, DueChange
from workflows.dossiers.status import UNDER_WAY, Status
from workflows.journal.models import Entry
from workflows.outbox.post import post
from workflows.people.models import Post, Role
from workflows.steps.settle import CONSENTED, OFFICE
from workflows.steps.stopping import patience

from .perform import check_moment

log = logging.getLogger(__name__)

Kind = Alert.Kind
# Who is told of what. After an apology nothing is left to promise: that goes to the leader.
TO = {
    Kind.WARNING: (Role.HANDLER, Role.HEAD),
    Kind.LATE: (Role.HANDLER, Role.HEAD),
    Kind.ESCALATED: (Role.HEAD, Role.LEADER),
    Kind.SILENT: (Role.HANDLER, Role.HEAD),
}
# Of a result that was put right, those who work on what relied on it.
ALSO_TOLD = (Role.HANDLER, Role.HEAD)
# No limit of a few working days reaches further ahead, whatever holidays lie between.
HORIZON = timedelta(days=30)


@dataclass(frozen=True)
class Watched:
    """How many alerts were given, and the dossiers that could not be looked at."""

    told: int
    failed: tuple[UUID, ...]


def officers_of(dossier: UUID, kind: str, *, at: datetime) -> tuple[UUID, ...]:
    """The accounts of those who are told: the handler who was named, and whoever is above.

    Of a result put right: whoever handles a dossier that relied on it, and the head. Of a consent:
    the superior whom the act of that moment names.
    """
    if kind == CONSENTED:
        return _named_superiors(dossier, at)
    found = Dossier.objects.select_related("handler__account").get(public_id=dossier)
    roles = TO.get(Kind(kind), ALSO_TOLD) if kind in Kind.values else ALSO_TOLD
    posts = Post.objects.held_on(localdate(at)).select_related("account")
    agencies = [found.counter_agency_id, found.competent_agency_id]
    others = posts.filter(unit__agency__in=agencies, role__in=set(roles) - {Role.HANDLER})
    told = {post.account.public_id for post in others if _is_concerned(post, found)}
    if Role.HANDLER in roles and found.handler is not None:
        told.add(found.handler.account.public_id)
    return tuple(sorted(told, key=str))


def _named_superiors(dossier: UUID, at: datetime) -> tuple[UUID, ...]:
    told = Entry.objects.filter(dossier__public_id=dossier, at=at, details__has_key="superior")
    posts = [named for named in told.values_list("details__superior", flat=True) if named]
    held = Post.objects.filter(public_id__in=posts)
    return tuple(held.order_by("pk").values_list("account__public_id", flat=True))


def _is_concerned(post: Post, dossier: Dossier) -> bool:
    """A head of the dossier's own unit, or of any where it has none yet; a leader always."""
    if post.role != Role.HEAD or dossier.unit_id is None:
        return True
    return post.unit_id == dossier.unit_id


def watch(*, clock: Callable[[], datetime]) -> Watched:
    """Looks at every dossier whose time may be near; one failure never stops the others.

    Raises `ClockAstray` before anything is told where this machine's clock is wrong.
    """
    at = clock()
    check_moment(at)
    told, failed = 0, list[UUID]()
    with announced.remembering():
        for dossier in _watched(at).iterator(chunk_size=500):
            try:
                told += _look(dossier, at)
            except Exception:  # one dossier's trouble must not stop the others
                log.exception("dossier %s: its clock could not be looked at", dossier.public_id)
                failed.append(dossier.public_id)
    return Watched(told, tuple(failed))


def _watched(at: datetime) -> QuerySet[Dossier]:
    """Each with what a look at it needs: as many statements for many as for one."""
    near = Q(status__in=UNDER_WAY, due_at__lte=at + HORIZON * settings.WARN_DAYS)
    silent = Q(status=Status.SUPPLEMENT_REQUESTED)
    causes = DueChange.objects.only("dossier", "cause")
    return (
        Dossier.objects.filter(near | silent)
        .order_by("pk")
        .select_related("competent_agency")
        .prefetch_related("alerts", "completion_requests", Prefetch("due_changes", causes))
    )


def _look(dossier: Dossier, at: datetime) -> int:
    calendar = announced.calendar(dossier.competent_agency.calendar)
    told = {(alert.kind, alert.about) for alert in dossier.alerts.all()}
    due = (one for one in _due(dossier, calendar, at) if one not in told)
    return sum(_tell(dossier, kind, about, at) for kind, about in due)


def _due(dossier: Dossier, calendar: Calendar, at: datetime) -> Iterator[tuple[Kind, datetime]]:
    if dossier.status == Status.SUPPLEMENT_REQUESTED:
        until = patience(dossier, calendar)
        if at > until:
            yield Kind.SILENT, until
        return
    due_at = dossier.due_at
    if due_at is None:
        return
    if at > due_at:
        apology = DueChange.Cause.APOLOGY
        twice = any(change.cause == apology for change in dossier.due_changes.all())
        yield Kind.ESCALATED if twice else Kind.LATE, due_at
    elif working_days(at, due_at, calendar) <= settings.WARN_DAYS:
        yield Kind.WARNING, due_at


@transaction.atomic
def _tell(dossier: Dossier, kind: Kind, about: datetime, at: datetime) -> bool:
    """Whether it was this look that told it, and none at the same time."""
    alert, new = Alert.objects.get_or_create(
        dossier=dossier, kind=kind, about=about, defaults={"at": at}
    )
    if new:
        key = f"{dossier.public_id}:{kind}:{alert.pk}"
        post(OFFICE, dossier.public_id, at=at, key=key, act=kind)
    return new
