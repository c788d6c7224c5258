"""One filter for whatever is shown: each sees the dossiers of their own work, strangers none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate

from tests.people import (
    MONDAY,
    OFFICERS,
    Citizens,
    Office,
    a_citizen,
    a_post,
    a_representation,
    a_unit,
    person_of,
)
from tests.workflows.dossiers.makers import a_dossier, brought_to
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.people.models import Account, Role
from workflows.permissions.rules import visible

DIGEST = "a" * 64
# How far a dossier has come, and which officers see it then.
SEEN_BY = {
    Status.DRAFT: set(),
    Status.SUBMITTED: {"lan"},
    Status.COMPLETION_REQUESTED: {"lan", "dung"},
    Status.NOT_RECEIVED: {"lan"},
    Status.RECEIVED: {"lan", "dung"},
    Status.PROCESSING: {"lan", "dung", "hanh"},
    Status.SUPPLEMENT_REQUESTED: {"lan", "dung", "hanh"},
    Status.PAYMENT_REQUESTED: {"lan", "dung", "hanh"},
    Status.AWAITING_APPROVAL: {"lan", "dung", "hanh", "minh"},
    Status.APPROVED: {"lan", "dung", "hanh", "minh", "thu"},
    Status.SIGNED: {"lan", "dung", "hanh", "minh", "thu"},
    Status.ISSUED: {"lan", "dung", "hanh", "minh", "thu"},
    Status.RETURNED: {"lan", "dung", "hanh", "minh", "thu"},
    Status.WITHDRAWN: {"lan"},
    Status.STOPPED: {"lan"},
}


def test_every_status_stands_in_the_table() -> None:
    assert set(SEEN_BY) == set(Status)


@pytest.mark.parametrize("status", list(SEEN_BY))
def test_each_officer_sees_a_dossier_from_their_turn_on(
    province: Office, people: Citizens, status: Status
) -> None:
    dossier = grown(province, people, status)
    seen = {name for name in OFFICERS if sees(getattr(province, name).account, dossier)}
    assert seen == SEEN_BY[status]


@pytest.mark.parametrize("status", list(Status))
def test_the_stranger_agency_sees_nothing_anywhere(
    province: Office, people: Citizens, status: Status
) -> None:
    grown(province, people, status)
    grown(province, people, status, owner_organisation=people.organisation)
    for post in province.strangers.values():
        assert not visible(post.account, at=MONDAY).exists()
    assert not visible(people.khach, at=MONDAY).exists()


def test_the_province_sees_nothing_of_the_stranger_s(province: Office, people: Citizens) -> None:
    grown(
        province,
        people,
        Status.RETURNED,
        receiving_agency=province.stranger,
        competent_agency=province.stranger,
        unit=province.strangers[Role.HANDLER].unit,
    )
    for name in OFFICERS:
        assert not visible(getattr(province, name).account, at=MONDAY).exists()
    for role, post in province.strangers.items():
        sees = visible(post.account, at=MONDAY).exists()
        assert sees is (role is not Role.ADMINISTRATOR), role


def test_a_handler_of_another_unit_sees_nothing(province: Office, people: Citizens) -> None:
    grown(province, people, Status.PROCESSING)
    other = a_post(Role.HANDLER, a_unit(province.department, "Phòng khác"), "Đồng nghiệp")
    assert not visible(other.account, at=MONDAY).exists()


def test_a_dossier_laid_on_a_stranger_s_desk_by_mistake_is_not_shown_there(
    province: Office, people: Citizens
) -> None:
    stranger = province.strangers[Role.HANDLER]
    grown(province, people, Status.PROCESSING, unit=stranger.unit, handler=stranger)
    assert not visible(stranger.account, at=MONDAY).exists()


def test_the_receiving_agency_s_approver_and_clerk_see_nothing_of_the_committee_s(
    province: Office, people: Citizens
) -> None:
    grown(province, people, Status.RETURNED)
    for role in (Role.APPROVER, Role.CLERK):
        post = a_post(role, a_unit(province.department, "Ban Giám đốc"), "Người của Sở")
        assert not visible(post.account, at=MONDAY).exists()


def test_a_citizen_sees_their_own_drafts_too(province: Office, people: Citizens) -> None:
    dossier = a_dossier(province, people)
    assert sees(people.hoa, dossier)


def test_what_is_being_written_down_at_the_counter_is_seen_there_and_nowhere_else(
    province: Office, people: Citizens
) -> None:
    """By its owner from the moment it is filed."""
    lan = province.lan.account
    written = a_dossier(province, people, channel="counter", assisted_by=lan)
    a_dossier(province, people)
    seen = {name for name in OFFICERS if sees(getattr(province, name).account, written)}
    assert seen == {"lan"}
    assert not any(sees(post.account, written) for post in province.strangers.values())
    assert not sees(people.hoa, written)
    assert sees(people.hoa, brought_to(written, Status.SUBMITTED))
    assert visible(lan, at=MONDAY).count() == 1


def test_an_owner_sees_what_a_representative_filed(province: Office, people: Citizens) -> None:
    owner = a_citizen("Vũ Thị Chủ")
    ground = a_representation(people.hoa, person_of(owner))
    dossier = a_dossier(province, people, owner_person=person_of(owner), representation=ground)
    assert sees(owner, dossier)
    assert sees(people.hoa, dossier)


def test_every_representative_sees_the_organisation_s_dossiers(
    province: Office, people: Citizens
) -> None:
    dossier = a_dossier(province, people, owner_organisation=people.organisation)
    colleague = a_citizen("Hồ Văn Cùng")
    a_representation(colleague, people.organisation)
    assert sees(people.hoa, dossier)
    assert sees(colleague, dossier)


@pytest.mark.parametrize(
    ("since", "to", "expected"), [(0, 0, True), (1, None, False), (-9, -1, False)]
)
def test_a_representative_sees_only_on_the_days_the_ground_holds(
    province: Office, people: Citizens, since: int, to: int | None, expected: bool
) -> None:
    """Also who filed it: whoever no longer represents sees no longer."""
    today = localdate(MONDAY)
    ground = people.representation
    ground.valid_from = today + timedelta(days=since)
    ground.valid_to = None if to is None else today + timedelta(days=to)
    ground.save()
    dossier = a_dossier(province, people, owner_organisation=people.organisation)
    assert sees(people.hoa, dossier) is expected


def test_a_disabled_account_sees_nothing(province: Office, people: Citizens) -> None:
    grown(province, people, Status.RETURNED)
    for account in (people.hoa, *(getattr(province, name).account for name in OFFICERS)):
        assert visible(account, at=MONDAY).exists()
        account.is_active = False
        account.save()
        assert not visible(account, at=MONDAY).exists()


def test_whose_post_has_ended_sees_nothing(province: Office, people: Citizens) -> None:
    grown(province, people, Status.RETURNED)
    for name in OFFICERS:
        post = getattr(province, name)
        post.valid_to = localdate(MONDAY) - timedelta(days=1)
        post.save()
        assert not visible(post.account, at=MONDAY).exists()


def test_an_account_without_person_and_post_sees_nothing(
    province: Office, people: Citizens
) -> None:
    grown(province, people, Status.RETURNED)
    machine = Account.objects.open("machine", person=None, kind=Account.Kind.TECHNICAL)
    assert not visible(machine, at=MONDAY).exists()


def test_a_dossier_seen_on_two_grounds_is_shown_once(province: Office, people: Citizens) -> None:
    a_post(Role.HEAD, province.one_stop, province.lan.account)
    a_representation(people.hoa, people.organisation)
    grown(province, people, Status.RETURNED, owner_organisation=people.organisation)
    assert visible(province.lan.account, at=MONDAY).count() == 1
    assert visible(people.hoa, at=MONDAY).count() == 1


def grown(province: Office, people: Citizens, status: Status, **what: Any) -> Dossier:
    """A dossier in a status, with what the acts before it leave behind."""
    seen = SEEN_BY[status]
    left: dict[str, Any] = {}
    left |= received() if "dung" in seen else {}
    left |= {"unit": province.division, "handler": province.hanh} if "hanh" in seen else {}
    left |= {"draft_digest": DIGEST, "signer": province.minh} if "minh" in seen else {}
    left |= {"approved_digest": DIGEST} if "thu" in seen else {}
    return brought_to(a_dossier(province, people, **left | what), status)


def received() -> dict[str, Any]:
    return {"code": f"H99.01-261123-{Dossier.objects.count() + 1:04d}", "received_at": MONDAY}


def sees(account: Account, dossier: Dossier) -> bool:
    return visible(account, at=MONDAY).filter(pk=dossier.pk).exists()
