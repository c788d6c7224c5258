"""What has been performed under which key."""

from __future__ import annotations

from django.db import models

from workflows.dossiers.models import Dossier
from workflows.people.models import Account


class PerformedAct(models.Model):
    """An act that stands, under the key its door chose, and the answer that was given."""

    key = models.CharField(max_length=100, unique=True)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    act = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.act} {self.key}"
