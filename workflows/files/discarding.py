"""Discarding what nothing refers to: papers taken out again, bytes of acts that were undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from signing.models import SignatureRequest

from . import store
from .models import StoredFile

AT_ONCE = 500


def discard(*, before: datetime) -> int:
    """Removes rows and bytes that came before this moment and serve nothing. How many files.

    The time since is the grace of an act that keeps bytes and refers to them when it ends.
    """
    for pk in _unused().filter(stored_at__lt=before).values_list("pk", flat=True):
        _discard_row(pk)
    return sum(
        store.forget(digest, before=before)
        for some in _batches(store.kept_before(before))
        for digest in _unknown(some)
    )


def _unused() -> QuerySet[StoredFile]:
    """Rows that no row of any table refers to, named the way back or not."""
    unused = StoredFile.objects.all()
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            referring = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            unused = unused.filter(~Exists(referring))
    return unused


@transaction.atomic(durable=True)
def _discard_row(pk: int) -> None:
    """Looked at again under a lock; whoever holds it already is about to refer to the row."""
    row = StoredFile.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if row and _unused().filter(pk=pk).exists():
        row.delete()


def _unknown(digests: list[str]) -> set[str]:
    """Those without a row; what was signed and is not yet recorded has none, and is needed."""
    known = StoredFile.objects.filter(digest__in=digests).values_list("digest", flat=True)
    signed = SignatureRequest.objects.filter(signed_digest__in=digests)
    return set(digests) - set(known) - set(signed.values_list("signed_digest", flat=True))


def _batches(digests: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(digests)
    while some := list(islice(rest, AT_ONCE)):
        yield some
