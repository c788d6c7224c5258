"""Who filed finds a line in the system, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from onestop.connectors import notices
from onestop.connectors.errors import NobodyToTell
from tests import people
from tests.people import MONDAY
from tests.workflows.dossiers.makers import a_dossier
from tests.workflows.outbox.makers import a_message
from workflows.dossiers.contacts import email_of
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message, Notice
from workflows.people.models import Account, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoa() -> people.Citizens:
    return people.citizens()


@pytest.fixture
def dossier(hoa: people.Citizens) -> Dossier:
    return a_dossier(people.an_office(), hoa)


@pytest.fixture
def message(dossier: Dossier) -> Message:
    return a_message("notice", dossier.public_id, act="receive")


def test_every_account_of_the_person_who_filed_gets_the_notice(
    message: Message, dossier: Dossier, hoa: people.Citizens
) -> None:
    other = Account.objects.open("hoa-2", person=hoa.hoa.person, kind=Account.Kind.CITIZEN)
    notices.send(message)
    lines = Notice.objects.values_list("account", "dossier", "act", "at", "read_at")
    expected = {
        (account.public_id, dossier.public_id, "receive", MONDAY, None)
        for account in (hoa.hoa, other)
    }
    assert set(lines) == expected


def test_a_message_delivered_again_makes_no_second_notice(message: Message) -> None:
    notices.send(message)
    Notice.objects.update(read_at=MONDAY)
    notices.send(message)
    assert [notice.read_at for notice in Notice.objects.all()] == [MONDAY]


def test_without_an_account_there_is_nobody_to_tell(message: Message, hoa: people.Citizens) -> None:
    Account.objects.filter(pk=hoa.hoa.pk).update(is_active=False)
    with pytest.raises(NobodyToTell, match="no_account"):
        notices.send(message)


@pytest.fixture
def revoked(hoa: people.Citizens) -> Message:
    """Of a dossier that Hoa filed for an organisation, for which she acts no more."""
    filed = a_dossier(
        people.an_office(),
        hoa,
        owner_organisation=hoa.organisation,
        representation=hoa.representation,
    )
    hoa.representation.valid_to = localdate() - timedelta(days=1)
    hoa.representation.save()
    return a_message("notice", filed.public_id, act="result_revoked")


def test_whoever_acts_for_the_owner_no_more_is_told_nothing_of_it(
    revoked: Message, hoa: people.Citizens
) -> None:
    with pytest.raises(NobodyToTell):
        notices.send(revoked)
    people.a_representation(hoa.khach, hoa.organisation)
    notices.send(revoked)
    assert list(Notice.objects.values_list("account", flat=True)) == [hoa.khach.public_id]


def test_nor_are_they_written_to_but_whoever_acts_for_it_now(
    revoked: Message, hoa: people.Citizens
) -> None:
    Person.objects.update(email="hoa@example.com")
    khach = people.person_of(hoa.khach)
    khach.email = "khach@example.com"
    khach.save()
    assert email_of(revoked.subject, on=localdate()) is None
    people.a_representation(hoa.khach, hoa.organisation)
    assert email_of(revoked.subject, on=localdate()) == "khach@example.com"


def test_an_owner_is_told_of_what_another_filed_for_them(hoa: people.Citizens) -> None:
    acts = people.a_representation(hoa.hoa, people.person_of(hoa.khach))
    owner = people.person_of(hoa.khach)
    filed = a_dossier(people.an_office(), hoa, owner_person=owner, representation=acts)
    notices.send(a_message("notice", filed.public_id, act="receive"))
    told = set(Notice.objects.values_list("account", flat=True))
    assert told == {hoa.hoa.public_id, hoa.khach.public_id}
