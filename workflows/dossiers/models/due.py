"""Every date on which a dossier's result was due, and how each was found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Post

from .dossier import Dossier


class DueChange(models.Model):
    """A due date, from the act that set it to the act that set the next one. Never rewritten."""

    class Cause(models.TextChoices):
        RECEIVED = "received", _("received")
        PLANNED = "planned", _("named at reception")
        WAITING = "waiting", _("waits for an event")
        EVENT = "event", _("the event came to pass")
        SUPPLEMENT = "supplement", _("the supplement was received")
        APOLOGY = "apology", _("moved by an apology")
        HOLIDAY = "holiday", _("a day off was announced")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="due_changes")
    number = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=20, choices=Cause.choices)
    due_at = models.DateTimeField(null=True, blank=True)
    derivation = models.JSONField(default=list)
    at = models.DateTimeField()
    by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    basis = models.CharField(max_length=300, blank=True)
    # Whether the applicant has it on paper: Mẫu 01 or Mẫu 04.
    promised = models.BooleanField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_due_date_has_its_place"),
            # NĐ 61/2018 art. 19(9): the day of return is moved once at most.
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(cause="apology"), name="one_apology_per_dossier"
            ),
            models.CheckConstraint(
                name="only_an_event_leaves_a_dossier_undated",
                condition=Q(cause="waiting", due_at=None)
                | ~Q(cause="waiting") & Q(due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.cause}"


class Alert(models.Model):
    """That somebody in office was told of a dossier's time, once for each due date."""

    class Kind(models.TextChoices):
        WARNING = "warning", _("due soon")
        LATE = "late", _("late")
        ESCALATED = "escalated", _("late after an apology")
        SILENT = "silent", _("the applicant does not answer")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="alerts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # The due date it is about; of silence, since when it lasts.
    about = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "kind", "about"], name="an_alert_is_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.kind}"
