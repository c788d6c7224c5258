"""Each licence is signed once for all tests, and stands on the register anew for each."""

from __future__ import annotations

from functools import cache

import pytest
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice, citizen
from signing.demo.pki import DemoPki
from tests.people import person_of
from workflows.people.models import Person
from workflows.results.models import Result

from .makers import HOLDER, Licences, a_result, a_signed_licence


@pytest.fixture(scope="session")
def licences(demo_pki: DemoPki) -> Licences:
    return cache(lambda number: a_signed_licence(demo_pki, number))


@pytest.fixture
def hoa(office: DemoOffice) -> Person:
    """The citizen whose id stands in the licences."""
    person = person_of(citizen("hoa", at=timezone.now()))
    Person.objects.filter(pk=person.pk).update(public_id=HOLDER)
    return Person.objects.get(pk=person.pk)


@pytest.fixture
def licence(office: DemoOffice, hoa: Person, licences: Licences) -> Result:
    return a_result(hoa, office.agencies[AgencyKey.COMMITTEE], licences(5))
