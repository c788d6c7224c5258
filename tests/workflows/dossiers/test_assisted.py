"""A draft that is written down at the counter: whose it is, who keeps it, what it takes in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.utils.timezone import localdate

from procedures import catalogue
from tests.people import MONDAY, OFFICERS, Citizens, Office, a_post, person_of
from workflows.dossiers import drafts
from workflows.dossiers.assisted import OwnDossier, open_at_counter
from workflows.dossiers.models import Component, Contact, Dossier
from workflows.people.counter import Newcomer, NewcomerIncomplete, OtherName
from workflows.people.models import Account, Person, Role
from workflows.people.standing import NotEntitled

FUND = catalogue.get("1.013017", date(2025, 7, 1))
BUOI = Newcomer("099160000777", "Đoàn Thị Bưởi", date(1960, 11, 5), phone="0900000777")
PAPER = Component.Origin.PAPER


@pytest.fixture
def written(province: Office, people: Citizens) -> Dossier:
    return a_draft(province, person_of(people.hoa))


def test_the_citizen_files_and_the_officer_is_on_record_as_who_wrote_it_down(
    province: Office, people: Citizens, written: Dossier
) -> None:
    assert written.submitter == written.owner == person_of(people.hoa)
    assert written.assisted_by == province.lan.account
    assert written.channel == Dossier.Channel.COUNTER


def test_nobody_opens_one_but_who_receives_at_that_agency(
    province: Office, people: Citizens
) -> None:
    others = [getattr(province, name).account for name in OFFICERS if name != "lan"]
    others += [post.account for post in province.strangers.values()]
    for account in (*others, people.hoa):
        with pytest.raises(NotEntitled):
            a_draft(province, person_of(people.hoa), by=account)
    assert not Dossier.objects.exists()


def test_nobody_writes_down_their_own(province: Office) -> None:
    with pytest.raises(OwnDossier):
        a_draft(province, person_of(province.lan.account))


def test_whoever_speaks_for_an_organisation_may_have_it_filed_and_nobody_else(
    province: Office, people: Citizens
) -> None:
    dossier = a_draft(province, person_of(people.hoa), owner=people.organisation)
    assert (dossier.owner, dossier.representation) == (people.organisation, people.representation)
    with pytest.raises(NotEntitled):
        a_draft(province, person_of(people.khach), owner=people.organisation)


def test_a_newcomer_is_entered_with_the_draft_and_sent_twice_both_are_one(province: Office) -> None:
    key = uuid4()
    first = a_draft(province, BUOI, key=key)
    assert a_draft(province, BUOI, key=key) == first
    person = Person.objects.get(personal_id=BUOI.personal_id)
    assert (person.full_name, person.birthday) == ("Đoàn Thị Bưởi", date(1960, 11, 5))
    assert first.owner == person
    assert Dossier.objects.count() == 1


def test_what_is_typed_never_replaces_what_is_on_record(province: Office, people: Citizens) -> None:
    hoa = person_of(people.hoa)
    before = Person.objects.filter(pk=hoa.pk).values().get()
    number = str(hoa.personal_id)
    with pytest.raises(OtherName):
        a_draft(province, Newcomer(number, "Người Khác", date(1970, 1, 1), phone="1"))
    a_draft(province, Newcomer(number, hoa.full_name, date(1970, 1, 1), phone="1"))
    assert Person.objects.filter(pk=hoa.pk).values().get() == before


@pytest.mark.parametrize(("number", "name"), [("12345", "Đoàn Thị Bưởi"), ("099160000777", " ")])
def test_a_newcomer_has_a_number_and_a_name(province: Office, number: str, name: str) -> None:
    with pytest.raises(NewcomerIncomplete):
        a_draft(province, Newcomer(number, name, date(1960, 11, 5)))
    assert not Dossier.objects.exists()


def test_a_contact_is_kept_with_the_draft_once(province: Office, people: Citizens) -> None:
    key = uuid4()
    for _twice in range(2):
        a_draft(province, BUOI, key=key, contact=Contact(name="Con gái", phone="0900000778"))
    assert Dossier.objects.get().contact == Contact.objects.get()


def test_the_id_of_a_citizen_s_own_draft_opens_nothing_at_the_counter(
    province: Office, people: Citizens
) -> None:
    key, hoa = uuid4(), person_of(people.hoa)
    where: dict[str, Any] = {
        "receiving": province.department,
        "competent": province.committee,
        "at": MONDAY,
    }
    drafts.open_draft(
        public_id=key,
        procedure=FUND,
        case="establishment",
        channel="online",
        owner=hoa,
        by=people.hoa,
        **where,
    )
    with pytest.raises(NotEntitled):
        a_draft(province, hoa, key=key)


def test_online_nobody_files_for_another(province: Office, people: Citizens) -> None:
    with pytest.raises(IntegrityError, match="online_nobody_files_for_another"):
        a_draft(province, person_of(people.hoa), channel="online")


def test_what_is_typed_at_the_counter_says_so(province: Office, written: Dossier) -> None:
    after = drafts.answer(written, {"fund_name": "Quỹ"}, by=province.lan.account, at=MONDAY)
    assert after.answers == {"fund_name": {"value": "Quỹ", "source": "counter"}}


def test_a_colleague_goes_on_with_it(province: Office, written: Dossier) -> None:
    colleague = a_post(Role.RECEPTION, province.one_stop, "Đồng nghiệp").account
    assert changed(written, by=colleague)


def test_nobody_else_changes_it_neither_the_citizen_nor_another_agency(
    province: Office, people: Citizens, written: Dossier
) -> None:
    others = [getattr(province, name).account for name in OFFICERS if name != "lan"]
    others += [post.account for post in province.strangers.values()]
    for account in (*others, people.hoa, people.khach):
        assert not changed(written, by=account)
    assert Dossier.objects.get().answers == {}


def test_it_is_changed_only_while_the_ground_holds(province: Office, people: Citizens) -> None:
    opened = a_draft(province, person_of(people.hoa), owner=people.organisation)
    people.representation.valid_to = localdate(MONDAY) - timedelta(days=1)
    people.representation.save()
    assert not changed(opened, by=province.lan.account)


def test_papers_are_counted_and_counted_anew_the_last_count_stands(
    province: Office, written: Dossier
) -> None:
    for originals, copies in ((1, 0), (1, 2)):
        count(written, province.lan.account, originals, copies)
    paper = written.components.get()
    assert (paper.origin, paper.version) == (PAPER, 1)
    assert (paper.originals, paper.copies, paper.file) == (1, 2, None)


def test_a_citizen_counts_nothing_in_a_draft_of_their_own(
    province: Office, people: Citizens, written: Dossier
) -> None:
    Dossier.objects.update(channel="online", assisted_by=None)
    with pytest.raises(NotEntitled):
        count(written, people.hoa, 1, 0)


def a_draft(province: Office, applicant: Person | Newcomer, **what: Any) -> Dossier:
    plain: dict[str, Any] = {
        "public_id": what.pop("key", None) or uuid4(),
        "applicant": applicant,
        "owner": None,
        "procedure": FUND,
        "case": "establishment",
        "channel": Dossier.Channel.COUNTER,
        "receiving": province.department,
        "competent": province.committee,
        "by": province.lan.account,
        "at": MONDAY,
    }
    return open_at_counter(**plain | what)


def count(dossier: Dossier, by: Account, originals: int, copies: int) -> Component:
    return drafts.note_paper(
        dossier, FUND, "application", originals=originals, copies=copies, by=by, at=MONDAY
    )


def changed(dossier: Dossier, *, by: Account) -> bool:
    """Whether the account may do any of what is done to a draft; who may one thing, may all."""

    def may(what: Any) -> bool:
        try:
            what()
        except NotEntitled:
            return False
        return True

    done = {
        may(lambda: drafts.answer(dossier, {"fund_name": "Quỹ"}, by=by, at=MONDAY)),
        may(lambda: count(dossier, by, 1, 0)),
        may(lambda: drafts.take_out(dossier, "application", by=by, at=MONDAY)),
    }
    (allowed,) = done
    return allowed
