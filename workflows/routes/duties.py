"""What a decision asks of its holder: reminded of before the last day, and once after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from procedures import catalogue
from procedures.results import Duty
from workflows.clock import announced
from workflows.clock.days import LEGAL_TIME
from workflows.clock.deadline import Limit, due
from workflows.clock.errors import NoDueDate
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message
from workflows.outbox.post import post
from workflows.results.models import Result

# Days before the last one on which somebody is reminded; and one day after it.
BEFORE, AFTER = (14, 3), 1
# Longer than any duty lasts: what ended before is nobody's news any more.
LONGEST = timedelta(days=400)
# A duty for which nothing was sent for so long has lost its meaning: the sweep stood still.
STALE = timedelta(days=7)
ACT = "duty"
TOPICS = ("email", "notice")


@dataclass(frozen=True)
class Reminder:
    """One occasion on which the holder of a result is told of a duty."""

    result: Result
    duty: Duty
    last: date
    on: date

    @property
    def key(self) -> str:
        days = (self.last - self.on).days
        return f"duty:{self.result.public_id}:{self.duty.key}:{days}"


def remind(*, at: datetime) -> int:
    """Posts what is due and was not posted yet; how many. Any number may run at the same time."""
    found = list(_due(localdate(at)))
    codes = {one.result.dossier_code for one in found}
    dossiers = {one.code: one for one in Dossier.objects.filter(code__in=codes)}
    return sum(_posted(one, dossiers[one.result.dossier_code], at) for one in found)


def last_day(duty: Duty, issued_on: date) -> date | None:
    """Counted from the day of the decision; none where no calendar counts so far."""
    since = datetime.combine(issued_on, time(12), tzinfo=LEGAL_TIME)
    try:
        return due(since, Limit.parse(duty.within), announced.calendar("national")).day
    except NoDueDate:
        return None


def _due(today: date) -> Iterator[Reminder]:
    """Of results in force whose procedure asks something, the occasions that have come."""
    asking = [p for p in catalogue.all_procedures() if any(r.duties for r in p.results)]
    of = Q()
    for one in asking:
        of |= Q(procedure_key=one.key, bundle_hash=one.bundle_hash)
    known = {(one.key, one.bundle_hash): one for one in asking}
    results = Result.objects.filter(
        of, state=Result.State.ACTIVE, issued_on__gte=today - LONGEST
    ).order_by("pk")
    for result in results.iterator() if asking else ():
        procedure = known[result.procedure_key, result.bundle_hash]
        kinds = {kind.key: kind for kind in procedure.results}
        for duty in kinds[result.result_type].duties if result.result_type in kinds else ():
            yield from _occasions(result, duty, today)


def _occasions(result: Result, duty: Duty, today: date) -> Iterator[Reminder]:
    """The newest that has come: one that was missed is not made up for by two at once."""
    last = last_day(duty, result.issued_on)
    if last is None or _is_done(result, duty):
        return
    days = [last - timedelta(days=before) for before in BEFORE] + [last + timedelta(days=AFTER)]
    come = [day for day in days if result.issued_on < day <= today]
    if come and today - come[-1] <= STALE:
        yield Reminder(result, duty, last, come[-1])


def _is_done(result: Result, duty: Duty) -> bool:
    """Whether its holder has filed since what the duty is done by; known only where it says so."""
    if duty.opens is None:
        return False
    return Dossier.objects.filter(
        procedure_key=duty.opens,
        owner_person=result.owner_person_id,
        owner_organisation=result.owner_organisation_id,
        submitted_at__date__gte=result.issued_on,
    ).exists()


def _posted(one: Reminder, dossier: Dossier, at: datetime) -> bool:
    """Whether it was this sweep that wrote it down; each result stands alone."""
    keys = [f"{one.key}:{topic}" for topic in TOPICS]
    if Message.objects.filter(key__in=keys).exists():
        return False
    with transaction.atomic():
        for topic, key in zip(TOPICS, keys, strict=True):
            post(topic, dossier.public_id, at=at, key=key, act=ACT)
    return True
