"""Days off announced late: one administrator announces, another confirms, then dates are counted
again. The act has an author and a source; each dossier is counted for itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from procedures.words import Text
from workflows.clock import announced
from workflows.clock.days import morning
from workflows.clock.models import AnnouncedDay
from workflows.clock.reading import DayType
from workflows.dossiers.models import Dossier, DueChange
from workflows.dossiers.status import OWED
from workflows.journal.models import Entry
from workflows.people.models import Account, Post, Role
from workflows.permissions.rules import Acting, NotAllowed
from workflows.steps import recounting

from . import engine
from .errors import NotPerformed
from .perform import check_moment

log = logging.getLogger(__name__)
# No act outlasts this: it waits five seconds at most for a lock, a web worker that is silent for
# thirty is ended, and two clocks may be five seconds apart. The rest is for the act's own work.
OUTLASTED = timedelta(minutes=2)


class DayNotAnnounced(NotPerformed):
    """Why a day cannot be announced or confirmed as asked."""


@dataclass(frozen=True)
class Recounted:
    """What came of one look: dossiers whose date moved, and those still to be counted."""

    day: AnnouncedDay
    moved: tuple[UUID, ...]
    failed: tuple[UUID, ...]


@transaction.atomic
def announce(
    *,
    calendar: str,
    day: date,
    type: str,  # noqa: A002 - the word of the calendar's files
    name_vi: str,
    name_en: str,
    source: str,
    by: Account,
    at: datetime,
) -> AnnouncedDay:
    """Writes the day down; it counts once another administrator has confirmed it."""
    post = _administrator(by, at)
    if not (source.strip() and name_vi.strip() and name_en.strip()):
        raise DayNotAnnounced(_("Give the name of the day, and the decision that announces it."))
    if type not in AnnouncedDay.Type.values:
        raise DayNotAnnounced(_("“%(type)s” is no type of day.") % {"type": type})
    known = announced.calendar(calendar).day(day)
    if known.working == (type == AnnouncedDay.Type.SWAP_WORKING):
        raise DayNotAnnounced(_("The calendar says that of this day already."))
    try:
        with transaction.atomic():
            return AnnouncedDay.objects.create(
                calendar=calendar,
                day=day,
                type=type,
                name_vi=name_vi.strip(),
                name_en=name_en.strip(),
                source=source.strip(),
                announced_by=post.public_id,
                announced_at=at,
            )
    except IntegrityError:
        raise DayNotAnnounced(_("This day has been announced already.")) from None


@transaction.atomic
def confirm(announcement: AnnouncedDay, *, by: Account, at: datetime) -> AnnouncedDay:
    """A second person looks at the source, too; from now on the day counts as announced."""
    post = _administrator(by, at)
    held = _waiting(announcement)
    first = Post.objects.select_related("account__person").get(public_id=held.announced_by)
    if first.account.same_person(by):
        raise DayNotAnnounced(_("Whoever announced the day does not confirm it."))
    held.confirmed_by, held.confirmed_at = post.public_id, at
    held.save(update_fields=["confirmed_by", "confirmed_at"])
    return held


@transaction.atomic
def take_back(announcement: AnnouncedDay, *, by: Account, at: datetime) -> AnnouncedDay:
    """What was announced in error and counts nowhere yet; it stays to be seen, and another day
    may be announced in its place.
    """
    post = _administrator(by, at)
    held = _waiting(announcement)
    held.taken_back_by, held.taken_back_at = post.public_id, at
    held.save(update_fields=["taken_back_by", "taken_back_at"])
    return held


def _waiting(announcement: AnnouncedDay) -> AnnouncedDay:
    """The row, held, of a day that nobody has confirmed or taken back."""
    held = AnnouncedDay.objects.select_for_update().get(pk=announcement.pk)
    if held.confirmed_at is not None:
        raise DayNotAnnounced(_("This day has been confirmed already."))
    if held.taken_back_at is not None:
        raise DayNotAnnounced(_("This announcement has been taken back already."))
    return held


def recount_open(*, clock: Callable[[], datetime]) -> tuple[Recounted, ...]:
    """Counts every open dossier again that a confirmed day may touch; each stands alone.

    At once, and again once every act has ended that may have read the calendar before. Any number
    may run at the same time: who is counted again finds nothing to move. Raises `ClockAstray`
    before anything is counted where this machine's clock is wrong.
    """
    check_moment(clock())
    waiting = AnnouncedDay.objects.filter(confirmed_at__isnull=False, recounted_at=None)
    # The newest first: what it moves is its own, not an earlier one's that is looked at again.
    return tuple(_recounted(day, clock) for day in waiting.order_by("-confirmed_at", "day"))


def _recounted(day: AnnouncedDay, clock: Callable[[], datetime]) -> Recounted:
    assert day.confirmed_by and day.confirmed_at, "only confirmed days are taken up"  # noqa: S101, PT018
    last_look = clock() - day.confirmed_at > OUTLASTED
    by = Post.objects.select_related("account", "unit__agency").get(public_id=day.confirmed_by)
    touched = Dossier.objects.filter(
        status__in=OWED,
        due_at__gte=morning(
            datetime.combine(day.day, datetime.min.time(), morning(clock()).tzinfo)
        ),
        competent_agency__calendar=day.calendar,
    )
    moved, failed = list[UUID](), list[UUID]()
    for pk, public_id in touched.order_by("pk").values_list("pk", "public_id"):
        try:
            if _one(pk, day, Acting(by.account, by), clock()):
                moved.append(public_id)
        except Exception:  # one dossier's trouble must not stop the others
            log.exception("dossier %s: its due date was not counted again", public_id)
            failed.append(public_id)
    if last_look and not failed:
        AnnouncedDay.objects.filter(pk=day.pk).update(recounted_at=clock())
    return Recounted(day, tuple(moved), tuple(failed))


@transaction.atomic(durable=True)
def _one(pk: int, day: AnnouncedDay, by: Acting, at: datetime) -> bool:
    check_moment(at)
    engine.locked_run(Dossier(pk=pk))
    dossier = Dossier.objects.whole().select_for_update(of=("self",)).get(pk=pk)
    if dossier.status not in OWED:
        return False
    return recounting.recount(dossier, by=by, at=at, day=day) is not None


def _administrator(account: Account, at: datetime) -> Post:
    held = Post.objects.held_by(account, on=localdate(at)).filter(role=Role.ADMINISTRATOR)
    post = held.first()
    if post is None:
        raise NotAllowed
    return post


@dataclass(frozen=True)
class ShownDay:
    """A day that differs from what its weekday says, or may; as a page lists it."""

    day: date
    type: DayType
    name: Text | None
    source: str
    confirmed: bool


@dataclass(frozen=True)
class Moved:
    """A dossier whose day an announcement moved; what was on paper stays promised."""

    code: str
    was: datetime | None
    now: datetime | None


def years_of(calendar: str) -> tuple[int, ...]:
    """The years that the calendar knows."""
    return tuple(sorted(announced.calendar(calendar).files))


def days_of(calendar: str, year: int) -> tuple[ShownDay, ...]:
    """The days of a year that its files, or announcements in force, list."""
    listed = announced.calendar(calendar).listed.values()
    return tuple(
        ShownDay(one.day, one.type, one.name, one.source, one.confirmed)
        for one in sorted(listed, key=lambda one: one.day)
        if one.day.year == year
    )


def moved_by(days: Collection[AnnouncedDay]) -> dict[UUID, tuple[Moved, ...]]:
    """By announcement, the dossiers that it moved, as the journal tells. Two statements."""
    ids = [str(one.public_id) for one in days]
    told = Entry.objects.filter(act="recount", details__announced__in=ids)
    about = {(one.dossier_id, one.at): UUID(one.details["announced"]) for one in told}
    dossiers = {dossier for dossier, _at in about}
    changes = DueChange.objects.filter(dossier__in=dossiers).select_related("dossier")
    found: dict[UUID, list[Moved]] = {}
    before: dict[int, datetime | None] = {}
    for one in changes.order_by("dossier", "number"):
        announcement = about.get((one.dossier_id, one.at))
        if announcement is not None and one.cause == DueChange.Cause.HOLIDAY:
            moved = Moved(str(one.dossier), before.get(one.dossier_id), one.due_at)
            found.setdefault(announcement, []).append(moved)
        before[one.dossier_id] = one.due_at
    return {announcement: tuple(rows) for announcement, rows in found.items()}
