"""The register of issued results. It stands without the dossiers and may be fed from elsewhere."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from workflows.files.models import StoredFile
from workflows.people.models import Agency, Organisation, Person


class Result(models.Model):
    """A signed result: whose, issued by whom, valid how long, and the file that proves it."""

    class State(models.TextChoices):
        ACTIVE = "active", _("in force")
        REVOKED = "revoked", _("revoked")
        REPLACED = "replaced", _("replaced")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result_type = models.CharField(max_length=80)
    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    owner_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True)
    owner_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    issuer = models.ForeignKey(Agency, models.PROTECT)
    number = models.CharField(max_length=80)  # 05/QĐ-UBND
    issued_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)  # none: without limit
    scope = models.JSONField(default=dict)  # what limits its use; empty: nothing does
    facts = models.JSONField(default=dict)
    procedure_key = models.CharField(max_length=80)
    procedure_revision = models.DateField()
    bundle_hash = models.CharField(max_length=64)
    # The code, not a foreign key: the register must stand without the dossiers.
    dossier_code = models.CharField(max_length=60, unique=True)
    file = models.ForeignKey(StoredFile, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    state_reason = models.CharField(max_length=300, blank=True)
    state_since = models.DateTimeField()
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number", "issued_on"], name="a_result_number_is_issued_once"
            ),
            models.CheckConstraint(
                name="result_has_exactly_one_owner",
                condition=Q(owner_person=None) ^ Q(owner_organisation=None),
            ),
            models.CheckConstraint(
                name="result_is_revoked_with_a_reason",
                condition=~Q(state="revoked") | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="result_is_replaced_by_another",
                condition=Q(state="replaced") ^ Q(replaced_by=None),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_person", "result_type"], name="results_of_a_person"),
            models.Index(fields=["owner_organisation", "result_type"], name="results_of_an_org"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def owner(self) -> Person | Organisation:
        owner = self.owner_organisation or self.owner_person
        assert owner is not None, "the constraint result_has_exactly_one_owner"  # noqa: S101
        return owner

    def is_in_force(self, on: date) -> bool:
        """Neither revoked nor replaced, and valid on this day."""
        ended = self.valid_to is not None and on > self.valid_to
        return self.state == self.State.ACTIVE and self.valid_from <= on and not ended

    @property
    def ended_because(self) -> Promise | str:
        """Why it is no longer in force, in words that end a sentence."""
        if self.replaced_by is None:
            return self.state_reason
        return format_lazy(_("replaced by {}"), self.replaced_by.number)


class Amendment(models.Model):
    """A letter that puts right how a result is written (đính chính), without replacing it."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="amendments")
    by = models.OneToOneField(Result, models.PROTECT, related_name="amends")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="nothing_amends_itself", condition=~Q(result=models.F("by"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.result} ← {self.by}"


class ResultUse(models.Model):
    """Which dossier relied on which result, for which procedure and on what ground."""

    result = models.ForeignKey(Result, models.PROTECT, related_name="uses")
    dossier = models.UUIDField()
    requirement = models.CharField(max_length=80)
    purpose = models.CharField(max_length=80)  # the procedure
    legal_basis = models.CharField(max_length=300, blank=True)
    consented = models.BooleanField()
    digest = models.CharField(max_length=64)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["result", "dossier", "requirement"], name="a_result_is_used_once"
            ),
            models.CheckConstraint(
                name="a_use_has_a_ground", condition=Q(consented=True) | ~Q(legal_basis="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} → {self.requirement}"
