"""Numbers: of dossiers (unique, gaps allowed) and of documents (none missing, none twice)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.people.models import Agency

from .dossier import Dossier


class CodeSequence(models.Model):
    """How many dossier codes an agency has given on a day."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "day"], name="one_code_sequence_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.day}: {self.last}"


class Book(models.Model):
    """A series of document numbers: one agency, one kind of document, one year, beginning at 1."""

    agency = models.ForeignKey(Agency, models.PROTECT)
    symbol = models.CharField(max_length=60)  # QĐ-UBND in 05/QĐ-UBND
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "symbol", "year"], name="one_book_per_year")
        ]

    def __str__(self) -> str:
        return f"{self.agency} {self.symbol} {self.year}"


class DocumentNumber(models.Model):
    """One number of a book. Once taken it stays with its document, or is void with a reason."""

    class State(models.TextChoices):
        TAKEN = "taken", _("taken, not yet issued")
        ISSUED = "issued", _("issued")
        VOID = "void", _("void")

    book = models.ForeignKey(Book, models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.TAKEN)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="document_numbers")
    dated = models.DateField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["book", "number"], name="a_number_is_given_once"),
            models.UniqueConstraint(
                fields=["dossier"], condition=~Q(state="void"), name="one_live_number_per_dossier"
            ),
            models.CheckConstraint(
                name="void_number_has_a_reason", condition=~Q(state="void") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.written}/{self.book.symbol}"

    @property
    def written(self) -> str:
        """As NĐ 30/2020 Annex I writes it: below ten with a leading zero."""
        return f"{self.number:02d}"
