"""The door nobody knocks on: what happens by itself, and the hint that something is to be done."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from onestop.celery import app
from onestop.connectors import clamav, dispatch
from onestop.connectors.errors import Away
from signing.errors import SigningFailed
from signing.timestamps import timestamp
from signing.trust import TrustServices, TrustStore
from workflows.files import discarding, store
from workflows.journal import roots
from workflows.outbox import delivery
from workflows.proving import proof
from workflows.proving.look import Violation
from workflows.routes import duties, holidays, slips, sweep, watch

log = logging.getLogger(__name__)

# One task sends so many and hands on to the next, so that none runs for ever.
ROUND = 50
# A hint that lay so long has been overtaken by many sweeps.
STALE = 60
# How long an act may take between keeping bytes and referring to them.
GRACE = timedelta(days=1)
# Reading a file and checking its signatures takes a tenth of a second: each old one once a month.
SHARE = 30


@dataclass
class Outside:
    """Somebody we can do without for a while: that they are away is said once, not each time."""

    while_away: str
    away: bool = False

    @contextmanager
    def excused(self, *errors: type[Exception]) -> Iterator[None]:
        try:
            yield
        except errors as error:
            if not self.away:
                log.warning("%s: %s", self.while_away, type(error).__name__)
            self.away = True
        else:
            self.away = False


broker = Outside("no hint was sent, the sweep will find it")
scanner = Outside("files that were handed in stay held, the scanner is away")
agency_keys = Outside("slips wait for the signature of their agency")
authority = Outside("the roots of the journal wait for their time-stamps")


def wake() -> None:
    """Hints, once the work is committed, that the outbox holds something. Never fails the work."""
    transaction.on_commit(_hint, robust=True)


def _hint() -> None:
    with broker.excused(OperationalError):
        empty_outbox.apply_async(expires=STALE)


@app.task
def empty_outbox() -> None:
    """Sends what is due. Any number may run at the same time."""
    if dispatch.empty(clock=timezone.now, limit=ROUND).tried == ROUND:
        wake()


@app.task
def scan_files() -> None:
    """Has what was handed in scanned, where a scanner is named. Any number may run at once."""
    if settings.CLAMD:
        with scanner.excused(Away):
            clamav.scan_waiting(clock=timezone.now, limit=ROUND)


@app.task
def finish_open_intents() -> None:
    """Records what was signed before a crash and not yet written down."""
    if sweep.finish_open_intents(clock=timezone.now).finished:
        wake()


@app.task
def sign_slips() -> None:
    """Has slips signed by their agencies. Any number may run at once: each slip is signed once."""
    waits = slips.sign_waiting(clock=timezone.now, limit=ROUND).waits
    with agency_keys.excused(Exception):
        for trouble in waits.values():
            raise trouble


@app.task
def remind_of_duties() -> None:
    """Tells holders of results what is still asked of them, before its last day."""
    if duties.remind(at=timezone.now()):
        wake()


@app.task
def watch_clocks() -> None:
    """Warns of what is due soon, and tells what is late or left unanswered."""
    if watch.watch(clock=timezone.now).told:
        wake()


@app.task
def recount_after_announcements() -> None:
    """Counts due dates again that a newly announced day off moves."""
    if any(one.moved for one in holidays.recount_open(clock=timezone.now)):
        wake()


@app.task
def close_days() -> None:
    """The root of each day of the journal that is over; its time-stamp, once one can be had."""
    at = timezone.now()
    with authority.excused(SigningFailed):
        roots.make(through=roots.last_over(at), at=at, stamp=_stamp)


@app.task
def prove_all() -> None:
    """Holds everything that must always hold against the whole base. What does not is an incident.

    Loud in the log, and of no person: ids, codes and the sentence of the rule. `manage.py prove`
    reads every file besides.
    """
    broken = 0
    for told in proof.prove(at=timezone.now(), trust=TrustStore.at_hand(), share=SHARE):
        if isinstance(told, Violation):
            broken += 1
            log.error("what must never be: %s", told)
        else:
            log.info("%s: %d rows, %d violations", told.code, told.rows, told.violations)
    if broken:
        log.critical("%d violations of what must always hold", broken)


@app.task
def discard_files() -> None:
    """What uploads and acts left behind when they ended halfway."""
    before = timezone.now() - GRACE
    store.discard_unfinished(before=before)
    discarding.discard(before=before)


@app.task
def clear_outbox() -> None:
    """Forgets what was sent so long ago that nobody asks for it any more."""
    delivery.clear_sent(before=timezone.now() - timedelta(days=settings.OUTBOX_DAYS))


def _stamp(data: bytes) -> bytes:
    return timestamp(data, services=TrustServices.configured())
