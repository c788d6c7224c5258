"""The door nobody knocks on: what happens by itself, and the hint that something is to be done."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from onestop.celery import app
from onestop.connectors import dispatch
from workflows.files import store
from workflows.routes import sweep

log = logging.getLogger(__name__)

# One task sends so many and hands on to the next, so that none runs for ever.
ROUND = 50


def wake() -> None:
    """Hints, once the work is committed, that the outbox holds something. Never fails the work."""
    transaction.on_commit(_hint, robust=True)


def _hint() -> None:
    try:
        empty_outbox.apply_async()
    except OperationalError as error:
        log.warning("no hint was sent, the sweep will find it: %s", type(error).__name__)


@app.task
def empty_outbox() -> None:
    """Sends what is due. Any number may run at the same time."""
    if dispatch.empty(clock=timezone.now, limit=ROUND).tried == ROUND:
        wake()


@app.task
def finish_open_intents() -> None:
    """Records what was signed before a crash and not yet written down."""
    sweep.finish_open_intents(clock=timezone.now)


@app.task
def close_days() -> None:
    """The root of each day of the journal that is over, with its time-stamp."""
    call_command("journal", "root")


@app.task
def discard_unfinished_files() -> None:
    """What an upload left behind when its process died; none takes a day."""
    store.discard_unfinished(before=timezone.now() - timedelta(days=1))
