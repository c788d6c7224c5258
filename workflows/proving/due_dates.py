"""I10: every due date is what the second clock finds: by its derivation, and by the facts.

A derivation may be right in itself and of other facts; so the dates are reckoned anew from what
the journal, the clock's stretches and the pinned procedure say, act by act.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from procedures.catalogue import UnknownRevision
from workflows.clock import days
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import Dossier, DueChange
from workflows.dossiers.pinned import RevisionAltered
from workflows.journal.models import Entry

from . import second_clock
from .facts import SETS, Fact, expected
from .look import Look, Violation, dossiers
from .second_clock import HANOI, Days, Unreadable

CODE = "I10"
FOLDER = Path(days.__file__).parent / "calendar"
ACTS = Prefetch("entries", Entry.objects.filter(act__in=SETS).order_by("seq"), to_attr="setting")


class Calendars:
    """The days that counted, for each set of files that a derivation names: few, and read once."""

    def __init__(self) -> None:
        self.announced = announced()
        self.known: dict[str, Days | None] = {}

    def of(self, change: DueChange) -> list[Days]:
        """By the steps alone, and by the files, as long as they read as they did then."""
        rows = change.derivation
        named = json.dumps([rows[0]["calendar"], rows[0]["files"]], sort_keys=True)
        if named not in self.known:
            self.known[named] = second_clock.days_of_files(rows, FOLDER, self.announced)
        files = self.known[named]
        return [second_clock.days_of_steps(rows), *([files] if files else [])]


def check(look: Look) -> Iterator[Violation]:
    calendars = Calendars()
    around = ("due_changes", "clock_segments", "competent_agency", ACTS)
    for dossier in dossiers(*around):
        changes = list(dossier.due_changes.all())
        for sentence in _faults(dossier, list(look.over(changes)), calendars):
            yield Violation(CODE, str(dossier.public_id), sentence)


def announced() -> list[dict[str, Any]]:
    """The confirmed days as JSON tells them; few, however many dossiers there are."""
    rows = AnnouncedDay.objects.filter(confirmed_at__isnull=False)
    return [
        {
            "day": one.day.isoformat(),
            "type": one.type,
            "name": {"vi": one.name_vi, "en": one.name_en},
            "source": one.source,
        }
        for one in rows
    ]


def _faults(dossier: Dossier, changes: list[DueChange], calendars: Calendars) -> Iterator[str]:
    yield from _current(dossier, changes)
    for before, after in pairwise(changes):
        if before.due_at and (after.due_at is None or after.due_at < before.due_at):
            yield _("Due date %(number)d is earlier than the one before.") % {
                "number": after.number
            }
    for change in changes:
        if change.due_at is not None:
            yield from _by_derivation(change, calendars)
    try:
        yield from _by_facts(dossier, changes, calendars)
    except (Unreadable, UnknownRevision, RevisionAltered, LookupError, ValueError, TypeError):
        yield _("The facts do not suffice to find the due dates again.")


def _current(dossier: Dossier, changes: list[DueChange]) -> Iterator[str]:
    """What the dossier says now is the last of its due dates, and what it said first the first."""
    last = changes[-1] if changes else None
    dated = [one.due_at for one in changes if one.due_at]
    if dossier.due_at != (last.due_at if last else None):
        yield _("The dossier is due at another moment than its last due date.")
    if dossier.original_due_at != (dated[0] if dated else None):
        yield _("The dossier was first due at another moment than its first due date.")
    if (dossier.derivation or []) != (last.derivation if last else []):
        yield _("The dossier bears another derivation than its last due date.")


def _by_derivation(change: DueChange, calendars: Calendars) -> Iterator[str]:
    wrong = {"number": change.number}
    try:
        for by in calendars.of(change):
            found = second_clock.by_derivation(change.derivation, by)
            if not found == second_clock.ended(change.derivation) == change.due_at:
                yield _("Due date %(number)d does not follow from its derivation.") % wrong
                return
    except (Unreadable, LookupError, ValueError, TypeError):
        yield _("The derivation of due date %(number)d contradicts itself.") % wrong


def _by_facts(dossier: Dossier, changes: list[DueChange], calendars: Calendars) -> Iterator[str]:
    """Act by act in the order of the journal, beside what is stored."""
    acts: list[Entry] = dossier.setting  # type: ignore[attr-defined]  # prefetched
    found = expected(dossier, acts, changes, lambda change: calendars.of(change)[-1])
    for fact, change in zip_longest(found, changes):
        if fact is None:
            yield _("Due date %(number)d was set by no act.") % {"number": change.number}
        elif change is None:
            yield _("Entry %(seq)d set a due date that is missing.") % {"seq": fact.entry.seq}
        else:
            yield from _compared(fact, change)


def _compared(fact: Fact, change: DueChange) -> Iterator[str]:
    wrong = {"number": change.number}
    if fact.due != change.due_at:
        yield _("Due date %(number)d does not follow from the facts of the dossier.") % wrong
    if (fact.cause, fact.entry.at) != (change.cause, change.at):
        yield _("Due date %(number)d names another act than the journal.") % wrong
    day = change.due_at.astimezone(HANOI).date().isoformat() if change.due_at else None
    if fact.entry.due != day:
        yield _("The journal tells another day than due date %(number)d.") % wrong
