"""What an entry's hash covers: the entry in canonical JSON (RFC 8785), with the hash before it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import rfc8785


@dataclass(frozen=True)
class Link:
    """An entry as it is told. `previous` is the hash of the one before, empty for the first."""

    dossier: UUID
    seq: int
    act: str
    actor: UUID | None
    post: UUID | None
    at: str
    status_from: str
    status_to: str
    national_code: int | None
    due: str | None
    digest: str | None
    details: Mapping[str, Any]
    commitments: Mapping[str, str]
    previous: str

    def unsealed(self) -> bytes:
        """The canonical JSON as far as it is known before the database numbers the transaction.

        `xact` sorts last of all names, so what follows is its value, a quote and a brace.
        """
        told = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        return rfc8785.dumps(told)[:-1] + b',"xact":"'

    def sealed(self, xact: int) -> str:
        return hashlib.sha256(self.unsealed() + b'%d"}' % xact).hexdigest()


def moment(at: datetime) -> str:
    """A moment as it is hashed: in UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    """The value as JSON has it. A number that is not whole cannot be an id or a code."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        raise rfc8785.FloatDomainError(value)
    return value
