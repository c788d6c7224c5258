"""What the facts of a dossier make of its due dates, act by act: no derivation is looked at but for
the day that an act named, and for the days that counted then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from workflows.dossiers.models import ClockSegment, Dossier, DueChange
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry

from . import second_clock
from .second_clock import Days, Limit, Stretch, Unreadable

Cause = DueChange.Cause
# The acts that set a due date, and under which causes.
SETS = {
    "receive": (Cause.RECEIVED, Cause.PLANNED, Cause.WAITING),
    "open_correction": (Cause.PLANNED,),
    "record_event": (Cause.EVENT,),
    "supplement": (Cause.SUPPLEMENT,),
    "apologise": (Cause.APOLOGY,),
    "recount": (Cause.HOLIDAY,),
}
DaysOf = Callable[[DueChange], Days]


@dataclass(frozen=True)
class Fact:
    """What an act made of the due date, by the facts."""

    entry: Entry
    cause: str
    due: datetime | None


@dataclass(frozen=True)
class Known:
    """What is known of a dossier apart from any derivation."""

    received: datetime
    limit: Limit
    restarts: bool
    waits: bool
    by_hand: bool
    event_on: date | None
    segments: tuple[ClockSegment, ...]

    @classmethod
    def of(cls, dossier: Dossier) -> Known:
        procedure = procedure_of(dossier)
        if dossier.received_at is None:
            raise Unreadable(dossier.public_id)
        return cls(
            received=dossier.received_at,
            limit=Limit.written(procedure.channel(dossier.channel).limit),
            restarts=procedure.supplement_effect == "RESTART",
            waits=procedure.route.name == "event_started",
            by_hand=procedure.is_dated_by_hand(dossier.channel),
            event_on=dossier.event_on,
            segments=tuple(dossier.clock_segments.all()),
        )

    def ran(self, until: datetime) -> list[Stretch]:
        """The stretches in which the agency's time ran and that were over by then."""
        return [
            (one.started_at, one.ended_at)
            for one in self.segments
            if one.cause == ClockSegment.Cause.RUNNING and one.ended_at and one.ended_at <= until
        ]


def expected(
    dossier: Dossier, acts: Sequence[Entry], changes: Sequence[DueChange], days_of: DaysOf
) -> Iterator[Fact]:
    """The due dates that the acts must have set, each beside the stored one of its place."""
    if not acts:
        return
    known, so_far = Known.of(dossier), list[DueChange]()
    for entry in acts:
        change = changes[len(so_far)] if len(so_far) < len(changes) else None
        fits = change is not None and change.at == entry.at and change.cause in SETS[entry.act]
        if not fits:
            if entry.act != "supplement" or _moves(known, entry, so_far, days_of):
                yield Fact(entry, SETS[entry.act][0], None)
            continue
        assert change is not None, "it fits"  # noqa: S101
        waits = change.cause == Cause.WAITING
        due = None if waits else _due(known, change, so_far, days_of(change))
        yield Fact(entry, _cause(entry, known), due)
        so_far.append(change)


def _cause(entry: Entry, known: Known) -> str:
    if entry.act != "receive":
        return SETS[entry.act][0]
    if known.by_hand:
        return Cause.PLANNED
    return Cause.WAITING if known.waits else Cause.RECEIVED


def _due(
    known: Known, change: DueChange, so_far: Sequence[DueChange], days: Days
) -> datetime | None:
    match Cause(change.cause):
        case Cause.HOLIDAY:
            ground = next(one for one in reversed(so_far) if one.cause != Cause.HOLIDAY)
            return _recounted(known, ground, days)
        case Cause.SUPPLEMENT:
            return _resumed(known, change.at, change.at, days)
        case Cause.PLANNED:
            return second_clock.as_named(_named(change), days)
        case Cause.APOLOGY:
            return second_clock.named(_named(change), days)
        case _:
            return _first(known, change, days)


def _first(known: Known, change: DueChange, days: Days) -> datetime | None:
    if change.cause == Cause.EVENT:
        if known.event_on is None:
            raise Unreadable(change.number)
        return second_clock.from_event(known.received, known.event_on, known.limit, days)
    return second_clock.counted(known.received, known.limit, days)


def _recounted(known: Known, ground: DueChange, days: Days) -> datetime | None:
    """By the calendar as it was then, on the ground on which the date was found first."""
    match Cause(ground.cause):
        case Cause.SUPPLEMENT:
            return _resumed(known, ground.at, ground.at, days)
        case Cause.PLANNED if _was_off(ground):
            return second_clock.as_named(_named(ground), days)
        case Cause.PLANNED | Cause.APOLOGY:
            return second_clock.named(_named(ground), days)
        case _:
            return _first(known, ground, days)


def _resumed(known: Known, at: datetime, until: datetime, days: Days) -> datetime | None:
    ran = known.ran(until)
    return second_clock.resumed(at, known.limit, days, restarts=known.restarts, ran=ran)


def _named(change: DueChange) -> date:
    """The day that an act named: written down nowhere else."""
    steps = (row for row in change.derivation if row["step"] in ("planned", "promised"))
    return date.fromisoformat(next(steps)["day"])


def _was_off(change: DueChange) -> bool:
    """Whether a plan named a day that was no working day: it stands, whatever is announced."""
    planned = (row for row in change.derivation if row["step"] == "planned")
    return any(row["type"] not in second_clock.COUNTING for row in planned)


def _moves(known: Known, entry: Entry, so_far: Sequence[DueChange], days_of: DaysOf) -> bool:
    """Whether a supplement must have moved the day of return, although nothing says it did.

    It stays where a plan named it, where it had passed, and where the count ends no later; where
    its day was named for want of an event, too, unless the limit begins anew.
    """
    due = so_far[-1].due_at if so_far else None
    planned = any(one.cause == Cause.PLANNED for one in so_far) and not known.restarts
    if due is None or planned or known.limit.unit == "by plan":
        return False
    late = known.ran(entry.at)[-1][1] > due
    counted = _resumed(known, entry.at, entry.at, days_of(so_far[-1]))
    return not late and counted is not None and counted > due
