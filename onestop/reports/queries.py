"""What a leader counts: by one definition for the figure and for the list behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onestop.ui.limits import RUNNING, soon_until
from onestop.ui.stands import STANDS
from procedures.words import language_now
from workflows.dossiers.models import Alert, DueChange
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.dossiers.status import WITH_APPLICANT, Status
from workflows.people.models import Account, Post, Role
from workflows.permissions.rules import held

# A result that is put right is no second dossier.
RECEIVED = ~Q(received_at=None) & Q(correction="")
OPEN = RECEIVED & Q(ended_at=None)
ENDED = RECEIVED & ~Q(ended_at=None)
WAITS_FOR_APPLICANT = Q(status__in=WITH_APPLICANT)
# By date, as the law and the score compare what has ended.
IN_TIME = ENDED & Q(ended_at__date__lte=F("due_at__date"))
LATE = ENDED & Q(ended_at__date__gt=F("due_at__date"))
APOLOGISED = Q(
    Exists(DueChange.objects.filter(dossier=OuterRef("pk"), cause=DueChange.Cause.APOLOGY))
)
# Told since what is unanswered now was asked: a request before it may have waited as long.
SILENT = Q(
    Exists(
        Alert.objects.filter(
            dossier=OuterRef("pk"),
            kind=Alert.Kind.SILENT,
            dossier__completion_requests__answered_at=None,
            about__gt=F("dossier__completion_requests__asked_at"),
        )
    )
)
NO_UNIT = "chua-giao"


@dataclass(frozen=True)
class Measure:
    """A figure: what it is called, what it counts, and whether it is bad news."""

    key: str
    words: Promise
    meaning: Promise
    counts: Q
    late: bool = False


def measures(at: datetime) -> dict[str, Measure]:
    """All figures at a moment; their order is the order in which a leader reads."""
    over = RECEIVED & RUNNING & Q(due_at__lt=at)
    # Without a calendar nothing is near.
    soon = RECEIVED & RUNNING & Q(due_at__gte=at, due_at__lte=soon_until(at) or at)
    all_of_them = (
        Measure(
            "qua-han",
            gettext_lazy("Overdue, not finished"),
            gettext_lazy("Past the day of return, and not waiting for the applicant."),
            over,
            late=True,
        ),
        Measure(
            "sap-den-han",
            gettext_lazy("Due within 3 working days"),
            gettext_lazy("Due by the end of the third day, and not waiting for the applicant."),
            soon,
        ),
        Measure(
            "dang-giai-quyet",
            gettext_lazy("In process"),
            gettext_lazy("Received and without a result, late or not."),
            OPEN,
        ),
        Measure(
            "cho-tiep-nhan",
            gettext_lazy("Waiting for reception"),
            gettext_lazy("Filed; the one-stop unit has not decided yet."),
            Q(status=Status.SUBMITTED),
        ),
        Measure(
            "cho-nguoi-nop",
            gettext_lazy("Waiting for the applicant"),
            gettext_lazy("Something was asked of the applicant and has not come."),
            WAITS_FOR_APPLICANT,
        ),
        Measure(
            "da-xong",
            gettext_lazy("Finished"),
            gettext_lazy("Received, and ended by an issued result or otherwise."),
            ENDED,
        ),
        Measure(
            "xong-dung-han",
            gettext_lazy("Finished in time"),
            gettext_lazy("Finished on the day of return or before; the share is of all finished."),
            IN_TIME,
        ),
        Measure(
            "xong-tre",
            gettext_lazy("Finished late"),
            gettext_lazy("Finished after the day of return. It stays late."),
            LATE,
            late=True,
        ),
        Measure(
            "da-xin-loi",
            gettext_lazy("Moved by an apology"),
            gettext_lazy("In process, with an apology and a new day of return (Form 04)."),
            OPEN & APOLOGISED,
        ),
        Measure(
            "tre-sau-xin-loi",
            gettext_lazy("Late after an apology"),
            gettext_lazy("In process, and past the new day too. No second apology is lawful."),
            over & APOLOGISED,
            late=True,
        ),
        Measure(
            "im-lang",
            gettext_lazy("Silent applicants"),
            gettext_lazy("A supplement was asked for, and no answer came within the own limit."),
            Q(status=Status.SUPPLEMENT_REQUESTED) & SILENT,
        ),
        Measure(
            "dang-dinh-chinh",
            gettext_lazy("Results being put right"),
            gettext_lazy("Opened by the agency, and not issued yet. In no other figure."),
            ~Q(correction="") & Q(ended_at=None),
        ),
        Measure(
            "da-tiep-nhan",
            gettext_lazy("Received"),
            gettext_lazy("All that were received, finished or not."),
            RECEIVED,
        ),
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


def led(account: Account, *, at: datetime) -> QuerySet[Post, Any]:
    """The agencies that the account leads."""
    return held(account, at=at).filter(role=Role.LEADER).values("unit__agency")


def led_by(account: Account, seen: DossierQuerySet, *, at: datetime) -> DossierQuerySet:
    """Of what the account sees, the dossiers of the agencies that it leads."""
    agencies = led(account, at=at)
    return seen.filter(Q(receiving_agency__in=agencies) | Q(competent_agency__in=agencies))


def overview(dossiers: DossierQuerySet, *, at: datetime) -> Overview:
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
        units=tuple(_by_unit(dossiers, late)),
        steps=tuple(_by_step(dossiers, late)),
    )


def _by_unit(dossiers: DossierQuerySet, late: Q) -> Iterator[Row]:
    """Those with the most overdue first."""
    name = f"unit__name_{language_now()}"
    found = _counted(dossiers, late, "unit__public_id", name)
    for row in sorted(found, key=lambda row: (-row["late"], -row["open"], row[name] or "")):
        words = row[name] or _("Not assigned yet")
        yield Row(str(row["unit__public_id"] or NO_UNIT), words, row["open"], row["late"])


def _by_step(dossiers: DossierQuerySet, late: Q) -> Iterator[Row]:
    """In the order of a dossier's life."""
    found = {row["status"]: row for row in _counted(dossiers, late, "status")}
    for status, words in STANDS.items():
        if row := found.get(status.value):
            yield Row(status.value, str(words), row["open"], row["late"])


def _counted(dossiers: DossierQuerySet, late: Q, *by: str) -> Iterator[dict[str, Any]]:
    counts = {"open": Count("pk"), "late": Count("pk", filter=late)}
    yield from dossiers.filter(OPEN).order_by().values(*by).annotate(**counts)
