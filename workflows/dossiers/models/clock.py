"""The segments of a dossier's legal clock: when it ran, why it stood still."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Post

from .dossier import Dossier


class ClockSegment(models.Model):
    """A stretch of time with one cause. The agency's days are counted in RUNNING segments only."""

    class Cause(models.TextChoices):
        RUNNING = "running", _("the agency's time")
        SUPPLEMENT = "supplement", _("waiting for a supplement")
        PAYMENT = "payment", _("waiting for payment")
        EVENT = "event", _("waiting for an event")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock_segments")
    cause = models.CharField(max_length=20, choices=Cause.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(ended_at=None), name="one_clock_segment_open"
            ),
            models.CheckConstraint(
                name="clock_segment_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.cause}"
