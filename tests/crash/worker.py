"""The worker of a site with shorter waits, so that a minute of it sees what a day does otherwise.

celery -A tests.crash.worker worker --beat
"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from typing import Any

from celery.signals import task_postrun, task_prerun, worker_init, worker_ready

from onestop.celery import app as app
from onestop.celery import configuration

from .trace import READY, at

OFTEN = {"onestop.tasks.empty_outbox", "onestop.tasks.finish_open_intents"}
# Still much longer than a mail takes here.
LEASE = timedelta(seconds=15)


def _beat() -> dict[str, Any]:
    schedule: dict[str, Any] = configuration()["beat_schedule"]
    return {
        name: sweep | {"schedule": 1 if sweep["task"] in OFTEN else sweep["schedule"]}
        for name, sweep in schedule.items()
    }


@worker_init.connect
def _shorten(**_: Any) -> None:
    app.conf.beat_schedule = _beat()
    # Imported here: there are no models before Celery has set Django up.
    import_module("workflows.outbox.delivery").LEASE = LEASE  # type: ignore[attr-defined]


@worker_ready.connect
def _ready(**_: Any) -> None:
    at(READY)


@task_prerun.connect
def _begun(task: Any, **_: Any) -> None:
    at(task.name.rpartition(".")[2])


@task_postrun.connect
def _ended(**_: Any) -> None:
    at("waits for a hint")
