"""The papers handed in, and what was asked for because it was missing."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.files.models import StoredFile
from workflows.people.models import Post
from workflows.results.models import Result

from .dossier import Dossier


class Component(models.Model):
    """One version of one paper of a dossier (thành phần hồ sơ); a newer version replaces it."""

    class Origin(models.IntegerChoices):
        """The national digitisation states 0-3; beside them what never was on paper."""

        PAPER = 0, _("on paper only")
        DIGITISED = 1, _("electronic copy")
        REUSED_COMPONENT = 2, _("reused from a component of another dossier")
        REUSED_RESULT = 3, _("reused from a result of another dossier")
        LOOKED_UP = 4, _("looked up by the agency")
        DRAWN = 5, _("made from the electronic form")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="components")
    requirement = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    origin = models.PositiveSmallIntegerField(choices=Origin.choices)
    name = models.CharField(max_length=255, blank=True)
    # How many lie in the dossier, where they were handed in on paper.
    originals = models.PositiveSmallIntegerField(default=0)
    copies = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True)
    result = models.ForeignKey(Result, models.PROTECT, null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["requirement", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "requirement", "version"], name="one_component_per_version"
            ),
            models.CheckConstraint(
                name="component_holds_what_its_origin_says",
                condition=Q(origin__in=[1, 5], file__isnull=False, result=None)
                | Q(origin__in=[0, 4], result=None)
                | Q(origin=2, file__isnull=False)
                | Q(origin=3, result__isnull=False, file__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} v{self.version}"


class CompletionRequest(models.Model):
    """Mẫu 02 before reception: one full list. A second one needs a legal basis and its approver."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="completion_requests")
    number = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    legal_basis = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "number"], name="completion_number_once"),
            # NĐ 61/2018 art. 11: once only, unless special law says otherwise.
            models.CheckConstraint(
                name="second_completion_needs_basis_and_approver",
                condition=Q(number=1) | ~Q(legal_basis="") & Q(approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} #{self.number}"


class CompletionItem(models.Model):
    """One paper or answer to put right, with the reason."""

    request = models.ForeignKey(CompletionRequest, models.PROTECT, related_name="items")
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="an_item_is_asked_once")
        ]

    def __str__(self) -> str:
        return self.key
