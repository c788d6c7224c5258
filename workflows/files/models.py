"""The list of stored files; the bytes lie in the store, under their digest."""

from __future__ import annotations

from django.conf import settings
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
    # As the scanner calls it.
    malware = models.CharField(max_length=200, blank=True)
    scan_claimed_until = models.DateTimeField(null=True, blank=True)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="digest_is_sha256_hex", condition=models.Q(digest__length=64)
            ),
            models.CheckConstraint(
                name="malware_is_named_where_it_was_found",
                condition=models.Q(scan="infected") & ~models.Q(malware="")
                | ~models.Q(scan="infected") & models.Q(malware=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scan_claimed_until"],
                name="files_not_yet_scanned",
                condition=models.Q(scan="pending"),
            )
        ]

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def infected(self) -> bool:
        return self.scan == self.Scan.INFECTED

    @property
    def held(self) -> bool:
        """Whether a scanner is to see it first; where none is named, nothing is held."""
        return self.scan == self.Scan.PENDING and settings.CLAMD is not None

    @property
    def closed(self) -> bool:
        """Whether nobody may open it, or rely on it."""
        return self.infected or self.held
