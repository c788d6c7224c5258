"""Persons, organisations, representations, agencies and accounts keep their own rules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils.translation import override

from tests.people import (
    LONG_AGO,
    a_citizen,
    a_post,
    a_representation,
    an_agency,
    an_office,
    an_organisation,
    citizens,
    person_of,
)
from workflows.people.models import (
    Account,
    AgencyName,
    Organisation,
    Person,
    Post,
    Representation,
    Role,
)
from workflows.people.models.accounts import NeverDeleted
from workflows.people.standing import NotEntitled, ground_to_act

DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


def test_a_name_is_kept_composed_and_found_without_marks() -> None:
    person = Person.objects.create(full_name="  Đặng Thị  Hue\u0323\u0302 ")
    assert person.full_name == "Đặng Thị Huệ"
    assert Person.objects.get(search_name__contains="thi hue") == person


def test_a_new_name_is_searched_and_sorted_anew_however_it_is_saved() -> None:
    person = Person.objects.create(full_name="Nguyễn Thị Hoa", personal_id="099100000001")
    Person.objects.update_or_create(
        personal_id=person.personal_id, defaults={"full_name": "Nguyễn Thị Đào"}
    )
    found = Person.objects.get(search_name="nguyen thi dao")
    assert found == person
    assert found.sort_name < Person.objects.create(full_name="An Hoa").sort_name
    organisation = an_organisation("Hội Nắng Mai")
    organisation.name = "Hội Ban Mai"
    organisation.save(update_fields=["name"])
    assert Organisation.objects.get(search_name="hoi ban mai") == organisation


def test_a_long_foreign_name_is_kept_too() -> None:
    assert Person.objects.create(full_name="김" * 200).sort_name
    assert an_organisation("ß" * 300).search_name


@pytest.mark.parametrize("number", ["", "09910000000", "09910000000a", "٠٩٩١٠٠٠٠٠٠٠١"])
def test_a_personal_number_has_twelve_digits(number: str) -> None:
    with pytest.raises(IntegrityError, match="personal_number_has_twelve_digits"):
        Person.objects.create(full_name="Hoa", personal_id=number)


def test_a_personal_number_is_one_person_s() -> None:
    hoa = person_of(citizens().hoa)
    with pytest.raises(IntegrityError, match="personal_id"):
        Person.objects.create(full_name="Người khác", personal_id=hoa.personal_id)


def test_any_number_of_persons_may_have_none() -> None:
    Person.objects.create(full_name="Người Một")
    Person.objects.create(full_name="Người Hai")
    assert Person.objects.filter(personal_id=None).count() == 2


def test_one_acts_for_oneself_on_no_other_ground() -> None:
    hoa = person_of(citizens().hoa)
    assert ground_to_act(hoa, hoa, on=DAY) is None
    assert may_act(hoa, hoa, DAY)


def test_a_representation_holds_from_its_first_day_to_its_last() -> None:
    people = citizens()
    ground = people.representation
    ground.valid_from, ground.valid_to = DAY, DAY + timedelta(days=1)
    ground.save()
    for days, expected in [(-1, False), (0, True), (1, True), (2, False)]:
        day = DAY + timedelta(days=days)
        assert Representation.objects.valid_on(day).exists() is expected
        assert may_act(person_of(people.hoa), people.organisation, day) is expected


def test_the_newest_ground_that_holds_is_named() -> None:
    people = citizens()
    newer = a_representation(people.hoa, people.organisation, since=DAY)
    a_representation(people.hoa, people.organisation, since=DAY + timedelta(days=1))
    assert ground_to_act(person_of(people.hoa), people.organisation, on=DAY) == newer


def test_a_ground_for_one_owner_is_none_for_another() -> None:
    people = citizens()
    assert not may_act(person_of(people.hoa), an_organisation("Hội khác"), DAY)
    assert not may_act(person_of(people.hoa), person_of(people.khach), DAY)
    assert not may_act(person_of(people.khach), people.organisation, DAY)


def test_a_ground_does_not_work_backwards() -> None:
    people = citizens()
    owner = a_citizen("Vũ Thị Chủ")
    a_representation(people.hoa, person_of(owner))
    assert may_act(person_of(people.hoa), person_of(owner), DAY)
    assert not may_act(person_of(owner), person_of(people.hoa), DAY)


def test_a_representation_is_of_exactly_one_and_ends_after_it_begins() -> None:
    hoa = citizens().hoa
    with pytest.raises(IntegrityError, match="representation_of_exactly_one"):
        Representation.objects.create(
            representative=person_of(hoa), basis="Không của ai", valid_from=DAY
        )


def test_a_representation_does_not_end_before_it_begins() -> None:
    people = citizens()
    with pytest.raises(IntegrityError, match="representation_ends_after_it_begins"):
        a_representation(people.hoa, people.organisation, since=DAY, to=DAY - timedelta(days=1))


def test_an_agency_is_called_as_it_was_called_on_the_day() -> None:
    agency = an_agency("H99.03", "Sở Nội vụ tỉnh Sông Trăng", "SNV")
    merged = DAY
    AgencyName.objects.create(
        agency=agency,
        name_vi="Sở Nội vụ và Lao động tỉnh Sông Trăng",
        name_en="Department of Home Affairs and Labour",
        symbol="SNVLĐ",
        place="Sông Trăng",
        valid_from=merged,
    )
    assert agency.name_on(LONG_AGO).symbol == "SNV"
    assert agency.name_on(merged - timedelta(days=1)).symbol == "SNV"
    assert agency.name_on(merged).symbol == "SNVLĐ"
    with pytest.raises(AgencyName.DoesNotExist):
        agency.name_on(LONG_AGO - timedelta(days=1))


def test_an_agency_has_one_name_from_a_day_on() -> None:
    agency = an_agency("H99.03", "Sở Nội vụ tỉnh Sông Trăng", "SNV")
    name = agency.name_on(DAY)
    name.pk = None
    with pytest.raises(IntegrityError, match="one_name_from_a_day"):
        name.save()


def test_names_are_given_in_the_language_of_the_reader() -> None:
    name = an_agency("H99.03", "Sở Nội vụ", "SNV").name_on(DAY)
    with override("vi"):
        assert str(name) == "Sở Nội vụ"
    with override("en"):
        assert str(name) == "Sở Nội vụ (en)"


def test_a_post_is_held_by_an_active_account_within_its_days() -> None:
    office = an_office()
    account = office.lan.account
    later = a_post(Role.CLERK, office.one_stop, account, since=DAY + timedelta(days=1))
    assert set(Post.objects.held_by(account, on=DAY)) == {office.lan}
    assert set(Post.objects.held_by(account, on=DAY + timedelta(days=1))) == {office.lan, later}
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert not Post.objects.held_by(account, on=DAY).exists()


def test_a_post_does_not_end_before_it_begins() -> None:
    office = an_office()
    with pytest.raises(IntegrityError, match="post_ends_after_it_begins"):
        a_post(
            Role.CLERK,
            office.one_stop,
            office.lan.account,
            since=DAY,
            to=DAY - timedelta(days=1),
        )


def test_an_account_is_never_deleted() -> None:
    hoa = citizens().hoa
    with pytest.raises(NeverDeleted):
        hoa.delete()
    with pytest.raises(NeverDeleted):
        Account.objects.filter(pk=hoa.pk).delete()
    with pytest.raises(ProtectedError):
        person_of(hoa).delete()
    assert Account.objects.filter(pk=hoa.pk).exists()


def test_nobody_enters_by_password_where_none_was_set() -> None:
    account = Account.objects.open("lan", person=None, kind=Account.Kind.OFFICER)
    assert not account.has_usable_password()
    assert not account.check_password("")


def may_act(requester: Person, owner: Person | Organisation, day: date) -> bool:
    try:
        ground_to_act(requester, owner, on=day)
    except NotEntitled:
        return False
    return True
