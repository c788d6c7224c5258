"""Empties the outbox: which sender takes which topic, and what becomes of a message after a try."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from workflows.outbox import delivery
from workflows.outbox.models import Message

from . import email, notices, office
from .errors import Away, NobodyToTell, Undeliverable

log = logging.getLogger(__name__)

SENDERS: dict[str, Callable[[Message], None]] = {
    "notice": notices.send,
    "email": email.send,
    "office": office.send,
}


@dataclass(frozen=True)
class Counts:
    """What became of the messages of one round."""

    sent: int = 0
    needless: int = 0
    put_off: int = 0
    dead: int = 0

    @property
    def tried(self) -> int:
        return self.sent + self.needless + self.put_off + self.dead


def empty(*, clock: Callable[[], datetime], limit: int) -> Counts:
    """Sends what is due, message by message, until nothing is or `limit` have been tried.

    Must not be called inside a transaction. Any number of workers may do so at the same time.
    """
    became: Counter[str] = Counter()
    while became.total() < limit and (message := delivery.claim(at=clock())):
        became[_try(message, clock)] += 1
    return Counts(**became)


def _try(message: Message, clock: Callable[[], datetime]) -> str:
    if message.faults > delivery.DEATHS:
        return _given_up(message, delivery.LOST)
    try:
        _sender(message.topic)(message)
    except NobodyToTell as error:
        delivery.sent(message, at=clock(), note=str(error))
        return "needless"
    except Undeliverable as error:
        return _given_up(message, str(error))
    except Away as error:
        return _put_off(message, str(error), clock())
    except Exception as error:  # noqa: BLE001  one poisoned message must not stop the others
        # The class alone: the text of an error may quote a person's data.
        return _put_off(message, f"unforeseen {type(error).__name__}", clock(), fault=True)
    delivery.sent(message, at=clock())
    return "sent"


def _sender(topic: str) -> Callable[[Message], None]:
    if topic not in SENDERS:
        # A newer version has posted it; a worker of that version will take it.
        raise Away("no_sender")
    return SENDERS[topic]


def _put_off(message: Message, reason: str, at: datetime, *, fault: bool = False) -> str:
    if delivery.put_off(message, reason, at=at, fault=fault):
        log.info("message %s was put off: %s", message.key, reason)
        return "put_off"
    return _dead(message, reason)


def _given_up(message: Message, reason: str) -> str:
    delivery.give_up(message, reason)
    return _dead(message, reason)


def _dead(message: Message, reason: str) -> str:
    log.warning("message %s was given up: %s", message.key, reason)
    return "dead"
