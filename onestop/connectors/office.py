"""What officers are told of a dossier: a line for each of those whose work it is."""

from __future__ import annotations

from workflows.outbox.models import Message
from workflows.routes.concerned import officers_of

from .errors import NobodyToTell
from .notices import leave


def send(message: Message) -> None:
    """Leaves one notice per officer, however often it is called."""
    accounts = officers_of(message.subject, message.payload["act"], at=message.created_at)
    if not accounts:
        raise NobodyToTell("no_officer")
    leave(message, accounts)
