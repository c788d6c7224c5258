"""What officers are told of a dossier: a line for each of those whose work it is."""

from __future__ import annotations

from workflows.outbox.models import Message, Notice
from workflows.routes.watch import officers_of

from .errors import NobodyToTell


def send(message: Message) -> None:
    """Leaves one notice per officer, however often it is called."""
    act = message.payload["act"]
    accounts = officers_of(message.subject, act, at=message.created_at)
    if not accounts:
        raise NobodyToTell("no_officer")
    notices = [
        Notice(
            key=message.key,
            account=account,
            dossier=message.subject,
            act=act,
            at=message.created_at,
        )
        for account in accounts
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
