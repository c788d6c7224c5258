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

from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.dossiers.lateness import working_days
from workflows.dossiers.models import Alert, Dossier, DueChange
from workflows.dossiers.status import UNDER_WAY, Status
from workflows.outbox.post import post
from workflows.steps.settle import OFFICE
from workflows.steps.stopping import patience

from .perform import check_moment

log = logging.getLogger(__name__)

Kind = Alert.Kind
# Whose turn it is there: before reception, or after it.
ASKED = frozenset({Status.COMPLETION_REQUESTED, Status.SUPPLEMENT_REQUESTED})
# No limit of a few working days reaches further ahead, whatever holidays lie between.
HORIZON = timedelta(days=30)


@dataclass(frozen=True)
class Watched:
    """How many alerts were given, and the dossiers that could not be looked at."""

    told: int
    failed: tuple[UUID, ...]


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
    silent = Q(status__in=ASKED)
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
    if dossier.status in ASKED:
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
