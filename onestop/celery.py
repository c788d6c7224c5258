"""Celery, which carries hints only: the work itself lies in the database and is found there.

A site runs one `celery -A onestop worker --beat`, and more without `--beat` if it needs them. Add
`--without-gossip --without-mingle --without-heartbeat`: nobody listens to that talk among workers.
"""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Mapping
from types import FrameType
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from onestop.environment import PREPARED

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")

# The broker that needs no server of its own: queues in the database that is there anyway.
EMBEDDED = "pgmq://database"

# What a lost hint, a lost broker or a crash left is found again: (task, seconds between two runs).
SWEEPS = {
    "send what waits in the outbox": ("onestop.tasks.empty_outbox", 5),
    "scan files that were handed in": ("onestop.tasks.scan_files", 5),
    "record signatures left open": ("onestop.tasks.finish_open_intents", 30),
    "sign slips for their agencies": ("onestop.tasks.sign_slips", 10),
    "remind of duties after a decision": ("onestop.tasks.remind_of_duties", 21_600),
    "watch the clocks of dossiers": ("onestop.tasks.watch_clocks", 3600),
    "count again after a day off": ("onestop.tasks.recount_after_announcements", 300),
    "prove what must always hold": ("onestop.tasks.prove_all", 86_400),
    "close the journal's days": ("onestop.tasks.close_days", 3600),
    "discard files that serve nothing": ("onestop.tasks.discard_files", 86_400),
    "forget what was sent long ago": ("onestop.tasks.clear_outbox", 86_400),
}


def configuration() -> dict[str, Any]:
    """Read when first needed: settings may name another database after this is imported."""
    url = settings.BROKER_URL
    return {
        "broker_url": url,
        "broker_transport_options": _embedded() if url == EMBEDDED else {},
        # An act waits for its hint to be taken, so it must not wait long.
        "broker_connection_timeout": 1,
        "broker_connection_retry_on_startup": True,
        "task_publish_retry": False,
        "task_default_queue": "onestop",
        "accept_content": ["json"],
        "task_serializer": "json",
        "task_ignore_result": True,
        # A task leaves the queue when it is done, and a worker takes one at a time.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "worker_redirect_stdouts": False,
        "timezone": settings.TIME_ZONE,
        # In memory: a sweep missed is made up for by the next one.
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": {
            name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
            for name, (task, seconds) in SWEEPS.items()
        },
    }


def _embedded() -> dict[str, Any]:
    return {
        "conn_string": connection_string(settings.DATABASES["default"]),
        # The tables come with a migration; no server extension is asked for.
        "init_extension": False,
        "pool_size": 2,
        "pool_timeout": 1,
        "polling_interval": 0.1,
        "wait_time_seconds": 0,
        "visibility_timeout": 60,
    }


def connection_string(database: dict[str, Any]) -> str:
    """The way to a database of Django's, as pgmq must be told it.

    pgmq takes five parts out of the string and pastes them together again as they are, the
    password last. So they are quoted beforehand, and what else libpq is to know follows there.
    """
    password = _quoted(database.get("PASSWORD", ""))
    options = [
        f" {name}={_quoted(value)}"
        for name, value in database.get("OPTIONS", {}).items()
        if name not in PREPARED
    ]
    return make_conninfo(
        host=_quoted(database.get("HOST", "")),
        port=_quoted(database.get("PORT", "")),
        dbname=_quoted(database["NAME"]),
        user=_quoted(database.get("USER", "")),
        password="".join([password, *options]),
    )


def _quoted(part: object) -> str:
    """A part of a connection string between quotes; an empty one means libpq's own default."""
    escaped = str(part).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


class KindOnly(logging.Filter):
    """What a task died of is told by its kind: an error's words may be about a person."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, Mapping) and "exc" in record.args:
            kind = record.exc_info[0] if record.exc_info else None
            record.args = {**record.args, "exc": kind.__qualname__ if kind else "refused"}
        return True


@setup_logging.connect
def _log_as_the_site_does(**_: Any) -> None:
    """Celery leaves the log alone then; its own way would quote the words of errors."""
    logging.getLogger("celery.app.trace").addFilter(KindOnly())


@worker_init.connect
def _start_the_database(**_: Any) -> None:
    """The broker may live in an embedded server, which is started by Django's connections only."""
    connection.ensure_connection()
    connection.close()


@worker_ready.connect
def _sweep_at_once(**_: Any) -> None:
    """The beat waits a whole interval before its first sweep, which may be a day."""
    for task, seconds in SWEEPS.values():
        app.send_task(task, expires=seconds)


@worker_ready.connect
def _end_well_by_ctrl_c(**_: Any) -> None:
    """Ctrl-C ends a worker as SIGTERM does, after the task at hand; the second one at once.

    Celery would call that a failure.
    """
    finish, break_off = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGQUIT)

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, break_off)
        if callable(finish):
            finish(number, frame)

    signal.signal(signal.SIGINT, end)


app = Celery("onestop", include=["onestop.tasks"])
app.add_defaults(configuration)
