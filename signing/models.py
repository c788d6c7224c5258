"""What is to be signed, by whom and until when; and which key signs for whom. No key is here."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    PERSONAL = "personal", _("signature of the competent person")
    SEAL = "seal", _("seal of the agency")
    SLIP = "slip", _("signature of the agency on its slips")


class SignatureRequest(models.Model):
    """The intent to sign certain bytes, recorded before anybody signs.

    References, not foreign keys: this folder knows neither dossiers nor people.
    """

    Purpose = Purpose

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HELD = "held", _("held, for a person to look at")
        DONE = "done", _("signed")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    subject_ref = models.UUIDField()
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes that are meant
    signer_ref = models.UUIDField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    # Known from the moment of signing, before the request is closed: a crash signs nothing twice,
    # and what was signed is recorded as of that moment, under the key it was asked for with.
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_by = models.UUIDField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # Of what is held: a code or the name of a refusal.
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref", "purpose"],
                condition=Q(state__in=["open", "held"]),
                name="one_open_request_to_sign",
            ),
            models.CheckConstraint(
                name="a_done_request_is_signed",
                condition=~Q(state="done") | ~Q(signed_digest=""),
            ),
            models.CheckConstraint(
                name="a_held_request_has_a_reason",
                condition=~Q(state="held") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="what_is_signed_says_by_whom_and_when",
                condition=Q(signed_digest="", signed_by=None, signed_at=None, idempotency_key="")
                | Q(signed_by__isnull=False, signed_at__isnull=False)
                & ~Q(signed_digest="")
                & ~Q(idempotency_key=""),
            ),
            models.CheckConstraint(
                name="a_request_ends_once_it_is_closed",
                condition=Q(state__in=["open", "held"], ended_at=None)
                | ~Q(state__in=["open", "held"]) & Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_ref}"


class SigningKey(models.Model):
    """Which key an agency seals or signs its slips with, or a person signs with for it.

    The key itself is elsewhere.
    A certificate for public duty is of a person in the service of one agency.
    """

    Purpose = Purpose

    purpose = models.CharField(max_length=10, choices=Purpose)
    agency_ref = models.UUIDField()
    holder_ref = models.UUIDField(null=True, blank=True)  # the person; none for an agency's
    reference = models.CharField(max_length=200)  # pkcs12:minh.p12
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the certificate
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_personal_key_is_of_a_person_and_an_agencys_of_none",
                condition=Q(purpose="personal", holder_ref__isnull=False)
                | Q(purpose__in=["seal", "slip"], holder_ref=None),
            ),
            models.CheckConstraint(
                name="a_key_ends_after_it_begins",
                condition=Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["agency_ref", "purpose", "holder_ref"], name="keys_by_holder"),
        ]

    def __str__(self) -> str:
        return self.reference
