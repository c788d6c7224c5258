"""A root as a site states it: for which domain of trust, from which source, from when to when."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Any

from asn1crypto.x509 import Certificate
from django.utils.translation import gettext_lazy as _

from .errors import TrustOfOne, UnreadableTrust, UnsoundEntry
from .subjects import name_of, plain

FILE = "anchors.toml"
_PERSONS = ("prepared_by", "approved_by")
_STATED = {"domain", "source", "from", "until", *_PERSONS}
# With colons, as openssl prints it, or without.
_FINGERPRINT = re.compile(r"[0-9a-f]{64}|[0-9a-f]{2}(:[0-9a-f]{2}){31}")
_NO_FINGERPRINT = _(
    "In %(path)s, “%(key)s” is no SHA-256 fingerprint of a certificate: 64 hexadecimal digits, with"
    " colons or without."
)
_TWICE = _("In %(path)s there are two entries for the root %(key)s.")
_UNKNOWN = _("In %(path)s, “%(key)s” is nothing that can be stated of a root.")


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
    left_out: bool = False  # of the file that states what roots are for

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
        entries = _entries(file, tomllib.loads(file.read_text()))
        found = ((root, entries.get(hashlib.sha256(root).hexdigest())) for root in roots)
        return tuple(_anchor(file, root, entry) for root, entry in found)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise UnreadableTrust(file) from None


def _entries(file: Path, written: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """By the fingerprint of the root, in whichever way it is written."""
    entries: dict[str, Mapping[str, Any]] = {}
    for key, entry in written.items():
        if not _FINGERPRINT.fullmatch(key.lower()):
            raise UnsoundEntry(file, key, _NO_FINGERPRINT)
        if (fingerprint := key.lower().replace(":", "")) in entries:
            raise UnsoundEntry(file, key, _TWICE)
        if unknown := entry.keys() - _STATED:
            raise UnsoundEntry(file, min(unknown), _UNKNOWN)
        entries[fingerprint] = entry
    return entries


def _anchor(file: Path, root: bytes, entry: Mapping[str, Any] | None) -> Anchor:
    if entry is None:
        return Anchor(root, left_out=True)
    # Whom to trust decides every verdict: nobody changes it alone. A root for tests is warned of.
    persons = {plain(str(entry.get(name, ""))) for name in _PERSONS}
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
