"""One dossier, two views of the same clock, said apart from the database that counts them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from workflows.clock.days import LEGAL_TIME
from workflows.dossiers.models import ClockSegment, Dossier
from workflows.dossiers.status import Status

NO_TIME = timedelta(0)


class Legal(StrEnum):
    """By the day of return as it stands: an apology and a supplement have moved it."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    WITHIN = "within"
    OVERDUE = "overdue"
    PAUSED = "paused"


@dataclass(frozen=True)
class Supplement:
    """What the score asks of the clock: how often a supplement was asked for, and how long."""

    times: int
    waited: timedelta
    asked_at: datetime | None = None  # of the one that is still open

    @classmethod
    def of(cls, segments: Iterable[ClockSegment]) -> Supplement:
        asked = [one for one in segments if one.cause == ClockSegment.Cause.SUPPLEMENT]
        over = (one.ended_at - one.started_at for one in asked if one.ended_at)
        still = next((one.started_at for one in asked if one.ended_at is None), None)
        return cls(len(asked), sum(over, NO_TIME), still)


def legal(dossier: Dossier, *, at: datetime) -> Legal | None:
    """None before reception, and while an event is awaited. Compared by date."""
    due_at, ended_at = dossier.due_at, dossier.ended_at
    if dossier.received_at is None or due_at is None:
        return None
    due = due_at.astimezone(LEGAL_TIME).date()
    if ended_at is None:
        if dossier.status == Status.SUPPLEMENT_REQUESTED:
            return Legal.PAUSED
        return Legal.OVERDUE if at.astimezone(LEGAL_TIME).date() > due else Legal.WITHIN
    end = ended_at.astimezone(LEGAL_TIME).date()
    if end < due:
        return Legal.EARLY
    return Legal.ON_TIME if end == due else Legal.LATE


def scored_in_time(dossier: Dossier, supplement: Supplement, *, at: datetime) -> bool | None:
    """Whether the score counts it as in time; none where it is not counted.

    The time of a supplement is taken off; more than one makes it late; of one that is still open,
    its moment is the end. What is open and within its first limit counts as in time.
    """
    due_at = dossier.original_due_at
    if dossier.received_at is None or due_at is None:
        return None
    if supplement.times > 1:
        return False
    end = dossier.ended_at or supplement.asked_at or at
    net = end - supplement.waited
    return net.astimezone(LEGAL_TIME).date() <= due_at.astimezone(LEGAL_TIME).date()
