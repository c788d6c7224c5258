"""The registers of dossiers (Mẫu 07) that were kept: each as it stood at its moment."""

from __future__ import annotations

import uuid

from django.db import models

from workflows.files.models import StoredFile
from workflows.people.models import Agency, Post


class KeptRegister(models.Model):
    """The register of an agency and year, drawn once. A later one stands beside it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    lines = models.PositiveIntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    # Signed for the agency, afterwards: it begins with the very bytes of `file`.
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["agency", "year"], name="registers_of_a_year")]
        constraints = [
            models.CheckConstraint(
                name="a_signed_register_says_since_when",
                condition=models.Q(signed=None, signed_at=None)
                | models.Q(signed__isnull=False, signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.year}"

    @property
    def shown(self) -> StoredFile:
        """What is handed out: the signed file, once there is one."""
        return self.signed or self.file
