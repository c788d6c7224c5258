"""How a dossier ended without a result: on whose word, on what ground, and what of the fee."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Post

from .dossier import Dossier


class Ending(models.Model):
    """What Mẫu 05 states. Whatever was paid is concluded with it, never left open."""

    class Kind(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn by the applicant")
        STOPPED = "stopped", _("stopped by the agency")
        SILENCE = "silence", _("stopped, as the applicant did not answer")

    class Finance(models.TextChoices):
        NO_CHARGE = "no-charge", _("nothing was charged")
        KEPT = "kept", _("what was paid is kept")
        REFUND = "refund", _("what was paid is refunded")

    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="ending")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Where in its life the dossier was.
    stage = models.CharField(max_length=50)
    ground = models.CharField(max_length=2000, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    finance = models.CharField(max_length=10, choices=Finance.choices)
    finance_note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="an_agency_stops_on_a_ground_and_with_consent",
                condition=~Q(kind="stopped")
                | ~Q(ground="") & ~Q(legal_basis="") & Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="an_applicant_withdraws_for_themselves",
                condition=Q(kind="withdrawn", decided_by=None)
                | ~Q(kind="withdrawn") & Q(decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.kind}"
