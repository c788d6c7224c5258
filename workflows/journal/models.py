"""The two logs: what happened, which cannot be rewritten, and who looked or was refused."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.dossiers.models import Dossier

# Closed codes only: neither a sentence, nor a name, nor a number of twelve digits fits in.
CODE = r"^[a-z][a-z_.:-]*$"


@dataclass(frozen=True)
class Actor:
    """Who acts: the account, and the post it acts from (none for citizens)."""

    account: UUID
    post: UUID | None


class Entry(models.Model):
    """One legal act. Ids, closed codes and commitments; nothing here says anything of a person.

    `record` writes entries; a trigger refuses every change. What the hash covers: `chain.Link`.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    # Ids, not foreign keys: the journal outlives what it names.
    actor = models.UUIDField(null=True)
    post = models.UUIDField(null=True)
    at = models.DateTimeField(db_index=True)
    status_from = models.CharField(max_length=50)
    status_to = models.CharField(max_length=50)
    national_code = models.PositiveSmallIntegerField(null=True)
    # Null, as in the hash: an empty text would be another statement.
    due = models.CharField(max_length=10, null=True)  # noqa: DJ001
    digest = models.CharField(max_length=64, null=True)  # noqa: DJ001
    details = models.JSONField(default=dict)
    commitments = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    # pg_current_xact_id(): what one act wrote, here and elsewhere, carries the same number.
    xact = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "seq"], name="a_place_in_a_chain_once")
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.act}"


class PrivateValue(models.Model):
    """What an entry only commits to. Erased with its salt, it cannot even be guessed any more."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="private_values", db_index=False)
    name = models.CharField(max_length=40)
    salt = models.CharField(max_length=64)
    value = models.TextField()  # canonical JSON, byte for byte what was committed to

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="a_private_value_once")
        ]

    def __str__(self) -> str:
        return self.name


class Access(models.Model):
    """Somebody looked, or was refused: ids and codes, written outside any act."""

    class Kind(models.TextChoices):
        READ = "read", _("read")
        REFUSED = "refused", _("refused")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    account = models.UUIDField()
    dossier = models.UUIDField(null=True)
    person = models.UUIDField(null=True)
    # The one paper or result that was opened.
    item = models.UUIDField(null=True)
    what = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="access_holds_codes_only",
                condition=Q(what__regex=CODE, purpose__regex=CODE),
            )
        ]
        indexes = [
            models.Index(fields=["account", "at"], name="what_an_account_saw"),
            models.Index(fields=["dossier", "at"], name="who_saw_a_dossier"),
            models.Index(fields=["person", "at"], name="who_saw_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"
