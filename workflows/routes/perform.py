"""The one entry to every legal act: `perform`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction

from workflows.dossiers.models import Dossier
from workflows.journal import access
from workflows.journal.models import Entry
from workflows.people.models import Account
from workflows.permissions.rules import Acting, NotAllowed, entitled
from workflows.steps import once
from workflows.steps.once import Performed

from . import engine
from .alone import alone_with
from .errors import Busy, ClockAstray, NotThisWay, UnknownAct
from .last import moved, not_open
from .models import Run, Task
from .table import ACTS, Act

__all__ = ["Performed", "finish", "perform", "relating"]

_relating = ContextVar("relating", default=False)
# Further off than this the machine's clock is wrong, not slow.
TOLERANCE = timedelta(seconds=5)
# What PostgreSQL says of a lock that was not to be had in time, or that two wait for in a ring.
BUSY = {"55P03", "40P01"}


@dataclass(frozen=True)
class Asked:
    """One request for a legal act, as the door put it."""

    dossier: Dossier
    act: Act
    by: Account
    at: datetime
    entitled_at: datetime
    key: str
    fingerprint: str
    # All that the door sent, and of it what may reach the step: no PIN goes into a transaction.
    given: Mapping[str, Any] = field(repr=False)
    details: Mapping[str, Any]
    seen: int | None = None


def perform(
    dossier: Dossier,
    act: str,
    *,
    by: Account,
    at: datetime,
    key: str,
    seen: int | None = None,
    **details: Any,
) -> Performed:
    """Performs a legal act once under `key`, wholly or not at all.

    `seen` is the count of the journal when the person looked: what moved since is not acted on.
    Raises one of `refusals.REFUSALS`: `NotAllowed`, `NotOpen` with who was faster and when,
    `Moved`, `KeyReused`, `ClockAstray`, `Busy`, or what the step refuses. Not inside a transaction.
    """
    if act not in ACTS:
        raise UnknownAct(act)
    return _performed(_asked(dossier, act, by=by, at=at, key=key, seen=seen, given=details))


def finish(
    dossier: Dossier, act: str, *, by: Account, at: datetime, signed_at: datetime, key: str
) -> Performed:
    """Records what `by` signed before a crash, under the key with which it was asked for.

    The act of signing took place then: who may is asked as of `signed_at`, and no PIN any more.
    """
    asked = _asked(dossier, act, by=by, at=at, key=key, seen=None, given={"pin": ""})
    return _performed(replace(asked, entitled_at=signed_at))


def _asked(
    dossier: Dossier,
    act: str,
    *,
    by: Account,
    at: datetime,
    key: str,
    seen: int | None,
    given: Mapping[str, Any],
) -> Asked:
    return Asked(
        dossier=dossier,
        act=ACTS[act],
        by=by,
        at=at,
        entitled_at=at,
        key=key,
        fingerprint=once.fingerprint(dossier, act, given),
        given=given,
        details=once.told(given),
        seen=seen,
    )


def _performed(asked: Asked) -> Performed:
    check_moment(asked.at)
    with _refusals_noted(asked):
        if asked.act.outside is None:
            return _recorded(asked)
        with alone_with(asked.dossier):
            return _earlier(asked) or _recorded(_prepared(asked))


def _prepared(asked: Asked) -> Asked:
    """With what must happen before any transaction: signing, or verifying what is relied on."""
    assert asked.act.outside is not None, "asked of the act before"  # noqa: S101
    # Durable: inside a transaction that may yet be undone nothing is signed.
    with transaction.atomic(durable=True):
        dossier = Dossier.objects.whole().get(pk=asked.dossier.pk)
        run = Run.objects.filter(dossier=dossier).first()
        acting, _task = _admitted(asked, dossier, run)
    found = asked.act.outside(dossier, by=acting, at=asked.at, key=asked.key, **asked.given)
    return replace(asked, details={**asked.details, **found})


@transaction.atomic(durable=True)
def _recorded(asked: Asked) -> Performed:
    run = engine.locked_run(asked.dossier)
    dossier = Dossier.objects.whole().select_for_update(of=("self",)).get(pk=asked.dossier.pk)
    if answer := _earlier(asked):
        return answer
    acting, task = _admitted(asked, dossier, run)
    answer = once.answer_of(dossier, _act(asked, dossier, run, task, acting))
    once.remember(asked.key, asked.fingerprint, answer, dossier=dossier, by=asked.by)
    return answer


def _earlier(asked: Asked) -> Performed | None:
    return once.earlier(asked.key, asked.fingerprint, asked.by)


def _admitted(asked: Asked, dossier: Dossier, run: Run | None) -> tuple[Acting, Task | None]:
    """Who acts, and the task the act closes; a stranger does not even learn whether it is open.

    The act that sets out closes no task. Raises `NotAllowed`, `Moved` or `NotOpen`.
    """
    acting = entitled(asked.by, asked.act.name, dossier, at=asked.entitled_at)
    if asked.seen not in (None, dossier.journal_count):
        raise moved(dossier, seen=asked.seen)
    if asked.act.sets_out and not dossier.journal_count:
        return acting, None
    if asked.act.stands_apart:
        if not (run and asked.act.is_open_during(dossier.status)):
            raise not_open(dossier, asked.act)
        return acting, None
    task = engine.open_tasks(run).get(asked.act.task) if run else None
    if task is None:
        raise not_open(dossier, asked.act)
    assert run is not None, "it has an open task"  # noqa: S101
    if asked.act.leads_to and not engine.knows(run, asked.act.leads_to):
        raise NotThisWay(asked.act.title)
    return acting, task


def _act(asked: Asked, dossier: Dossier, run: Run | None, task: Task | None, by: Acting) -> Entry:
    if asked.act.stands_apart:
        return _stood_apart(asked, dossier, run, by)
    if task is None:
        entry = asked.act.step(dossier, by=by, at=asked.at, **asked.details)
        engine.set_out(dossier)
        return entry
    with engine.closing(task, dossier, by=by):
        return asked.act.step(dossier, by=by, at=asked.at, **asked.details)


def _stood_apart(asked: Asked, dossier: Dossier, run: Run | None, by: Acting) -> Entry:
    """An act that closes no task: what waited goes on waiting, or with the dossier ends."""
    entry = asked.act.step(dossier, by=by, at=asked.at, **asked.details)
    if asked.act.ends:
        assert run is not None, "it was admitted"  # noqa: S101
        engine.end(run, at=asked.at)
    if asked.act.begets:
        engine.set_out_begotten(dossier)
    return entry


@contextmanager
def _refusals_noted(asked: Asked) -> Iterator[None]:
    """Whoever tries what is not theirs is noted where no rollback reaches."""
    try:
        yield
    except NotAllowed:
        access.refused(
            account=asked.by.public_id,
            dossier=asked.dossier.public_id,
            what=asked.act.name,
            purpose="act",
            at=asked.at,
        )
        raise
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in BUSY:
            raise Busy from error
        raise


@contextmanager
def relating() -> Iterator[None]:
    """Acts of the block may lie in the past: the demo's invented office needs a history."""
    if not settings.DEMO:
        raise ImproperlyConfigured("Nothing but the demo may tell acts of the past.")
    before = _relating.set(True)
    try:
        yield
    finally:
        _relating.reset(before)


def check_moment(at: datetime) -> None:
    """Raises `ClockAstray` where the moment is not the database's, unless a past is being told."""
    if _relating.get():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    if abs(now - at) > TOLERANCE:
        raise ClockAstray
