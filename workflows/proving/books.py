"""I6: in each book no number is missing and none twice, and each issued one has its result."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Max, Min, Q
from django.utils.translation import gettext as _

from workflows.dossiers.models import Book, DocumentNumber, Dossier
from workflows.dossiers.status import Status
from workflows.results.models import Result

from .look import AT_A_TIME, Look, Violation

CODE = "I6"
State = DocumentNumber.State
HAS_RESULT = {Status.ISSUED, Status.RETURNED}


def check(look: Look) -> Iterator[Violation]:
    yield from _books()
    numbers = DocumentNumber.objects.select_related("book__agency", "dossier").order_by("pk")
    for number in look.over(numbers.iterator(chunk_size=AT_A_TIME)):
        for sentence in _faults(number):
            yield Violation(CODE, str(number.dossier.public_id), sentence)
    yield from _unnumbered()


def _books() -> Iterator[Violation]:
    """A book that counts to n holds n numbers, from the first to the nth, each once."""
    found = Book.objects.annotate(
        held=Count("numbers"),
        different=Count("numbers__number", distinct=True),
        lowest=Min("numbers__number"),
        highest=Max("numbers__number"),
    )
    whole = Q(last=0, held=0) | Q(held=F("last"), different=F("last"), lowest=1, highest=F("last"))
    for book in found.exclude(whole).select_related("agency").iterator():
        told = _("The numbers of the book are not 1 to %(last)d, each once.") % {"last": book.last}
        yield Violation(CODE, f"{book.agency.code} {book.symbol} {book.year}", told)


def _faults(number: DocumentNumber) -> Iterator[str]:
    status = number.dossier.status
    if number.state == State.VOID and not number.reason:
        yield _("Number %(number)s is void without a reason.") % {"number": number}
    if number.state == State.TAKEN and status != Status.SIGNED:
        yield _("Number %(number)s is taken, but nothing is to be issued.") % {"number": number}
    if number.state != State.ISSUED:
        return
    results = Result.objects.filter(
        issuer=number.book.agency,
        number=str(number),
        issued_on=number.dated,
        dossier_code=str(number.dossier),
    ).count()
    if results != 1 or status not in HAS_RESULT:
        yield _("Number %(number)s is issued without a result of its own.") % {"number": number}


def _unnumbered() -> Iterator[Violation]:
    """Results of our dossiers that bear a number no book gave."""
    issued = DocumentNumber.objects.filter(state=State.ISSUED).values("dossier__code")
    dossiers = Dossier.objects.filter(status__in=HAS_RESULT).values("code")
    ours = Result.objects.filter(dossier_code__in=dossiers)
    for result in ours.exclude(dossier_code__in=issued).iterator():
        told = _("The result bears a number that no book has issued.")
        yield Violation(CODE, str(result.public_id), told)
