"""Giving numbers: dossier codes at reception, document numbers when a result is numbered."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from workflows.people.models import Agency

from .models import Book, CodeSequence, DocumentNumber, Dossier

# Numbers that other drafts may take before this one is numbered; a longer number is drawn smaller.
DRAFTS_WAITING = 20


class NumberTaken(Exception):
    """The document already has its number, for good."""

    def __init__(self) -> None:
        super().__init__(_("This document already has a number."))


def next_code(agency: Agency, *, on: date) -> str:
    """The next dossier code of the agency's day; past 9,999 it grows wider. Gaps are allowed."""
    CodeSequence.objects.get_or_create(agency=agency, day=on)
    sequence = CodeSequence.objects.select_for_update().get(agency=agency, day=on)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return agency.dossier_code_pattern.format(agency=agency.code, day=on, sequence=sequence.last)


def take_number(dossier: Dossier, *, symbol: str, on: date) -> DocumentNumber:
    """The next number of the book of the year, for this document and no other.

    NĐ 30/2020 art. 15: one series a year from 01. The row lock of the book leaves no gap:
    a number exists only if the transaction that counted it has committed.
    """
    if DocumentNumber.objects.filter(dossier=dossier).exclude(state="void").exists():
        raise NumberTaken
    agency = dossier.competent_agency
    Book.objects.get_or_create(agency=agency, symbol=symbol, year=on.year)
    book = Book.objects.select_for_update().get(agency=agency, symbol=symbol, year=on.year)
    book.last += 1
    book.save(update_fields=["last"])
    return DocumentNumber.objects.create(book=book, number=book.last, dossier=dossier, dated=on)


def digits_ahead(agency: Agency, *, symbol: str, on: date) -> int:
    """How many digits the coming numbers of the book have, for the place a draft leaves them."""
    book = Book.objects.filter(agency=agency, symbol=symbol, year=on.year).first()
    return max(2, len(str((book.last if book else 0) + DRAFTS_WAITING)))
