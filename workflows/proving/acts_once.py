"""I2: one key, one act; one act, one key. Whoever sends a request twice has one dossier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from workflows.journal.models import Entry
from workflows.routes.table import TOLD_ONLY
from workflows.steps.models import PerformedAct

from .look import AT_A_TIME, Look, Violation

CODE = "I2"


def check(look: Look) -> Iterator[Violation]:
    yield from _twice()
    entry = Entry.objects.filter(
        dossier=OuterRef("dossier"), seq=OuterRef("seq"), act=OuterRef("act"), at=OuterRef("at")
    )
    kept = _acts().annotate(stands=Exists(entry), named=KT("answer__dossier"))
    rows = kept.values_list("key", "stands", "named", "dossier__public_id").order_by("pk")
    for key, stands, named, dossier in look.over(rows.iterator(chunk_size=AT_A_TIME)):
        if not stands or named != str(dossier):
            yield Violation(CODE, key, _("The act that was answered for is not in the journal."))
    yield from _without_key()


def _acts() -> QuerySet[Any]:
    """With the place in the chain that was answered for."""
    return PerformedAct.objects.annotate(seq=Cast(KT("answer__seq"), IntegerField()))


def _twice() -> Iterator[Violation]:
    keys = PerformedAct.objects.values("key").annotate(times=Count("pk")).filter(times__gt=1)
    for one in keys.iterator():
        yield Violation(CODE, one["key"], _("More than one act stands under this key."))
    acts = _acts().values("seq", subject=F("dossier__public_id")).annotate(times=Count("pk"))
    for one in acts.filter(times__gt=1).iterator():
        told = _("Entry %(seq)d was answered for under more than one key.") % {"seq": one["seq"]}
        yield Violation(CODE, str(one["subject"]), told)


def _without_key() -> Iterator[Violation]:
    """Acts that nobody asked for under a key; what the system does by itself has none."""
    kept = _acts().filter(dossier=OuterRef("dossier"), seq=OuterRef("seq"))
    left = Entry.objects.exclude(act__in=TOLD_ONLY).filter(~Exists(kept))
    for dossier, seq in left.values_list("dossier__public_id", "seq").iterator():
        yield Violation(CODE, str(dossier), _("Entry %(seq)d came under no key.") % {"seq": seq})
