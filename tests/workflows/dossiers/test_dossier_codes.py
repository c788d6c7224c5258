"""The code of a dossier: unique, from its agency and the day of receipt, gaps allowed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection, transaction

from tests.people import an_agency, an_office
from workflows.dossiers.models import CodeSequence
from workflows.dossiers.numbering import next_code
from workflows.people.models import Agency

DAY = date(2026, 11, 23)


@pytest.mark.django_db
def test_a_code_names_agency_day_and_place_in_the_day() -> None:
    department = an_office().department
    assert next_code(department, on=DAY) == "H99.01-261123-0001"
    assert next_code(department, on=DAY) == "H99.01-261123-0002"


@pytest.mark.django_db
def test_each_agency_and_each_day_count_for_themselves() -> None:
    office = an_office()
    codes = [
        next_code(office.department, on=DAY),
        next_code(office.stranger, on=DAY),
        next_code(office.department, on=date(2026, 11, 25)),
    ]
    assert codes == ["H99.01-261123-0001", "H98.01-261123-0001", "H99.01-261125-0001"]


@pytest.mark.django_db
def test_past_9999_a_day_the_code_grows_wider_and_does_not_begin_again() -> None:
    department = an_office().department
    CodeSequence.objects.create(agency=department, day=DAY, last=9_998)
    assert next_code(department, on=DAY) == "H99.01-261123-9999"
    assert next_code(department, on=DAY) == "H99.01-261123-10000"


@pytest.mark.django_db
def test_an_agency_may_have_a_pattern_of_its_own() -> None:
    agency = an_agency("H99.02", "Sở Văn hóa tỉnh Sông Trăng", "SVH")
    agency.dossier_code_pattern = "{agency}/{day:%Y}/{sequence:06d}"
    assert next_code(agency, on=DAY) == "H99.02/2026/000001"


@pytest.mark.django_db(transaction=True)
def test_sixteen_counters_at_once_never_give_the_same_code() -> None:
    department = an_office().department
    with ThreadPoolExecutor(16) as counters:
        codes = list(counters.map(_three_codes, [department] * 16))
    given = sorted(code for three in codes for code in three)
    assert given == [f"H99.01-261123-{n:04d}" for n in range(1, 49)]


def _three_codes(agency: Agency) -> list[str]:
    try:
        return [_one_code(agency) for _ in range(3)]
    finally:
        connection.close()


def _one_code(agency: Agency) -> str:
    with transaction.atomic():
        return next_code(agency, on=DAY)
