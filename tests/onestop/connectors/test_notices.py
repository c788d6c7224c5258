"""Who filed finds a line in the system, once."""

from __future__ import annotations

import pytest

from onestop.connectors import notices
from onestop.connectors.errors import NobodyToTell
from tests import people
from tests.people import MONDAY
from tests.workflows.dossiers.makers import a_dossier
from tests.workflows.outbox.makers import a_message
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message, Notice
from workflows.people.models import Account

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
