"""The same dossiers by law and by the national score, counted by the database.

The formula of the score (2.1 of QĐ 766/QĐ-TTg) is known from a public implementation only, and so
provisional: the time of a supplement is taken off, more than one makes it late, and of one that is
still open its moment is the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from workflows.clock.days import LEGAL_TIME
from workflows.dossiers.models import ClockSegment
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.status import Status

Cause = ClockSegment.Cause
COUNTED = Q(received_at__isnull=False, original_due_at__isnull=False, correction="")


@dataclass(frozen=True)
class Scores:
    """Of all received dossiers that have a day: in time by law, in time by the score."""

    counted: int
    by_law: int
    by_score: int

    def share(self, count: int) -> float | None:
        return count / self.counted if self.counted else None


def scores(dossiers: DossierQuerySet, *, at: datetime) -> Scores:
    """One statement."""
    asked = ClockSegment.objects.filter(dossier=OuterRef("pk"), cause=Cause.SUPPLEMENT)
    over, still = asked.filter(ended_at__isnull=False), asked.filter(ended_at=None)
    lasted = ExpressionWrapper(F("ended_at") - F("started_at"), output_field=DurationField())
    told = dossiers.filter(COUNTED).annotate(
        times=Coalesce(Subquery(_of_each(asked, n=Count("pk"))), 0),
        waited=Coalesce(Subquery(_of_each(over, n=Sum(lasted))), timedelta(0)),
        asked_at=Subquery(_of_each(still, n=Min("started_at"))),
    )
    end = Coalesce(F("ended_at"), F("asked_at"), Value(at), output_field=DateTimeField(null=True))
    net = ExpressionWrapper(end - F("waited"), output_field=DateTimeField())
    in_time = Q(times__lte=1, net_on__lte=F("first_on"))
    by_law = Case(
        When(ended_at=None, status=Status.SUPPLEMENT_REQUESTED, then=Value(value=True)),
        When(end_on__lte=F("due_on"), then=Value(value=True)),
        default=Value(value=False),
    )
    days = told.annotate(
        net_on=TruncDate(net, tzinfo=LEGAL_TIME),
        end_on=TruncDate(Coalesce(F("ended_at"), Value(at)), tzinfo=LEGAL_TIME),
        due_on=TruncDate("due_at", tzinfo=LEGAL_TIME),
        first_on=TruncDate("original_due_at", tzinfo=LEGAL_TIME),
        lawful=by_law,
    )
    found = days.aggregate(
        counted=Count("pk"),
        by_law=Count("pk", filter=Q(lawful=True)),
        by_score=Count("pk", filter=in_time),
    )
    return Scores(**found)


def _of_each(segments: QuerySet[ClockSegment], n: Any) -> Any:
    """One figure for each dossier."""
    return segments.order_by().values("dossier").annotate(n=n).values("n")
