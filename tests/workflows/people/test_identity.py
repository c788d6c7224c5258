"""The port through which citizens enter: one identity, one account, one person."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from tests.people import MONDAY, person_of
from workflows.people.identity import (
    Identity,
    IdentityIncomplete,
    NotAssured,
    NumberChanged,
    enter,
)
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "missing", ["full_name", "birthday", "gender", "address", "phone", "email"]
)
def test_what_is_not_told_this_time_stays_as_it_was_told_before(missing: str) -> None:
    enter(HOA, at=MONDAY)
    nothing: dict[str, Any] = {missing: None if missing == "birthday" else " "}
    hoa = person_of(enter(replace(HOA, **nothing), at=MONDAY))
    hoa.refresh_from_db()
    assert getattr(hoa, missing) == getattr(HOA, missing)
    assert (hoa.search_name, hoa.personal_id) == ("nguyen thi hoa", HOA.personal_id)


@pytest.mark.django_db
def test_a_known_subject_need_not_bring_the_number_again() -> None:
    first = enter(HOA, at=MONDAY)
    again = enter(replace(HOA, personal_id="", phone="0900000002"), at=MONDAY)
    assert again == first
    assert (person_of(again).personal_id, person_of(again).phone) == ("099100000001", "0900000002")


@pytest.mark.django_db
@pytest.mark.parametrize("what", [{"personal_id": ""}, {"full_name": " "}])
def test_a_first_visit_without_number_or_name_opens_nothing(what: dict[str, Any]) -> None:
    """Two without a number would be taken for one person."""
    with pytest.raises(IdentityIncomplete):
        enter(replace(HOA, **what), at=MONDAY)
    assert (Account.objects.count(), Person.objects.count()) == (0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "number", ["12345678", "0991000000011", "09910000000a", "٠٩٩١٠٠٠٠٠٠٠١", "099100000001\n", " "]
)
def test_what_is_no_personal_number_is_refused_at_every_visit(number: str) -> None:
    with pytest.raises(IdentityIncomplete):
        enter(replace(HOA, personal_id=number), at=MONDAY)
    enter(HOA, at=MONDAY)
    with pytest.raises(IdentityIncomplete):
        enter(replace(HOA, personal_id=number, phone="1"), at=MONDAY)
    assert Person.objects.get().phone == HOA.phone


@pytest.mark.django_db
def test_another_number_under_a_known_subject_is_refused_and_shown_to_a_human(
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = enter(replace(HOA, subject="khach", personal_id="099100000002"), at=MONDAY)
    account = enter(HOA, at=MONDAY)
    with override("en"), pytest.raises(NumberChanged, match="Nothing was opened"):
        enter(replace(HOA, personal_id="099100000002", full_name="Người Khác"), at=MONDAY)
    assert person_of(other).full_name == Person.objects.get(personal_id="099100000001").full_name
    assert (
        f"identity {account.identities.get().pk} came with another personal number" in caplog.text
    )
    for told in ("099100000001", "099100000002", "Hoa", HOA.subject):
        assert told not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "now"), [("CHECKED", "IN_PERSON"), ("IN_PERSON", "CHECKED")])
def test_an_account_is_as_sure_as_its_last_entry(before: str, now: str) -> None:
    enter(replace(HOA, assurance=IdentityLink.Assurance[before]), at=MONDAY)
    tuesday = MONDAY + timedelta(days=1)
    account = enter(replace(HOA, assurance=IdentityLink.Assurance[now]), at=tuesday)
    assert account.assurance == IdentityLink.Assurance[now]
    assert account.identities.get().linked_at == MONDAY


@pytest.mark.django_db
def test_an_account_nobody_vouches_for_has_no_assurance() -> None:
    assert Account.objects.open("lan", person=None, kind=Account.Kind.OFFICER).assurance == 0


@pytest.mark.django_db
def test_a_subject_may_be_as_long_as_openid_connect_lets_it_be() -> None:
    account = enter(replace(HOA, provider="p" * 40, subject="s" * 255), at=MONDAY)
    assert account == enter(replace(HOA, provider="p" * 40, subject="s" * 255), at=MONDAY)


@pytest.mark.django_db
def test_what_is_told_decomposed_is_kept_composed() -> None:
    told = replace(HOA, address="So\u0302\u0301 12 đường Bờ Sông")
    assert person_of(enter(told, at=MONDAY)).address == "Số 12 đường Bờ Sông"


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
