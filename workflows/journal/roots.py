"""The root of a day: the heads of all chains that grew, time-stamped, outside the database."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Self
from uuid import UUID

import rfc8785
from django.conf import settings
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from workflows.clock.days import LEGAL_TIME

from .models import Entry

# An act takes its moment at the door and is committed when signing has been waited for.
GRACE = timedelta(hours=1)

Stamp = Callable[[bytes], bytes]


class DayNotOver(Exception):
    def __init__(self, day: date) -> None:
        super().__init__(
            _("%(day)s is not over yet, or for less than an hour; its root cannot be made.")
            % {"day": day.isoformat()}
        )


class RootDiffers(Exception):
    """The journal no longer says of a day what its root says. Roots are never overwritten."""

    def __init__(self, day: date) -> None:
        super().__init__(
            _("The journal of %(day)s is not what its root says. Run “journal verify”.")
            % {"day": day.isoformat()}
        )


class RootUnreadable(Exception):
    def __init__(self, day: date) -> None:
        super().__init__(_("The root of %(day)s cannot be read.") % {"day": day.isoformat()})


@dataclass(frozen=True, order=True)
class Head:
    """The last entry of a dossier on a day: how many there were, and the hash over all of them."""

    dossier: UUID
    count: int
    hash: str


@dataclass(frozen=True)
class Root:
    """What a root file says. `previous` is the SHA-256 of the root file before, if there is one."""

    day: date
    heads: tuple[Head, ...]
    previous: str | None

    def canonical(self) -> bytes:
        heads = [asdict(head) | {"dossier": str(head.dossier)} for head in self.heads]
        return rfc8785.dumps(
            {"schema": 1, "day": self.day.isoformat(), "heads": heads, "previous": self.previous}
        )

    @classmethod
    def kept(cls, day: date) -> Self:
        """The root in the file of a day, byte for byte; raises `RootUnreadable`."""
        content = path_of(day).read_bytes()
        try:
            said = json.loads(content)
            heads = tuple(Head(UUID(h["dossier"]), h["count"], h["hash"]) for h in said["heads"])
            root = cls(date.fromisoformat(said["day"]), heads, said["previous"])
            whole = root.day == day and root.canonical() == content
        except (ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if not whole:
            raise RootUnreadable(day)
        return root


def make(*, through: date, at: datetime, stamp: Stamp) -> list[date]:
    """The days up to `through` that got their root now; what was missed earlier is made up.

    Every root that has no time-stamp gets one. Asks `stamp` over the network: call it outside any
    transaction. Raises `DayNotOver`, and `RootDiffers` if a day that has been closed has changed.
    """
    if through > last_over(at):
        raise DayNotOver(through)
    closed = kept_days()
    if closed and through <= closed[-1]:
        _check_unchanged(through)
    days = days_with_entries(after=closed[-1] if closed else None, through=through)
    for day in days:
        _close(day, before=closed[-1] if closed else None)
        closed.append(day)
    for day in closed:
        _stamp(day, stamp)
    return days


def last_over(at: datetime) -> date:
    """The last legal day on which surely nothing is written any more."""
    return (at - GRACE).astimezone(LEGAL_TIME).date() - timedelta(days=1)


def path_of(day: date) -> Path:
    return Path(settings.ROOTS_DIR) / f"{day.isoformat()}.json"


def token_of(day: date) -> Path:
    """Where the time-stamp token (RFC 3161) over the root file's bytes lies."""
    return path_of(day).with_suffix(".tsr")


def kept_days() -> list[date]:
    """The days that have a root, in order."""
    files = Path(settings.ROOTS_DIR).glob("????-??-??.json")
    return sorted(date.fromisoformat(file.stem) for file in files)


def days_with_entries(*, after: date | None, through: date) -> list[date]:
    entries = Entry.objects.filter(at__lt=_begin(through + timedelta(days=1)))
    if after:
        entries = entries.filter(at__gte=_begin(after + timedelta(days=1)))
    days = entries.annotate(day=TruncDate("at", tzinfo=LEGAL_TIME)).values_list("day", flat=True)
    return list(days.distinct().order_by("day"))


def heads_of(day: date) -> tuple[Head, ...]:
    """What the database says now: the last entry of each dossier on a legal day."""
    entries = Entry.objects.filter(at__gte=_begin(day), at__lt=_begin(day + timedelta(days=1)))
    last = entries.order_by("dossier__public_id", "-seq").distinct("dossier__public_id")
    return tuple(Head(*row) for row in last.values_list("dossier__public_id", "seq", "hash"))


def sha256_of(day: date) -> str:
    return hashlib.sha256(path_of(day).read_bytes()).hexdigest()


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), LEGAL_TIME)


def _check_unchanged(day: date) -> None:
    said = Root.kept(day).heads if path_of(day).exists() else ()
    if said != heads_of(day):
        raise RootDiffers(day)


def _close(day: date, *, before: date | None) -> None:
    root = Root(day, heads_of(day), sha256_of(before) if before else None).canonical()
    if not _keep(path_of(day), root) and path_of(day).read_bytes() != root:
        raise RootDiffers(day)


def _stamp(day: date, stamp: Stamp) -> None:
    if not token_of(day).exists():
        _keep(token_of(day), stamp(path_of(day).read_bytes()))


def _keep(path: Path, content: bytes) -> bool:
    """Whether the file was written now, whole and synced; one that stands is never touched."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix="incoming-") as incoming:
        incoming.write(content)
        incoming.flush()
        os.fsync(incoming.fileno())
        try:
            path.hardlink_to(incoming.name)
        except FileExistsError:
            return False
    _sync_folder(path.parent)
    return True


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
