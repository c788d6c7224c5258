"""Who held the file, and when: the rows of the control slip, and the ground of lateness."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Agency, Post, Unit

from .dossier import Dossier


class Holding(models.Model):
    """A stretch of a dossier's life in one pair of hands (Mẫu 06: one gives, one receives).

    Begun by one act and ended by another; nothing in it is changed afterwards.
    """

    class Party(models.TextChoices):
        AGENCY = "agency", _("the agency")
        CITIZEN = "citizen", _("the applicant")
        THIRD = "third", _("another agency")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="holdings")
    number = models.PositiveSmallIntegerField()
    # What is to be done in it, by the name of the task in the route.
    step = models.CharField(max_length=30)
    party = models.CharField(max_length=10, choices=Party.choices)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    # A queue has neither; whoever takes something from it is noted when it leaves.
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    # What was due when it left these hands; none where the clock did not run.
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="a_holding_has_its_place"),
            models.UniqueConstraint(
                fields=["dossier"], condition=Q(until=None), name="one_holds_a_dossier"
            ),
            models.CheckConstraint(
                name="a_holding_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=models.F("since")),
            ),
            models.CheckConstraint(
                name="whoever_holds_is_somewhere",
                condition=Q(party="citizen", agency=None, unit=None, post=None)
                | ~Q(party="citizen") & Q(agency__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}: {self.step}"
