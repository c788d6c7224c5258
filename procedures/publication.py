"""Putting a revision in force, and which one is. Two persons, a hash, and the day that has come."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import catalogue
from .catalogue import NotInForce
from .models import Publication
from .schema import Procedure


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
    if prepared_by == approved_by:
        raise SamePerson
    if not _admissible(procedure):
        raise AssumedNotPublishable(procedure)
    publication, _created = Publication.objects.get_or_create(
        key=procedure.key,
        revision=procedure.revision,
        defaults={
            "bundle_hash": procedure.bundle_hash,
            "prepared_by": prepared_by,
            "approved_by": approved_by,
            "at": at,
        },
    )
    if publication.bundle_hash != procedure.bundle_hash:
        raise RevisionChanged(procedure)
    return publication


def in_force(key: str, *, on: date) -> Procedure:
    """The newest published revision whose day has come; raises `UnknownProcedure`, `NotInForce`."""
    published = set(Publication.objects.filter(key=key).values_list("revision", "bundle_hash"))
    begun = [
        p
        for p in catalogue.current().of(key)
        if p.revision <= on and (p.revision, p.bundle_hash) in published and _admissible(p)
    ]
    if not begun or (begun[-1].ends is not None and begun[-1].ends < on):
        raise NotInForce(key, on)
    return begun[-1]


def check_in_force(procedure: Procedure, *, on: date) -> None:
    """That this very revision is the one in force; raises `NotInForce`."""
    if in_force(procedure.key, on=on).bundle_hash != procedure.bundle_hash:
        raise NotInForce(procedure.key, on)


def _admissible(procedure: Procedure) -> bool:
    return settings.DEMO or not procedure.assumed
