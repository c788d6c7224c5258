"""Celery, which carries hints only: the work itself lies in the database and is found there.

A site runs one `celery -A onestop worker --beat`, and more without `--beat` if it needs them. Add
`--without-gossip --without-mingle --without-heartbeat`: nobody listens to that talk among workers.
"""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from django.conf import settings
from psycopg.conninfo import make_conninfo

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")

# The broker that needs no server of its own: queues in the database that is there anyway.
EMBEDDED = "pgmq://"

# Sweeps find what a lost hint, a lost broker or a crash left: (task, seconds between two runs).
SWEEPS = {
    "send what waits in the outbox": ("onestop.tasks.empty_outbox", 10),
    "finish signatures left open": ("onestop.tasks.finish_open_intents", 30),
}


def configuration() -> dict[str, Any]:
    """Read when first needed, not when imported: tests name their database after that."""
    url = getattr(settings, "BROKER_URL", EMBEDDED)
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
        # A task is taken off the queue when it is done, and one at a time.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_enable_remote_control": False,
        "timezone": settings.TIME_ZONE,
        # In memory: a sweep missed is made up for by the next one.
        "beat_scheduler": "celery.beat:Scheduler",
        "beat_schedule": {
            name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
            for name, (task, seconds) in SWEEPS.items()
        },
    }


def _embedded() -> dict[str, Any]:
    database = settings.DATABASES["default"]
    parts = {
        "host": database["HOST"],
        "port": database["PORT"],
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
    }
    return {
        # Quoted twice: pgmq takes the parts out and pastes them together again as they are.
        "conn_string": make_conninfo(**{name: _quoted(part) for name, part in parts.items()}),
        # The tables come with a migration; no server extension is asked for.
        "init_extension": False,
        "pool_size": 2,
        "pool_timeout": 1,
        "polling_interval": 0.1,
        "wait_time_seconds": 0,
        "visibility_timeout": 60,
    }


def _quoted(part: Any) -> str:
    """A part of a connection string between quotes; empty means libpq's own default."""
    escaped = str(part).replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


app = Celery("onestop", include=["onestop.tasks"])
app.add_defaults(configuration)
