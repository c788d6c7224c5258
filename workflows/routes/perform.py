"""The one entry to every legal act: `perform`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from viewflow.workflow.activation import Activation

from procedures import catalogue
from workflows.dossiers.models import Dossier
from workflows.journal import access
from workflows.journal.models import Entry
from workflows.people.models import Account, Post
from workflows.permissions.rules import Acting, NotAllowed, entitled
from workflows.steps import once
from workflows.steps.once import Performed

from .errors import Busy, ClockAstray, NotOpen, UnknownAct
from .models import Run, Task
from .table import ACTS, ROUTES, Act

TOLERANCE = timedelta(seconds=5)
LOCK_NOT_AVAILABLE = "55P03"


def perform(
    dossier: Dossier, act: str, *, by: Account, at: datetime, key: str, **details: Any
) -> Performed:
    """Performs a legal act once under `key`, wholly or not at all.

    Raises `NotAllowed`, `NotOpen` with who was faster and when, `once.KeyReused`, `ClockAstray`,
    `Busy`, or the refusal of the step. Must not be called inside a transaction.
    """
    if act not in ACTS:
        raise UnknownAct(act)
    _check_moment(at)
    asked = once.fingerprint(dossier, act, details)
    try:
        if ACTS[act].outside and (answer := once.earlier(key, asked, by)):
            return answer
        details |= _outside(dossier, act, by, at, details)
        with transaction.atomic(durable=True):
            return _perform(dossier, act, by, at, key, asked, details)
    except NotAllowed:
        access.refused(
            account=by.public_id, dossier=dossier.public_id, what=act, purpose="act", at=at
        )
        raise
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE:
            raise Busy from error
        raise


def _outside(
    dossier: Dossier, act: str, by: Account, at: datetime, details: dict[str, Any]
) -> dict[str, Any]:
    outside = ACTS[act].outside
    if outside is None:
        return {}
    fresh = Dossier.objects.whole().get(pk=dossier.pk)
    _open_task(fresh, ACTS[act], act, Run.objects.filter(dossier=fresh).first())
    acting = entitled(by, act, fresh, at=at)
    return dict(outside(fresh, by=acting, at=at, **details))


def _perform(
    dossier: Dossier,
    act: str,
    by: Account,
    at: datetime,
    key: str,
    asked: str,
    details: dict[str, Any],
) -> Performed:
    run = Run.objects.select_for_update().filter(dossier_id=dossier.pk).first()
    fresh = Dossier.objects.whole().select_for_update(of=("self",)).get(pk=dossier.pk)
    if answer := once.earlier(key, asked, by):
        return answer
    task = _open_task(fresh, ACTS[act], act, run)
    acting = entitled(by, act, fresh, at=at)
    entry = _step_and_move(fresh, ACTS[act], task, acting, at, details)
    answer = once.answer_of(fresh, entry)
    once.remember(key, asked, answer, dossier=fresh, by=by)
    return answer


def _step_and_move(
    dossier: Dossier,
    act: Act,
    task: Task | None,
    acting: Acting,
    at: datetime,
    details: dict[str, Any],
) -> Entry:
    if task is None:
        entry = act.step(dossier, by=acting, at=at, **details)
        _set_out(dossier)
        return entry
    task.process.dossier = dossier
    task.owner = acting.account
    activation: Activation = task.flow_task.activation_class(task)
    activation.run(None)
    entry = act.step(dossier, by=acting, at=at, **details)
    activation.execute()
    return entry


def _set_out(dossier: Dossier) -> None:
    procedure = catalogue.get(dossier.procedure_key, dossier.procedure_revision)
    start = ROUTES[procedure.route.name].instance.set_out
    activation = start.activation_class.create(start, None, None)
    activation.process.dossier = dossier
    activation.execute()


def _open_task(dossier: Dossier, act: Act, name: str, run: Run | None) -> Task | None:
    """The task the act closes; none for the act that sets out. Raises `NotOpen`."""
    if run is None and act.task == "set_out":
        return None
    for task in run.task_set.filter(finished=None).select_related("process") if run else ():
        if task.flow_task.name == act.task:
            return task
    raise _told_who_and_when(dossier, act)


def _told_who_and_when(dossier: Dossier, act: Act) -> NotOpen:
    last = Entry.objects.filter(dossier=dossier).order_by("-seq").first()
    if last is None:
        return NotOpen(act.title, last="–", who="–", when=None)
    title = ACTS[last.act].title if last.act in ACTS else last.act
    return NotOpen(act.title, last=title, who=_name(last), when=last.at)


def _name(entry: Entry) -> str:
    post = Post.objects.select_related("account__person").filter(public_id=entry.post).first()
    if post and post.account.person:
        return f"{post.account.person.full_name} ({post})"
    account = Account.objects.select_related("person").filter(public_id=entry.actor).first()
    return str(account.person or account) if account else "–"


def _check_moment(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (now,) = cursor.fetchone()
    if abs(now - at) > TOLERANCE:
        raise ClockAstray
