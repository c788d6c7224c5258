"""The port through which citizens enter: one identity, one account, one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.people import MONDAY, person_of
from workflows.people.identity import Identity, NotAssured, enter
from workflows.people.models import Account, IdentityLink, Person

HOA = Identity(
    provider="eid",
    subject="b1946ac9",
    assurance=IdentityLink.Assurance.CHECKED,
    personal_id="099100000001",
    full_name="Nguyễn Thị Hoa",
    birthday=date(1988, 3, 8),
    gender="nữ",
    address="12 đường Bờ Sông",
    phone="0900000001",
    email="hoa@example.vn",
)


@pytest.mark.django_db
def test_the_first_visit_opens_a_citizen_s_account_with_what_was_vouched_for() -> None:
    account = enter(HOA, at=MONDAY)
    hoa = person_of(account)
    assert (account.kind, account.login) == (Account.Kind.CITIZEN, "eid:b1946ac9")
    assert not account.has_usable_password()
    assert (hoa.full_name, hoa.personal_id, hoa.birthday) == (
        HOA.full_name,
        HOA.personal_id,
        HOA.birthday,
    )
    link = account.identities.get()
    assert (link.assurance, link.linked_at) == (IdentityLink.Assurance.CHECKED, MONDAY)


@pytest.mark.django_db
def test_the_next_visit_opens_the_same_account() -> None:
    assert enter(HOA, at=MONDAY) == enter(HOA, at=MONDAY)
    assert (Account.objects.count(), IdentityLink.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_what_is_vouched_for_now_replaces_what_was_known() -> None:
    enter(HOA, at=MONDAY)
    account = enter(replace(HOA, full_name="Nguyễn Thị Đào", address="Nhà mới"), at=MONDAY)
    hoa = person_of(account)
    assert (hoa.full_name, hoa.search_name, hoa.address) == (
        "Nguyễn Thị Đào",
        "nguyen thi dao",
        "Nhà mới",
    )


@pytest.mark.django_db
def test_two_providers_vouch_for_the_same_person_by_two_accounts() -> None:
    first = enter(HOA, at=MONDAY)
    second = enter(replace(HOA, provider="bank", subject="77"), at=MONDAY)
    assert first != second
    assert person_of(first) == person_of(second)


@pytest.mark.django_db
def test_a_number_that_is_only_declared_opens_nothing_of_its_owner_s() -> None:
    enter(HOA, at=MONDAY)
    liar = replace(
        HOA,
        subject="khach",
        full_name="Trịnh Văn Khách",
        assurance=IdentityLink.Assurance.DECLARED,
    )
    with pytest.raises(NotAssured):
        enter(liar, at=MONDAY)
    assert Account.objects.count() == 1
    assert Person.objects.get().full_name == "Nguyễn Thị Hoa"


@pytest.mark.django_db(transaction=True)
def test_a_first_visit_through_eight_windows_at_once_opens_one_account() -> None:
    begin = Barrier(8)
    with ThreadPoolExecutor(8) as windows:
        accounts = set(windows.map(_enter, [begin] * 8))
    assert accounts == {Account.objects.get().pk}
    assert (Person.objects.count(), IdentityLink.objects.count()) == (1, 1)


def _enter(begin: Barrier) -> int:
    try:
        begin.wait(timeout=30)
        return enter(HOA, at=MONDAY).pk
    finally:
        connection.close()
