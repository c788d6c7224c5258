"""Dossiers with a journal: a few acts of invented people, recorded as the steps record them."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tests.people import MONDAY, an_office, citizens
from tests.workflows.dossiers.makers import a_dossier
from workflows.dossiers.models import Dossier
from workflows.journal.models import Actor, Entry
from workflows.journal.record import record

LAN = Actor(
    UUID("00000000-0000-4000-8000-00000000001a"), UUID("00000000-0000-4000-8000-00000000001b")
)
HOA = Actor(UUID("00000000-0000-4000-8000-00000000002a"), None)


def an_entry(dossier: Dossier, **what: Any) -> Entry:
    """One more entry, as `settle` writes it: the dossier is saved in the same transaction."""
    with transaction.atomic():
        entry = written(dossier, **what)
        dossier.save()
    return entry


def written(dossier: Dossier, **what: Any) -> Entry:
    """One more entry by Lan at the counter, in the transaction that is open."""
    plain: dict[str, Any] = {
        "act": "receive",
        "by": LAN,
        "at": MONDAY + timedelta(minutes=dossier.journal_count),
        "status_from": "SUBMITTED",
        "status_to": "RECEIVED",
        "national_code": 2,
        "due": "2026-12-25",
        "digest": "d" * 64,
        "details": {"code": "H99.01-261123-0001", "limit": "30 working days"},
        "private": {"answers": {"name": {"value": "Nguyễn Thị Hoa", "source": "declared"}}},
    }
    return record(dossier, **plain | what)


def some_dossiers(*lengths: int, at: datetime = MONDAY) -> list[Dossier]:
    """One dossier per length, each with a chain of so many entries."""
    office, people = an_office(), citizens()
    dossiers = [a_dossier(office, people) for _length in lengths]
    for dossier, length in zip(dossiers, lengths, strict=True):
        for number in range(length):
            an_entry(dossier, at=at + timedelta(minutes=number))
    return dossiers


def a_stamp(data: bytes) -> bytes:
    """A time-stamp authority nobody trusts but these tests."""
    return b"stamped " + hashlib.sha256(data).digest()


def is_stamp(token: bytes, data: bytes) -> bool:
    return token == a_stamp(data)
