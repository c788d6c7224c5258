"""Notices in the system itself: a line for each account of those whose dossier it is."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.timezone import localdate

from workflows.dossiers.contacts import recipients_of
from workflows.outbox.models import Message, Notice

from .errors import NobodyToTell


def send(message: Message) -> None:
    """Leaves one notice per account, however often it is called."""
    accounts = recipients_of(message.subject, on=localdate())
    if not accounts:
        raise NobodyToTell("no_account")
    leave(message, accounts)


def leave(message: Message, accounts: Iterable[UUID]) -> None:
    """One line for each of these accounts, and no second one for the same message."""
    notices = [
        Notice(
            key=message.key,
            account=account,
            dossier=message.subject,
            act=message.payload["act"],
            at=message.created_at,
        )
        for account in accounts
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
