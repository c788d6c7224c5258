"""What a leader counts: by one definition for the figure and for the list behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workflows.clock.days import Calendar
from workflows.clock.deadline import Limit, due
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account
from workflows.permissions.rules import sight

# A dossier is due soon when no more than this is left: what a week's plan can still save.
SOON = Limit.parse("3 working days")
CALENDAR = "national"

RECEIVED = ~Q(received_at=None)
OPEN = RECEIVED & Q(ended_at=None)
WAITS_FOR_APPLICANT = Q(
    status__in=[Status.COMPLETION_REQUESTED, Status.SUPPLEMENT_REQUESTED, Status.PAYMENT_REQUESTED]
)


@dataclass(frozen=True)
class Measure:
    """A figure: what it is called, what it counts, and whether it is bad news."""

    key: str
    words: Promise
    counts: Q
    late: bool = False


def measures(at: datetime) -> dict[str, Measure]:
    """All figures at a moment; their order is the order in which a leader reads."""
    over = OPEN & Q(due_at__lt=at)
    soon = OPEN & Q(due_at__gte=at, due_at__lte=due(at, SOON, Calendar.load(CALENDAR)).at)
    all_of_them = (
        Measure("qua-han", _("Overdue, not finished"), over, late=True),
        Measure("sap-den-han", _("Due within 3 working days"), soon),
        Measure("dang-giai-quyet", _("In process"), OPEN),
        Measure("cho-tiep-nhan", _("Waiting for reception"), Q(status=Status.SUBMITTED)),
        Measure("cho-nguoi-nop", _("Waiting for the applicant"), WAITS_FOR_APPLICANT),
        Measure("da-tiep-nhan", _("Received"), RECEIVED),
        Measure("da-xong", _("Finished"), RECEIVED & ~Q(ended_at=None)),
        Measure(
            "xong-dung-han",
            _("Finished in time"),
            RECEIVED & Q(ended_at__lte=F("due_at")),
        ),
        Measure("xong-tre", _("Finished late"), RECEIVED & Q(ended_at__gt=F("due_at")), late=True),
    )
    return {one.key: one for one in all_of_them}


@dataclass(frozen=True)
class Row:
    """A unit or a step, and how many dossiers lie there."""

    key: str
    words: str
    open: int
    late: int


@dataclass(frozen=True)
class Overview:
    """Everything on the page, counted at one moment."""

    at: datetime
    counts: Mapping[str, int]
    oldest: datetime | None
    units: tuple[Row, ...]
    steps: tuple[Row, ...]

    @property
    def in_time(self) -> float | None:
        """The share finished in time; none while nothing is finished."""
        done = self.counts["da-xong"]
        return self.counts["xong-dung-han"] / done if done else None


def of(account: Account, *, at: datetime) -> QuerySet[Dossier]:
    """The dossiers of the agencies that the account leads."""
    return sight(account, at=at).in_office


def overview(dossiers: QuerySet[Dossier], *, at: datetime) -> Overview:
    """Three statements, however many dossiers there are."""
    every = measures(at)
    late = every["qua-han"].counts
    counted = dossiers.aggregate(
        **{f"n{n}": Count("pk", filter=one.counts) for n, one in enumerate(every.values())},
        oldest=Min("due_at", filter=late),
    )
    return Overview(
        at=at,
        counts={key: counted[f"n{n}"] for n, key in enumerate(every)},
        oldest=counted["oldest"],
        units=_by_unit(dossiers, late),
        steps=_by_step(dossiers, late),
    )


def _by_unit(dossiers: QuerySet[Dossier], late: Q) -> tuple[Row, ...]:
    names = ("unit__public_id", "unit__name_vi", "unit__name_en")
    rows = _counted(dossiers, late, *names).order_by("-late", "-open", "unit__name_vi")
    return tuple(_unit(row) for row in rows)


def _unit(row: Mapping[str, Any]) -> Row:
    key = row["unit__public_id"]
    name = _unit_name(row) if key else str(_("Not assigned yet"))
    return Row(str(key or NO_UNIT), name, row["open"], row["late"])


NO_UNIT = "chua-giao"


def _unit_name(row: Mapping[str, Any]) -> str:
    from django.utils.translation import get_language

    return str(row["unit__name_en" if get_language() == "en" else "unit__name_vi"])


def _by_step(dossiers: QuerySet[Dossier], late: Q) -> tuple[Row, ...]:
    found = {row["status"]: row for row in _counted(dossiers, late, "status")}
    return tuple(
        Row(status.value, str(status.label), found[status]["open"], found[status]["late"])
        for status in Status
        if status in found
    )


def _counted(dossiers: QuerySet[Dossier], late: Q, *by: str) -> QuerySet[Any, dict[str, Any]]:
    return (
        dossiers.filter(OPEN)
        .values(*by)
        .annotate(open=Count("pk"), late=Count("pk", filter=late))
        .order_by()
    )
