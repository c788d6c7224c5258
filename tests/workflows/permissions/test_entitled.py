"""Who may do which act: the role, the agency, the post the dossier names, and four eyes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from tests.people import (
    MONDAY,
    OFFICERS,
    Citizens,
    Office,
    a_post,
    a_representation,
    a_unit,
    person_of,
)
from tests.workflows.dossiers.makers import a_dossier, brought_to
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account, Post, Role
from workflows.permissions.rules import (
    APPLICANT_ACTS,
    RULES,
    NotAllowed,
    SamePerson,
    entitled,
)

# The one officer, or the citizen, who may do the act with a dossier that names Hạnh and Minh.
MAY = {
    "submit": "hoa",
    "resubmit": "hoa",
    "ask_completion": "lan",
    "reject": "lan",
    "forward": "lan",
    "receive": "lan",
    "assign": "dung",
    "take_up": "hanh",
    "record_event": "hanh",
    "ask_supplement": "hanh",
    "supplement": "hoa",
    "judge": "hanh",
    "propose": "hanh",
    "send_back": "minh",
    "approve": "minh",
    "sign": "minh",
    "number": "thu",
    "issue": "thu",
    "hand_over": "lan",
    "withdraw": "hoa",
    "apologise": "dung",
    "stop": "dung",
    "stop_for_silence": "dung",
    "correct": "dung",
}


@pytest.fixture
def dossier(province: Office, people: Citizens) -> Dossier:
    return under_way(province, people)


def test_every_act_stands_in_the_table() -> None:
    assert set(MAY) == set(RULES) | APPLICANT_ACTS


@pytest.mark.parametrize("act", MAY)
def test_an_act_is_open_to_its_one_officer_and_to_nobody_else(
    province: Office, people: Citizens, dossier: Dossier, act: str
) -> None:
    everybody = {name: getattr(province, name).account for name in OFFICERS}
    everybody |= {"hoa": people.hoa, "khach": people.khach}
    assert {name for name, account in everybody.items() if may(account, act, dossier)} == {MAY[act]}


@pytest.mark.parametrize("act", MAY)
def test_the_stranger_agency_may_do_nothing_in_any_role(
    province: Office, dossier: Dossier, act: str
) -> None:
    assert not [
        role for role, post in province.strangers.items() if may(post.account, act, dossier)
    ]


@pytest.mark.parametrize("act", sorted(RULES))
def test_the_same_role_at_the_other_agency_of_the_dossier_does_not_suffice(
    province: Office, dossier: Dossier, act: str
) -> None:
    """Reception is the receiving agency's, decision the competent one's."""
    rule = RULES[act]
    receives = province.department if rule.role is not Role.RECEPTION else province.committee
    elsewhere = a_post(rule.role, a_unit(receives, "Phòng khác"), "Người cùng vai trò")
    # The head of either agency assigns, and its handlers may take up what nobody was given.
    expected = rule.role is Role.HEAD or act == "take_up"
    assert may(elsewhere.account, act, dossier) is expected


@pytest.mark.parametrize("act", [act for act, rule in RULES.items() if rule.named])
def test_where_the_dossier_names_a_post_a_colleague_in_the_same_role_may_not(
    province: Office, dossier: Dossier, act: str
) -> None:
    named: Post = getattr(province, MAY[act])
    colleague = a_post(Role(named.role), named.unit, "Đồng nghiệp")
    with pytest.raises(NotAllowed):
        entitled(colleague.account, act, dossier, at=MONDAY)


def test_a_dossier_that_names_nobody_waits_for_the_name(province: Office, people: Citizens) -> None:
    nameless = under_way(province, people, handler=None, signer=None)
    assert not may(province.hanh.account, "propose", nameless)
    assert not may(province.minh.account, "approve", nameless)


def test_one_acts_from_the_post_the_act_takes(province: Office, dossier: Dossier) -> None:
    also_clerk = a_post(Role.CLERK, province.minh.unit, province.minh.account)
    assert entitled(province.minh.account, "approve", dossier, at=MONDAY).post == province.minh
    assert entitled(province.minh.account, "number", dossier, at=MONDAY).post == also_clerk


def test_a_citizen_acts_from_no_post(people: Citizens, dossier: Dossier) -> None:
    acting = entitled(people.hoa, "submit", dossier, at=MONDAY)
    assert (acting.account, acting.post) == (people.hoa, None)


@pytest.mark.parametrize("act", sorted(MAY))
def test_a_disabled_account_may_do_nothing(
    province: Office, people: Citizens, dossier: Dossier, act: str
) -> None:
    account: Account = people.hoa if MAY[act] == "hoa" else getattr(province, MAY[act]).account
    account.is_active = False
    account.save()
    assert not may(account, act, dossier)


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True), (1, True)])
def test_a_post_holds_to_its_last_day_and_not_beyond(
    province: Office, dossier: Dossier, days: int, expected: bool
) -> None:
    province.lan.valid_to = localdate(MONDAY) + timedelta(days=days)
    province.lan.save()
    assert may(province.lan.account, "receive", dossier) is expected


@pytest.mark.parametrize(("days", "expected"), [(1, False), (0, True)])
def test_a_post_holds_from_its_first_day(
    province: Office, dossier: Dossier, days: int, expected: bool
) -> None:
    province.lan.valid_from = localdate(MONDAY) + timedelta(days=days)
    province.lan.save()
    assert may(province.lan.account, "receive", dossier) is expected


@pytest.mark.parametrize("act", ["approve", "sign"])
def test_whoever_prepared_the_draft_does_not_approve_or_sign_it(
    province: Office, people: Citizens, act: str
) -> None:
    both = a_post(Role.HANDLER, province.division, province.minh.account)
    with pytest.raises(SamePerson):
        entitled(province.minh.account, act, under_way(province, people, handler=both), at=MONDAY)


@pytest.mark.parametrize("act", ["approve", "sign"])
def test_a_second_account_is_not_a_second_pair_of_eyes(
    province: Office, people: Citizens, act: str
) -> None:
    minh = person_of(province.minh.account)
    second = Account.objects.open("minh-2", person=minh, kind=Account.Kind.OFFICER)
    dossier = under_way(province, people, handler=a_post(Role.HANDLER, province.division, second))
    with pytest.raises(SamePerson):
        entitled(province.minh.account, act, dossier, at=MONDAY)


def test_whoever_prepared_the_draft_may_still_be_told_to_mend_it(
    province: Office, people: Citizens
) -> None:
    both = a_post(Role.HANDLER, province.division, province.minh.account)
    assert may(province.minh.account, "send_back", under_way(province, people, handler=both))


@pytest.mark.parametrize(("days", "expected"), [(-1, False), (0, True)])
def test_a_representative_files_only_while_the_ground_holds(
    province: Office, people: Citizens, days: int, expected: bool
) -> None:
    owned = under_way(province, people, **for_the_organisation(people, until=days))
    assert may(people.hoa, "submit", owned) is expected


def test_a_fellow_representative_does_not_act_for_the_submitter(
    province: Office, people: Citizens
) -> None:
    a_representation(people.khach, people.organisation)
    owned = under_way(province, people, **for_the_organisation(people))
    assert not may(people.khach, "submit", owned)


@pytest.mark.parametrize("act", ["resubmit", "supplement", "withdraw"])
def test_once_the_ground_has_ended_whoever_acts_for_the_owner_now_goes_on(
    province: Office, people: Citizens, act: str
) -> None:
    """Else nobody could answer, and the dossier would be stopped for silence."""
    filed = under_way(province, people, **for_the_organisation(people, until=-1))
    asked = brought_to(filed, Status.SUPPLEMENT_REQUESTED)
    assert not may(people.khach, act, asked)
    a_representation(people.khach, people.organisation)
    assert may(people.khach, act, asked)
    assert not may(people.khach, "submit", filed)
    assert not may(people.hoa, act, asked)


@pytest.mark.parametrize("act", sorted(MAY))
def test_asking_takes_one_statement_at_most(
    province: Office, people: Citizens, dossier: Dossier, act: str
) -> None:
    whole = Dossier.objects.whole().get(pk=dossier.pk)
    account: Account = people.hoa if MAY[act] == "hoa" else getattr(province, MAY[act]).account
    with CaptureQueriesContext(connection) as asked:
        entitled(account, act, whole, at=MONDAY)
    assert len(asked) == (0 if MAY[act] == "hoa" else 1)


def test_what_is_written_down_at_the_counter_is_filed_from_there_and_by_nobody_else(
    province: Office, people: Citizens
) -> None:
    written = at_counter(province, people)
    colleague = a_post(Role.RECEPTION, province.one_stop, "Đồng nghiệp")
    everybody = {name: getattr(province, name).account for name in OFFICERS}
    everybody |= {"hoa": people.hoa, "khach": people.khach, "colleague": colleague.account}
    everybody |= {str(role): post.account for role, post in province.strangers.items()}
    allowed = {name for name, account in everybody.items() if may(account, "submit", written)}
    assert allowed == {"lan", "colleague"}
    assert entitled(colleague.account, "submit", written, at=MONDAY).post == colleague


def test_before_reception_the_counter_judges_what_was_sent(
    province: Office, people: Citizens
) -> None:
    waiting = under_way(province, people, received_at=None, code=None)
    assert may(province.lan.account, "judge", waiting)
    assert not may(province.hanh.account, "judge", waiting)


def test_asked_to_complete_it_the_applicant_does_so_all_the_same(
    province: Office, people: Citizens
) -> None:
    written = at_counter(province, people)
    assert may(people.hoa, "resubmit", written)
    assert not may(province.lan.account, "resubmit", written)


def test_at_the_counter_too_one_files_only_while_the_ground_holds(
    province: Office, people: Citizens
) -> None:
    written = at_counter(province, people, **for_the_organisation(people, until=-1))
    assert not may(province.lan.account, "submit", written)


def for_the_organisation(people: Citizens, *, until: int | None = None) -> dict[str, Any]:
    """Filed by Hoa for it, on a ground that ends so many days after Monday, if at all."""
    ground = people.representation
    if until is not None:
        ground.valid_to = localdate(MONDAY) + timedelta(days=until)
        ground.save()
    return {"owner_organisation": people.organisation, "representation": ground}


def at_counter(province: Office, people: Citizens, **what: Any) -> Dossier:
    lan = province.lan.account
    return a_dossier(province, people, channel="counter", assisted_by=lan, **what)


def under_way(province: Office, people: Citizens, **what: Any) -> Dossier:
    plain: dict[str, Any] = {"unit": province.division, "handler": province.hanh}
    plain |= {"signer": province.minh}
    plain |= {"received_at": MONDAY, "code": f"H99.01-261123-{uuid4().hex[:4]}"}
    return a_dossier(province, people, **plain | what)


def may(account: Account, act: str, dossier: Dossier) -> bool:
    try:
        entitled(account, act, dossier, at=MONDAY)
    except NotAllowed:
        return False
    return True
