"""Everything that must always hold, held against everything there is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from signing.trust import TrustStore

from . import (
    acts_once,
    books,
    chains,
    due_dates,
    endings,
    kept_files,
    paths,
    replay,
    signatures,
    tasks,
    together,
)
from .look import Look, Violation, of_one_moment

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Invariant:
    """A rule, and how it is looked for; `at_once`: all of it as of one moment of the base."""

    code: str
    title: Promise
    check: Callable[[Look], Iterator[Violation]]
    at_once: bool = True


@dataclass(frozen=True)
class Proved:
    """What came of one rule: how many rows it was held against, and how often it was broken."""

    code: str
    title: Promise
    rows: int
    violations: int

    @property
    def holds(self) -> bool:
        return not self.violations


INVARIANTS = (
    Invariant(acts_once.CODE, _("One act for each key"), acts_once.check),
    Invariant(paths.CODE, _("Every history is a lawful path"), paths.check),
    Invariant(tasks.TASKS, _("What waits is what the status demands"), tasks.check_tasks),
    Invariant(
        tasks.OWNED, _("Every open dossier has an owner, a clock and a next act"), tasks.check_owned
    ),
    Invariant(endings.CODE, _("Whatever has ended has one outcome"), endings.check),
    Invariant(books.CODE, _("No number is missing, none is given twice"), books.check),
    Invariant(together.CODE, _("An act and its news are written together"), together.check),
    Invariant(chains.CODE, _("The chains of the journal hold"), chains.check),
    Invariant(due_dates.CODE, _("A second clock finds every due date"), due_dates.check),
    # Reading every file takes long; what is discarded meanwhile is no fault.
    Invariant(
        kept_files.CODE, _("Every file is what its hash says"), kept_files.check, at_once=False
    ),
    Invariant(signatures.CODE, _("Every issued signature holds"), signatures.check),
    Invariant(replay.CODE, _("The journal alone gives the same dossiers"), replay.check),
)


def prove(
    *,
    at: datetime,
    trust: TrustStore | None,
    share: int = 1,
    rules: Iterable[Invariant] = INVARIANTS,
) -> Iterator[Violation | Proved]:
    """Every violation as it is found, and after each rule what came of it.

    With a `share`, of old files only one in so many is read; every day another part of them.
    """
    for invariant in rules:
        look, broken = Look(at, trust, share), 0
        for violation in _looked(invariant, look):
            broken += 1
            yield violation
        yield Proved(invariant.code, invariant.title, look.rows, broken)


def _looked(invariant: Invariant, look: Look) -> Iterator[Violation]:
    """A rule that cannot be held against the base is broken, and hides none of the others."""
    try:
        with of_one_moment() if invariant.at_once else nullcontext():
            yield from invariant.check(look)
    except Exception as trouble:
        log.exception("%s could not be looked at to its end", invariant.code)
        told = _("It could not be looked at to its end (%(error)s).")
        yield Violation(invariant.code, "-", told % {"error": type(trouble).__name__})
