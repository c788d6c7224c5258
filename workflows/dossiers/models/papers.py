"""The papers the agency made for a dossier: slips, and each state of the result on its way."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.files.models import StoredFile

from .dossier import Dossier


class Paper(models.Model):
    """A paper made by an act. Nothing is replaced: each state of a result is a paper of its own."""

    class Kind(models.TextChoices):
        FORM_01 = "01", _("Receipt and appointment slip")
        FORM_02 = "02", _("Request for completion")
        FORM_03 = "03", _("Refusal of reception")
        FORM_04 = "04", _("Apology and new day of return")
        FORM_05 = "05", _("Notice that the dossier is stopped")
        FORM_06 = "06", _("Control slip")
        DRAFT = "draft", _("Draft result")
        SIGNED = "signed", _("Result signed by the competent person")
        NUMBERED = "numbered", _("Signed result with number and date")
        RESULT = "result", _("Issued result")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # A slip signed for the agency, afterwards: it begins with the very bytes of `file`.
    signed = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=models.Q(kind="result"),
                name="one_issued_result_per_dossier",
            ),
            models.CheckConstraint(
                name="a_signed_slip_says_since_when",
                condition=models.Q(signed=None, signed_at=None)
                | models.Q(signed__isnull=False, signed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.kind}"

    @property
    def shown(self) -> StoredFile:
        """What is handed over: the signed file, once there is one."""
        return self.signed or self.file
