"""Days that were announced after the calendar's files were written: by one person, and another."""

from __future__ import annotations

import hashlib
import uuid

import rfc8785
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procedures.words import Text, in_language_now

from .reading import DayType, FileVersion, ListedDay


class AnnouncedDay(models.Model):
    """A day that is no longer what the calendar's files say. It counts once it is confirmed."""

    class Type(models.TextChoices):
        HOLIDAY = "HOLIDAY", _("public holiday")
        COMPENSATORY_OFF = "COMPENSATORY_OFF", _("day off in lieu")
        SWAP_OFF = "SWAP_OFF", _("day off by exchange")
        SWAP_WORKING = "SWAP_WORKING", _("working day by exchange")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    calendar = models.CharField(max_length=40)
    day = models.DateField()
    type = models.CharField(max_length=20, choices=Type.choices)
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    # The decision or notice that says so; an announcement without one is nobody's.
    source = models.CharField(max_length=300)
    # Posts, by their public ids: this drawer knows no people.
    announced_by = models.UUIDField()
    announced_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # A slip of the pen that nobody has confirmed is taken back, and stays to be seen.
    taken_back_by = models.UUIDField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    # When the last open dossier had been counted again.
    recounted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                condition=Q(taken_back_at=None),
                name="a_day_is_announced_once",
            ),
            models.CheckConstraint(
                name="what_is_confirmed_is_not_taken_back",
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(confirmed_at=None) & ~Q(taken_back_by=None) & ~Q(taken_back_at=None),
            ),
            models.CheckConstraint(
                name="an_announced_day_has_a_source", condition=~Q(source="") & ~Q(name_vi="")
            ),
            models.CheckConstraint(
                name="an_announced_day_is_confirmed_by_another",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_at__isnull=False) & ~Q(confirmed_by=models.F("announced_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {in_language_now(self.name_vi, self.name_en)}"

    @property
    def listed(self) -> ListedDay:
        """The day as a calendar's file would list it."""
        return ListedDay(
            day=self.day,
            type=DayType(self.type),
            name=Text(vi=self.name_vi, en=self.name_en),
            source=self.source,
            confirmed=True,
        )

    @property
    def version(self) -> FileVersion:
        """What a due date that rests on this announcement states: its place and its hash."""
        said = self.listed.model_dump(mode="json")
        digest = hashlib.sha256(rfc8785.dumps(said)).hexdigest()
        return FileVersion(file=f"{self.calendar}/announced/{self.day}", sha256=digest)
