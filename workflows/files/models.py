"""The list of stored files; the bytes lie in the store, under their digest."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.utils.translation import gettext_lazy as _

models.CharField.register_lookup(Length)


class StoredFile(models.Model):
    """One file by its SHA-256. The same bytes are kept once, whoever hands them in."""

    class Scan(models.TextChoices):
        OWN = "own", _("made by this system")
        PENDING = "pending", _("not yet scanned")
        CLEAN = "clean", _("no malware found")
        INFECTED = "infected", _("malware found")

    digest = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.PENDING)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_is_sha256_hex", condition=models.Q(digest__length=64)
            )
        ]

    def __str__(self) -> str:
        return self.digest[:12]
