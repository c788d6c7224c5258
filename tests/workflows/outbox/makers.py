"""Messages to send, and threads to send them with."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import connection, transaction

from tests.people import MONDAY
from workflows.outbox.models import Message
from workflows.outbox.post import post

T = TypeVar("T")
numbers = itertools.count(1)


def a_message(
    topic: str = "test",
    subject: UUID | None = None,
    *,
    key: str | None = None,
    act: str = "receive",
    at: datetime = MONDAY,
) -> Message:
    """A message posted as an act posts it; of a dossier of its own unless told."""
    key = key or f"test:{next(numbers)}:{topic}"
    with transaction.atomic():
        post(topic, subject or uuid4(), at=at, key=key, act=act)
    return Message.objects.get(key=key)


def afresh(message: Message) -> Message:
    return Message.objects.get(pk=message.pk)


def at_once(threads: int, work: Callable[[int], T]) -> list[T]:
    """What `work` returned in each of so many threads, each with its own connection."""

    def working(number: int) -> T:
        with _own_connection():
            return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(working, range(threads)))


@contextmanager
def _own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()
