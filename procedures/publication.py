"""Putting a revision in force, and which one is. Two persons, a hash, and the day that has come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from . import catalogue
from .catalogue import NotInForce
from .models import Publication
from .schema import Procedure

# What a publication vouches for: key, revision, and the hash of its words.
Hashed = tuple[str, date, str]


class NotPublishable(Exception):
    """The revision is not put in force; the sentence says why."""


class SamePerson(NotPublishable):
    def __init__(self) -> None:
        super().__init__(_("Who prepared a revision may not approve it."))


class AssumedNotPublishable(NotPublishable):
    def __init__(self, procedure: Procedure) -> None:
        super().__init__(
            _("Procedure %(key)s rests on assumptions and may be published only in the demo.")
            % {"key": procedure.key}
        )


class RevisionChanged(NotPublishable):
    """The file was edited after it was published; a change is a new file."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(
            _("Revision %(revision)s of %(key)s was published in other words. Add a new revision.")
            % {"revision": procedure.revision.isoformat(), "key": procedure.key}
        )


def publish(
    procedure: Procedure, *, prepared_by: UUID, approved_by: UUID, at: datetime
) -> Publication:
    """Notes that two persons stand for these words; the same words once more change nothing.

    Raises `SamePerson`, `AssumedNotPublishable` or `RevisionChanged`.
    """
    publish_all([procedure], prepared_by=prepared_by, approved_by=approved_by, at=at)
    return Publication.objects.get(key=procedure.key, revision=procedure.revision)


def publish_all(
    procedures: Iterable[Procedure], *, prepared_by: UUID, approved_by: UUID, at: datetime
) -> None:
    """As `publish`, of many in two statements; refused for one, none is published."""
    every = tuple(procedures)
    if prepared_by == approved_by:
        raise SamePerson
    if assumed := next((one for one in every if not _admissible(one)), None):
        raise AssumedNotPublishable(assumed)
    rows = [
        Publication(
            key=one.key,
            revision=one.revision,
            bundle_hash=one.bundle_hash,
            prepared_by=prepared_by,
            approved_by=approved_by,
            at=at,
        )
        for one in every
    ]
    with transaction.atomic():
        Publication.objects.bulk_create(rows, ignore_conflicts=True)
        published = _published()
        for one in every:
            if (one.key, one.revision, one.bundle_hash) not in published:
                raise RevisionChanged(one)


def in_force(key: str, *, on: date) -> Procedure:
    """The newest published revision whose day has come; raises `UnknownProcedure`, `NotInForce`."""
    found = _newest(catalogue.current().of(key), _published(key=key), on)
    if found is None:
        raise NotInForce(key, on)
    return found


def all_in_force(*, on: date) -> tuple[Procedure, ...]:
    """Every procedure that may be asked for on a day, by area and key. One statement."""
    published = _published()
    newest = (_newest(rs, published, on) for rs in catalogue.current().revisions.values())
    return tuple(sorted(filter(None, newest), key=attrgetter("area", "key")))


def _published(**of: str) -> set[Hashed]:
    rows = Publication.objects.filter(**of).values_list("key", "revision", "bundle_hash")
    return set(rows)


def _newest(revisions: Iterable[Procedure], published: set[Hashed], on: date) -> Procedure | None:
    may_hold = (
        p for p in revisions if (p.key, p.revision, p.bundle_hash) in published and _admissible(p)
    )
    return catalogue.of_day(may_hold, on)


def check_in_force(procedure: Procedure, *, on: date) -> None:
    """That this very revision is the one in force; raises `NotInForce`."""
    if in_force(procedure.key, on=on).bundle_hash != procedure.bundle_hash:
        raise NotInForce(procedure.key, on)


def _admissible(procedure: Procedure) -> bool:
    return settings.DEMO or not procedure.assumed
