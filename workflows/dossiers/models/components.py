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


class ComponentQuerySet(models.QuerySet["Component"]):
    def newest(self) -> dict[str, Component]:
        """The newest version of each paper, by the requirement it answers."""
        return {one.requirement: one for one in self}


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

    objects = ComponentQuerySet.as_manager()

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
    """Mẫu 02: one full list. A second one needs a legal basis and its approver."""

    class Stage(models.TextChoices):
        RECEPTION = "reception", _("before reception")
        ASSESSMENT = "assessment", _("after assessment")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="completion_requests")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.RECEPTION)
    number = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(Post, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    legal_basis = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "stage", "number"], name="completion_number_once"
            ),
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_at=None),
                name="one_open_request_for_completion",
            ),
            # NĐ 61/2018 art. 11: once only, unless special law says otherwise.
            models.CheckConstraint(
                name="second_completion_needs_basis_and_approver",
                condition=Q(number=1) | ~Q(legal_basis="") & Q(approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} #{self.number}"


class CompletionItem(models.Model):
    """One paper or answer to put right: its reason, its answer, and what the officer said to it."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for an answer")
        GIVEN = "given", _("answered, not sent yet")
        SENT = "sent", _("sent, to be looked at")
        ACCEPTED = "accepted", _("accepted")
        INSUFFICIENT = "insufficient", _("does not suffice")
        DROPPED = "dropped", _("not needed any more")

    request = models.ForeignKey(CompletionRequest, models.PROTECT, related_name="items")
    key = models.CharField(max_length=80)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=12, choices=State.choices, default=State.ASKED)
    # What was given for it: an answer, or a paper. Kept apart from the dossier until it is sent.
    value = models.JSONField(null=True, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255, blank=True)
    # What stood there before: {"value": ...} of an answer, {"version": ...} of a paper.
    before = models.JSONField(null=True, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "key"], name="an_item_is_asked_once"),
            models.CheckConstraint(
                name="a_judgement_says_whose",
                condition=Q(state__in=["accepted", "insufficient"], judged_by__isnull=False)
                | ~Q(state__in=["accepted", "insufficient"]),
            ),
        ]

    def __str__(self) -> str:
        return self.key
