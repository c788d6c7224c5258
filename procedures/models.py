"""The one thing about procedures that is in no file: that two persons put a revision in force."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Publication(models.Model):
    """A revision was read and approved, in exactly these words."""

    key = models.CharField(max_length=80)
    revision = models.DateField()
    bundle_hash = models.CharField(max_length=64)
    # Persons, not foreign keys: this folder knows nobody.
    prepared_by = models.UUIDField()
    approved_by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "revision"], name="a_revision_is_published_once"
            ),
            models.CheckConstraint(
                name="a_publication_takes_two_persons",
                condition=~Q(prepared_by=F("approved_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}, {self.revision}"
