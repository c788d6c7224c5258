"""Lateness by cause: at which step, and in which unit, the day of return passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from onestop.ui.limits import RUNNING
from onestop.ui.stands import STEPS
from procedures.words import language_now
from workflows.clock import announced
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.lateness import working_days
from workflows.dossiers.models import ClockSegment, Holding
from workflows.dossiers.models.dossier import DossierQuerySet

from .queries import LATE, NO_UNIT, RECEIVED


@dataclass
class Cause:
    """A step in a unit: how many passed their day there, and how many working days it cost."""

    step: str
    unit: str
    words: Promise | str
    unit_words: str
    open: int = 0
    done: int = 0
    days: int = 0


def late(at: datetime) -> Q:
    """Past the day of return, finished or not; while the applicant is asked, nothing is late."""
    return (RECEIVED & RUNNING & Q(due_at__lt=at)) | LATE


def held_when_due(**of: object) -> Q:
    """The dossiers that lay at such a step, or in such a unit, when their day passed."""
    since = Q(since__lte=OuterRef("due_at"))
    until = Q(until=None) | Q(until__gt=OuterRef("due_at"))
    held = Holding.objects.filter(since, until, dossier=OuterRef("pk"), **of)
    return Q(Exists(held.exclude(party=Holding.Party.CITIZEN)))


def causes(dossiers: DossierQuerySet, *, at: datetime) -> list[Cause]:
    """Those that cost most first. Three statements and one for each calendar."""
    found: dict[tuple[str, str], Cause] = {}
    lost, waited = _Lost(), _waited(dossiers, at)
    for row in _rows(dossiers, at):
        unit = str(row.unit_id or NO_UNIT)
        one = found.setdefault(
            (row.step, unit),
            Cause(row.step, unit, STEPS.get(row.step, row.step), row.unit_name),
        )
        ended = row.ended_at
        one.done, one.open = one.done + (ended is not None), one.open + (ended is None)
        one.days += lost.days(row.calendar, row.due_at, ended or at)
        for since, until in waited.get(row.dossier, ()):
            one.days -= lost.days(
                row.calendar, max(since, row.due_at), min(until or at, ended or at)
            )
    return sorted(found.values(), key=lambda one: (-one.days, -one.open, one.step, one.unit))


def _waited(
    dossiers: DossierQuerySet, at: datetime
) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When each was with its applicant after its day: that time is nobody's lateness."""
    late_ones = dossiers.filter(late(at)).order_by().values("pk")
    asked = ClockSegment.objects.filter(
        Q(ended_at=None) | Q(ended_at__gt=F("dossier__due_at")),
        cause=ClockSegment.Cause.SUPPLEMENT,
        dossier__in=late_ones,
    )
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for dossier, since, until in asked.values_list("dossier", "started_at", "ended_at"):
        found.setdefault(dossier, []).append((since, until))
    return found


@dataclass(frozen=True)
class _Row:
    dossier: int
    step: str
    unit_id: object
    unit_name: str
    due_at: datetime
    ended_at: datetime | None
    calendar: str


def _rows(dossiers: DossierQuerySet, at: datetime) -> Iterator[_Row]:
    due = F("dossier__due_at")
    held = Holding.objects.filter(
        Q(until=None) | Q(until__gt=due),
        since__lte=due,
        dossier__in=dossiers.filter(late(at)).order_by().values("pk"),
    ).exclude(party=Holding.Party.CITIZEN)
    name = f"unit__name_{language_now()}"
    for dossier, step, unit, words, due_at, ended_at, calendar in held.values_list(
        "dossier",
        "step",
        "unit__public_id",
        name,
        "dossier__due_at",
        "dossier__ended_at",
        "dossier__competent_agency__calendar",
    ).iterator():
        yield _Row(
            dossier, step, unit, words or _("A queue of the agency"), due_at, ended_at, calendar
        )


@dataclass
class _Lost:
    """Working days between two moments; each pair of days is counted once."""

    known: dict[tuple[str, object, object], int] = field(default_factory=dict)

    def days(self, calendar: str, since: datetime, until: datetime) -> int:
        key = (calendar, localdate(since), localdate(until))
        if key not in self.known:
            try:
                self.known[key] = working_days(since, until, announced.calendar(calendar))
            except NoCalendarForYear:
                self.known[key] = 0
        return self.known[key]
