"""Where a revision stands: in force, to come, past, or not put in force by anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.components.signs import Tone
from procedures import catalogue
from procedures.models import Publication
from procedures.schema import Procedure
from workflows.people.models import Account

# By publication: key, revision, hash.
Published = dict[tuple[str, date, str], Publication]


@dataclass(frozen=True)
class Standing:
    words: Promise
    tone: Tone = ""


IN_FORCE = Standing(_("in force"), "ok")
COMING = Standing(_("to come"), "info")
PAST = Standing(_("past"))
UNPUBLISHED = Standing(_("not put in force"), "warn")
ALTERED = Standing(_("altered after it was put in force"), "bad")


def published(**of: str) -> Published:
    """Every publication, or those of one procedure. One statement."""
    return {(p.key, p.revision, p.bundle_hash): p for p in Publication.objects.filter(**of)}


def standing(one: Procedure, known: Published, *, on: date) -> Standing:
    if (one.key, one.revision, one.bundle_hash) not in known:
        spoilt = any(key == one.key and day == one.revision for key, day, _hash in known)
        return ALTERED if spoilt else UNPUBLISHED
    if one.revision > on:
        return COMING
    return IN_FORCE if catalogue.of_day(catalogue.current().of(one.key), on) == one else PAST


def names_of(publications: Iterable[Publication]) -> dict[object, str]:
    """Of those who prepared and approved, as far as they are on record. One statement."""
    ids = {who for one in publications for who in (one.prepared_by, one.approved_by)}
    found = Account.objects.filter(public_id__in=ids).select_related("person")
    return {one.public_id: str(one.person or one) for one in found}
