"""Values an entry only commits to: hidden behind a salt, checked while they stand, erasable."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db.models import OuterRef, QuerySet, Subquery

from workflows.dossiers.models import Dossier

from .models import Entry, PrivateValue


@dataclass(frozen=True)
class Hidden:
    """A private value in canonical JSON, and the salt without which its commitment says nothing."""

    salt: str
    value: str

    @property
    def commitment(self) -> str:
        # Keyed, not strung together: no other salt and value can be cut out of the same letters.
        return hmac.digest(self.salt.encode(), self.value.encode(), "sha256").hex()


def hide(value: Any) -> Hidden:
    return Hidden(secrets.token_hex(32), rfc8785.dumps(value).decode())


def values_of(dossier: Dossier, name: str) -> dict[int, Any]:
    """What was hidden under `name` and is not forgotten, by the place of its act in the chain."""
    return {seq: kept[name] for seq, kept in all_values_of(dossier, (name,)).items()}


def all_values_of(dossier: Dossier, names: Collection[str]) -> dict[int, dict[str, Any]]:
    """The same of several names at once: by the place of the act, then by name."""
    kept = PrivateValue.objects.filter(entry__dossier=dossier, name__in=names)
    found: dict[int, dict[str, Any]] = {}
    for seq, name, value in kept.values_list("entry__seq", "name", "value"):
        found.setdefault(seq, {})[name] = json.loads(value)
    return found


def with_value(entries: QuerySet[Entry], name: str) -> list[tuple[Entry, Any]]:
    """Each entry with what was hidden under `name`; none where it is forgotten. One statement."""
    kept = PrivateValue.objects.filter(entry=OuterRef("pk"), name=name)
    found = entries.annotate(hidden=Subquery(kept.values("value")[:1]))
    return [(one, json.loads(one.hidden) if one.hidden else None) for one in found]


def forget(dossier: Dossier) -> int:
    """Erases every private value of a dossier, salts too. Its chain still verifies."""
    erased, _by_model = PrivateValue.objects.filter(entry__dossier=dossier).delete()
    return erased
