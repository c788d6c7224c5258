"""A root as a site states it: for which domain of trust, from which source, from when to when."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate

from .errors import TrustOfOne, UnreadableTrust
from .subjects import name_of

FILE = "anchors.toml"


class Domain(StrEnum):
    """Who vouches: NĐ 23/2025 for citizens and enterprises, NĐ 68/2024 for officials, agencies."""

    PUBLIC = "public"
    GOVERNMENT = "government"
    TEST = "test"
    UNSTATED = "unstated"


@dataclass(frozen=True)
class Anchor:
    """A certificate at which a chain may end, as DER, and what is stated of it."""

    root: bytes
    domain: Domain = Domain.UNSTATED
    source: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def subject(self) -> str:
        return name_of(Certificate.load(self.root))

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.root).hexdigest()

    def counts(self, at: datetime) -> bool:
        begun = self.since is None or self.since <= at
        return begun and (self.until is None or at < self.until)


def stated(folder: Path, roots: tuple[bytes, ...]) -> tuple[Anchor, ...]:
    """What the file beside the roots says of each; raises `UnreadableTrust`."""
    file = folder / FILE
    if not file.exists():
        return ()
    try:
        entries = tomllib.loads(file.read_text())
        found = ((root, entries.get(hashlib.sha256(root).hexdigest())) for root in roots)
        return tuple(_anchor(file, root, entry) for root, entry in found if entry is not None)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableTrust(file) from None


def _anchor(file: Path, root: bytes, entry: Mapping[str, Any]) -> Anchor:
    # Whom to trust decides every verdict: nobody changes it alone. A root for tests is warned of.
    persons = {str(entry.get(name, "")).strip() for name in ("prepared_by", "approved_by")}
    domain = Domain(entry["domain"])
    if domain is not Domain.TEST and ("" in persons or len(persons) < 2):
        raise TrustOfOne(file)
    return Anchor(
        root,
        domain,
        str(entry["source"]),
        _moment(entry.get("from")),
        _moment(entry.get("until")),
    )


def _moment(said: date | datetime | None) -> datetime | None:
    """A day begins at midnight, UTC."""
    if said is None:
        return None
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=UTC)
    return datetime.combine(said, time.min, tzinfo=UTC)
