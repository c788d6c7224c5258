"""One key, one act, one answer: whoever repeats a request hears what the first one heard."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import Dossier
from workflows.journal.models import Entry
from workflows.people.models import Account

from .models import PerformedAct

# What a person types to prove himself is no part of what he asks for, and is never kept.
UNTOLD = frozenset({"pin"})


class KeyReused(Exception):
    """The key was used before, for something else."""

    def __init__(self) -> None:
        super().__init__(
            _("This request was already used for something else. Open the page again.")
        )


@dataclass(frozen=True)
class Performed:
    """What an act left: the answer to whoever asked for it, now or again."""

    act: str
    dossier: str
    code: str | None
    status: str
    national_code: int | None
    seq: int
    at: str
    by: str | None
    due: str | None
    digest: str | None


def answer_of(dossier: Dossier, entry: Entry) -> Performed:
    return Performed(
        act=entry.act,
        dossier=str(dossier.public_id),
        code=dossier.code,
        status=dossier.status,
        national_code=dossier.national_code,
        seq=entry.seq,
        at=entry.at.isoformat(),
        by=str(entry.actor) if entry.actor else None,
        due=entry.due,
        digest=entry.digest,
    )


def told(details: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for, without what a person proves himself with."""
    return {name: value for name, value in details.items() if name not in UNTOLD}


def fingerprint(dossier: Dossier, act: str, details: Mapping[str, Any]) -> str:
    """SHA-256 over what was asked, so that a key cannot carry two different requests."""
    asked = [str(dossier.public_id), act, told(details)]
    whole = json.dumps(asked, sort_keys=True, default=repr)
    return hashlib.sha256(whole.encode()).hexdigest()


def earlier(key: str, asked: str, by: Account) -> Performed | None:
    """The answer given under `key` before, if any; raises `KeyReused` if it was another request."""
    found = PerformedAct.objects.filter(key=key).first()
    if found is None:
        return None
    if found.fingerprint != asked or found.account_id != by.pk:
        raise KeyReused
    return Performed(**found.answer)


def remember(key: str, asked: str, answer: Performed, *, dossier: Dossier, by: Account) -> None:
    """Keeps the answer in the act's own transaction; a key taken meanwhile undoes the act."""
    try:
        PerformedAct.objects.create(
            key=key,
            dossier=dossier,
            account=by,
            act=answer.act,
            fingerprint=asked,
            answer=asdict(answer),
            at=datetime.fromisoformat(answer.at),
        )
    except IntegrityError:
        raise KeyReused from None
