"""The ledger of sending: claim a message for a while, send it elsewhere, write down how it went.

Claiming and writing down are short transactions of their own; the sending lies between them. Who
dies there leaves a lease that runs out, and the message is sent again: at least once, never lost.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .models import Message, MessageQuerySet

log = logging.getLogger(__name__)

# Longer than the slowest sender may take, else two workers send the same.
LEASE = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)
# With the waits below about three days: a weekend without a mail server loses nothing.
TRIES = 80
# An error names its message, a death does not: a kill strikes whatever is at work, and may strike
# the same message several times in a row. Ten times are no chance any more.
FAULTS, DEATHS = 3, 10
LOST = "worker_lost"


class NotGivenUp(Exception):
    """There is no such message among those that were given up."""

    def __init__(self, key: str) -> None:
        super().__init__(_("No message “%(key)s” was given up.") % {"key": key})


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: twice as long each time, up to an hour."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(attempts - 1, 20)
    return min(doubled, LONGEST_WAIT)


def claim(*, at: datetime) -> Message | None:
    """The next message that may leave, ours until the lease ends; none when there is nothing to do.

    The try counts as a fault until somebody writes down how it ended.
    """
    with transaction.atomic(durable=True):
        message = Message.objects.ready(at).select_for_update(skip_locked=True).first()
        if message is None:
            return None
        message.attempts += 1
        message.faults += 1
        message.next_at = at + LEASE
        message.save(update_fields=["attempts", "faults", "next_at"])
        return message


def sent(message: Message, *, at: datetime, note: str = "") -> None:
    """It has left, or `note` says why it need not. True whoever holds the lease by now."""
    Message.objects.waiting().filter(pk=message.pk).update(
        state=Message.State.SENT, sent_at=at, last_error=note
    )


def put_off(message: Message, reason: str, *, at: datetime, fault: bool = False) -> bool:
    """Again later; false if it was given up. Where the fault is ours, only `FAULTS` in a row."""
    faults = message.faults if fault else 0
    if faults >= FAULTS or message.attempts >= TRIES:
        return give_up(message, reason)
    next_at = at + wait_after(message.attempts)
    _ours(message).update(faults=faults, next_at=next_at, last_error=reason)
    return True


def give_up(message: Message, reason: str) -> bool:
    """It can never be sent: kept with the reason, in nobody's way. Always false."""
    _ours(message).update(state=Message.State.DEAD, last_error=reason)
    return False


def revive(key: str, *, by: str, at: datetime) -> None:
    """Whoever runs the site has put right what stood in its way: all tries begin anew.

    Its reason stays until the next try. Raises `NotGivenUp`.
    """
    dead = Message.objects.filter(key=key, state=Message.State.DEAD)
    if not dead.update(state=Message.State.WAITING, attempts=0, faults=0, next_at=at):
        raise NotGivenUp(key)
    log.info("message %s was revived by %s", key, by)


def clear_sent(*, before: datetime) -> int:
    """Forgets what was sent before; what waits or was given up stays, however old. How many."""
    cleared, _by_model = Message.objects.filter(sent_at__lt=before).delete()
    return cleared


def _ours(message: Message) -> MessageQuerySet:
    """The row while nobody has claimed it after us: a failure of ours is no news any more then."""
    return Message.objects.waiting().filter(pk=message.pk, attempts=message.attempts)
