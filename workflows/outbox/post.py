"""Posting: news is written down in the transaction of its cause, and leaves later."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.transaction import TransactionManagementError

from .models import Message

CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


class NotACode(ValueError):
    """Something other than a code was to be posted; it might have been about a person."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The outbox takes ids and codes only; “{name}” is neither.")


def post(topic: str, subject: UUID, *, at: datetime, key: str, **payload: str) -> None:
    """Leaves if the surrounding transaction commits. A key posted before stays one message."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("News is posted inside the transaction of its cause.")
    for name, value in payload.items():
        if not CODE.fullmatch(value):
            raise NotACode(name)
    message = Message(
        key=key, topic=topic, subject=subject, payload=payload, created_at=at, next_at=at
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)
