"""Numbers of documents, NĐ 30/2020 art. 15: one series a year from 01, none missing, none twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import Citizens, Office, an_office, citizens
from workflows.dossiers.models import Book, DocumentNumber, Dossier
from workflows.dossiers.numbering import NumberTaken, take_number

from .makers import a_dossier

DAY = date(2026, 11, 23)


def test_a_book_begins_at_01_and_goes_on(province: Office, people: Citizens) -> None:
    numbers = [take(a_dossier(province, people)) for _ in range(10)]
    assert [n.written for n in numbers] == [f"{n:02d}" for n in range(1, 11)]
    assert str(numbers[4]) == "05/QĐ-UBND"


def test_a_new_year_begins_at_01_again(province: Office, people: Citizens) -> None:
    last = take(a_dossier(province, people), on=date(2026, 12, 31))
    first = take(a_dossier(province, people), on=date(2027, 1, 1))
    assert (last.number, first.number) == (1, 1)
    assert (last.book.year, first.book.year) == (2026, 2027)


def test_each_kind_of_document_and_each_agency_has_a_book_of_its_own(
    province: Office, people: Citizens
) -> None:
    decided_here = a_dossier(province, people, competent_agency=province.department)
    taken = [
        take(a_dossier(province, people)),
        take(a_dossier(province, people), symbol="TB-UBND"),
        take(decided_here),
    ]
    assert [n.number for n in taken] == [1, 1, 1]
    assert Book.objects.count() == 3


def test_a_document_takes_one_number_and_no_second(province: Office, people: Citizens) -> None:
    dossier = a_dossier(province, people)
    take(dossier)
    with pytest.raises(NumberTaken):
        take(dossier)
    assert Book.objects.get().last == 1


def test_the_database_gives_no_number_twice(province: Office, people: Citizens) -> None:
    taken = take(a_dossier(province, people))
    with pytest.raises(IntegrityError, match="a_number_is_given_once"):
        DocumentNumber.objects.create(
            book=taken.book, number=taken.number, dossier=a_dossier(province, people), dated=DAY
        )


def test_a_void_number_keeps_its_place_and_its_reason(province: Office, people: Citizens) -> None:
    dossier = a_dossier(province, people)
    spoilt = take(dossier)
    spoilt.state, spoilt.reason = DocumentNumber.State.VOID, "Văn bản không ban hành."
    spoilt.save()
    assert (spoilt.number, take(dossier).number) == (1, 2)


def test_a_number_is_not_void_without_a_reason(province: Office, people: Citizens) -> None:
    taken = DocumentNumber.objects.filter(pk=take(a_dossier(province, people)).pk)
    with pytest.raises(IntegrityError, match="void_number_has_a_reason"):
        taken.update(state=DocumentNumber.State.VOID)


@pytest.mark.django_db(transaction=True)
def test_a_failed_transaction_leaves_no_gap() -> None:
    province, people = an_office(), citizens()
    _number(a_dossier(province, people), fails=True)
    _number(a_dossier(province, people), fails=False)
    assert DocumentNumber.objects.get().number == 1


@pytest.mark.django_db(transaction=True)
def test_sixteen_clerks_at_once_leave_no_number_out_and_give_none_twice() -> None:
    """Every third act fails after it has counted; its number goes to the next one."""
    province, people = an_office(), citizens()
    dossiers = [a_dossier(province, people) for _ in range(48)]
    begin = Barrier(16)
    with ThreadPoolExecutor(16) as clerks:
        list(clerks.map(lambda n: _clerk(dossiers[n::16], begin), range(16)))
    numbers = DocumentNumber.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 33))
    assert Book.objects.get().last == 32


class Failed(Exception):
    """An act that goes wrong after its number was taken."""


def _clerk(dossiers: list[Dossier], begin: Barrier) -> None:
    try:
        begin.wait(timeout=30)
        for turn, dossier in enumerate(dossiers):
            _number(dossier, fails=turn == 1)
    finally:
        connection.close()


def _number(dossier: Dossier, *, fails: bool) -> None:
    try:
        with transaction.atomic():
            take(dossier)
            if fails:
                raise Failed
    except Failed:
        return


def take(dossier: Dossier, *, symbol: str = "QĐ-UBND", on: date = DAY) -> DocumentNumber:
    return take_number(dossier, symbol=symbol, on=on)
