"""One dossier: whose it is, what it asks, where it stands, when it is due."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from procedures.fields import Situation
from workflows.dossiers.status import ENDED, NATIONAL_CODE, LegalStatus
from workflows.people.models import (
    Account,
    Agency,
    Organisation,
    Person,
    Post,
    Representation,
    Unit,
)

TURN = Coalesce("due_at", "submitted_at", "created_at")


class DossierQuerySet(models.QuerySet["Dossier"]):
    def open(self) -> Self:
        return self.exclude(status__in=ENDED)

    def whole(self) -> Self:
        """With everybody an act needs to know, in the same statement."""
        return self.select_related(
            "submitter",
            "owner_person",
            "owner_organisation",
            "representation",
            "contact",
            "assisted_by__person",
            "receiving_agency",
            "competent_agency",
            "counter_agency",
            "corrects",
            "handler__account__person",
            "handler__unit",
            "signer__account__person",
            "signer__unit",
        )


class Contact(models.Model):
    """How to reach the people of one dossier. Erasable without touching the dossier."""

    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.name


class Dossier(LegalStatus):
    """A request to the State and all that becomes of it. Submitter, owner and contact differ."""

    class Channel(models.TextChoices):
        COUNTER = "counter", _("at the counter")
        ONLINE = "online", _("online")
        POST = "post", _("by public post")

    class Outcome(models.TextChoices):
        GRANT = "grant", _("granted")
        REFUSAL = "refusal", _("refused")

    class Correction(models.TextChoices):
        """Of an issued result: NĐ 30/2020 art. 18, NĐ 61/2018 art. 21."""

        AMEND = "amend", _("correction of form")
        REPLACE = "replace", _("replacement")
        REVOKE = "revoke", _("revocation")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Given at reception, once, the same everywhere: NĐ 309/2026 art. 17(3).
    code = models.CharField(max_length=60, unique=True, null=True, blank=True)
    # What opens the public look-up; the code alone must not.
    lookup_secret = models.CharField(max_length=8, blank=True)

    procedure_key = models.CharField(max_length=80)
    procedure_revision = models.DateField()
    bundle_hash = models.CharField(max_length=64)
    case = models.CharField(max_length=80)
    channel = models.CharField(max_length=10, choices=Channel.choices)

    receiving_agency = models.ForeignKey(Agency, models.PROTECT, related_name="received_dossiers")
    competent_agency = models.ForeignKey(Agency, models.PROTECT, related_name="decided_dossiers")
    # Whose counter acts on it: the receiving one, until that passes it on to the competent one.
    counter_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    handler = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    # Whose name stands under the draft; only this post may approve and sign it.
    signer = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")

    submitter = models.ForeignKey(Person, models.PROTECT, related_name="submitted_dossiers")
    # The officer who wrote it down at the counter; filed by the submitter themselves: none.
    assisted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="assisted_dossiers"
    )
    owner_person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="owned_dossiers"
    )
    owner_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    representation = models.ForeignKey(Representation, models.PROTECT, null=True, blank=True)
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True)
    # {key: {"value": ..., "source": ...}}: every answer remembers where it came from.
    answers = models.JSONField(default=dict)

    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True, db_index=True)
    original_due_at = models.DateTimeField(null=True, blank=True)
    derivation = models.JSONField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    # A dossier that puts an issued result right: which one, and how. Opened by the agency.
    corrects = models.ForeignKey(
        "results.Result", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction = models.CharField(max_length=10, choices=Correction.choices, blank=True)
    # The event its limit counts from, once it has come to pass.
    event_on = models.DateField(null=True, blank=True)

    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    outcome_facts = models.JSONField(default=dict)
    draft_digest = models.CharField(max_length=64, blank=True)
    approved_digest = models.CharField(max_length=64, blank=True)

    search_text = models.TextField(editable=False, blank=True)
    sort_key = models.CharField(max_length=1200, editable=False, blank=True)
    journal_count = models.PositiveIntegerField(default=0)
    journal_head = models.CharField(max_length=64, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        indexes = [
            # The order of every list, as `routes.paging` has it, within what an agency may see.
            models.Index("receiving_agency", TURN, "public_id", name="received_in_turn"),
            models.Index("competent_agency", TURN, "public_id", name="decided_in_turn"),
            # Strangers may try any code; a wrong one must not cost more than a right one.
            models.Index(fields=["lookup_secret"], name="dossiers_by_tracking_code"),
        ]
        constraints = [
            models.CheckConstraint(
                name="dossier_has_exactly_one_owner",
                condition=Q(owner_person=None) ^ Q(owner_organisation=None),
            ),
            models.CheckConstraint(
                name="online_nobody_files_for_another",
                condition=Q(assisted_by=None) | ~Q(channel="online"),
            ),
            models.CheckConstraint(
                name="dossier_code_comes_with_reception",
                condition=Q(code=None, received_at=None)
                | Q(code__isnull=False, received_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_correction_corrects_something",
                condition=Q(corrects=None, correction="")
                | Q(corrects__isnull=False) & ~Q(correction=""),
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(correction="") & ~Q(status__in=ENDED) & ~Q(status="ISSUED"),
                name="one_correction_at_a_time",
            ),
            models.CheckConstraint(
                name="dossier_head_comes_with_count",
                condition=Q(journal_count=0, journal_head="")
                | Q(journal_count__gt=0) & ~Q(journal_head=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code or str(self.public_id)

    @property
    def tracking_code(self) -> str:
        """The secret of the look-up, in the groups in which people read and type it."""
        return f"{self.lookup_secret[:4]}-{self.lookup_secret[4:]}"

    @property
    def owner(self) -> Person | Organisation:
        """Chủ hồ sơ: the one whose right the dossier is about."""
        owner = self.owner_organisation or self.owner_person
        assert owner is not None, "the constraint dossier_has_exactly_one_owner"  # noqa: S101
        return owner

    @property
    def counter_is_in_line(self) -> bool:
        """Whether its counter belongs to the agency that decides, or stands in its own line.

        Else the receipt is non-territorial: the limit counts from receipt by the competent agency
        (NĐ 309/2026 art. 17(3)).
        """
        counter, competent = self.counter_agency, self.competent_agency
        above, below = counter.parent_id == competent.pk, competent.parent_id == counter.pk
        return counter.pk == competent.pk or above or below

    def ground_holds_on(self, day: date) -> bool:
        """Whether the submitter acts for the owner that day, or for themselves."""
        return self.representation is None or self.representation.holds_on(day)

    @property
    def waits_for_event(self) -> bool:
        """Received, but its limit counts from an event that has not come to pass."""
        return self.received_at is not None and self.due_at is None

    @property
    def applicant_kind(self) -> str:
        """What the catalogue's conditions ask for: `organisation` or `person`."""
        return "organisation" if self.owner_organisation_id else "person"

    @property
    def situation(self) -> Situation:
        """What the catalogue's conditions look at."""
        given = {key: answer["value"] for key, answer in self.answers.items()}
        return Situation(self.applicant_kind, given)

    @property
    def national_code(self) -> int | None:
        """The portal's code for the status, 1 to 10; none for a draft."""
        return NATIONAL_CODE[self.status]
