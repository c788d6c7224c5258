"""What is to be signed, by whom and until when; and which key signs for whom. No key is here."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    PERSONAL = "personal", _("signature of the competent person")
    SEAL = "seal", _("seal of the agency")


class SignatureRequest(models.Model):
    """The intent to sign certain bytes, recorded before anybody signs.

    References, not foreign keys: this folder knows neither dossiers nor people.
    """

    Purpose = Purpose

    class State(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("signed")
        DECLINED = "declined", _("declined")

    purpose = models.CharField(max_length=10, choices=Purpose)
    subject_ref = models.UUIDField()
    digest = models.CharField(max_length=64)  # SHA-256 of the bytes that are meant
    signer_ref = models.UUIDField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    # Known from the moment of signing, before the request is closed: a crash signs nothing twice.
    signed_digest = models.CharField(max_length=64, blank=True)
    signed_by = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref", "purpose"],
                condition=Q(state="open"),
                name="one_open_request_to_sign",
            ),
            models.CheckConstraint(
                name="a_done_request_is_signed",
                condition=~Q(state="done") | ~Q(signed_digest=""),
            ),
            models.CheckConstraint(
                name="a_declined_request_has_a_reason",
                condition=~Q(state="declined") | ~Q(reason="") & Q(signed_digest=""),
            ),
            models.CheckConstraint(
                name="what_is_signed_names_who_did",
                condition=Q(signed_digest="", signed_by=None)
                | ~Q(signed_digest="") & Q(signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_request_ends_once_it_is_closed",
                condition=Q(state="open", ended_at=None)
                | ~Q(state="open") & Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_ref}"


class SigningKey(models.Model):
    """Which key a person or an agency signs with, and when; the key itself is elsewhere."""

    Purpose = Purpose

    purpose = models.CharField(max_length=10, choices=Purpose)
    holder_ref = models.UUIDField(null=True, blank=True)
    agency_ref = models.UUIDField(null=True, blank=True)
    reference = models.CharField(max_length=200)  # pkcs12:minh.p12
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_key_has_exactly_one_holder",
                condition=Q(holder_ref=None) ^ Q(agency_ref=None),
            ),
            models.CheckConstraint(
                name="a_key_ends_after_it_begins",
                condition=Q(valid_to__gte=models.F("valid_from")),
            ),
        ]
        indexes = [
            models.Index(fields=["holder_ref", "purpose"], name="keys_of_a_person"),
            models.Index(fields=["agency_ref", "purpose"], name="keys_of_an_agency"),
        ]

    def __str__(self) -> str:
        return self.reference
