"""The acts of the counter as officers do them: by a form, on real parts, once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice
from tests.lives import Life
from tests.markup import by_id, of_class, words
from tests.onestop.doors import as_officer
from tests.people import a_post
from workflows.dossiers.models import Paper
from workflows.dossiers.status import Status
from workflows.journal.models import Access
from workflows.people.models import Role

from .officers import AT_COUNTER, a_case, address, at_act, before, done, filled, main_of, refused

S = Status
# What is typed for each act, and where it leads.
LEADS: Mapping[str, Status] = {
    "receive": S.RECEIVED,
    "assign": S.PROCESSING,
    "propose": S.AWAITING_APPROVAL,
    "number": S.SIGNED,
    "issue": S.ISSUED,
    "hand_over": S.RETURNED,
}
SLIPS = {"receive": Paper.Kind.FORM_01, "issue": Paper.Kind.RESULT}


def typed(life: Life, act: str) -> dict[str, Any]:
    handler = str(life.office.who(Role.HANDLER, life.receiving).public_id)
    sent: dict[str, dict[str, Any]] = {
        "assign": {"handler": handler},
        "propose": {"outcome": "grant"},
        "issue": {"pin": PIN},
        "hand_over": {"how": "counter", "received_by": "Nguyễn Thị Hoa"},
    }
    return sent.get(act, {})


@pytest.mark.parametrize("act", AT_COUNTER)
def test_each_act_is_done_by_its_form_and_says_what_was_done(
    act: str, client: Client, office: DemoOffice
) -> None:
    life = a_case(office, act)
    visit = at_act(client, life, act)
    visit.send(**typed(life, act))
    assert life.fresh.status == LEADS[act]
    assert done(life)[-1] == act
    (notice,) = [n for n in of_class(visit.page, "notice") if n.get("role") == "alert"]
    assert words(notice)
    links = [a.get("href") for a in notice.iter("a")]
    if act in SLIPS:
        slip = life.dossier.papers.get(kind=SLIPS[act])
        assert links == [
            reverse("viewer:attachment", args=[life.dossier.public_id, slip.public_id])
        ]
    else:
        assert links == []
    # Whoever comes later did not do it.
    visit.go(address(life))
    assert not [n for n in of_class(visit.page, "notice") if n.get("role") == "alert"]


@pytest.mark.parametrize("act", AT_COUNTER)
def test_sent_twice_it_is_done_once_and_answered_alike(
    act: str, client: Client, office: DemoOffice
) -> None:
    life = a_case(office, act)
    visit = at_act(client, life, act)
    where, page = visit.address, visit.page
    visit.send(**typed(life, act))
    first = visit.address
    visit.address, visit.page = where, page
    visit.send(**typed(life, act))
    assert visit.address == first
    assert done(life).count(act) == 1


@pytest.mark.parametrize("act", AT_COUNTER)
def test_in_two_tabs_the_second_learns_what_the_first_did_and_loses_nothing(
    act: str, client: Client, office: DemoOffice
) -> None:
    life = a_case(office, act)
    visit = at_act(client, life, act)
    where, page = visit.address, visit.page
    visit.go(where)
    visit.send(**typed(life, act))
    visit.address, visit.page = where, page
    sent = typed(life, act)
    visit.send(status=409, **sent)
    assert str(life.who(act).person) in refused(visit)
    assert done(life).count(act) == 1
    assert not [b for b in filled(visit.page) if b.tag == "button"]
    if act == "hand_over":
        assert by_id(visit.page, "id_received_by").get("value") == sent["received_by"]


@pytest.mark.parametrize("act", AT_COUNTER)
def test_whoever_may_not_is_refused_on_the_page_and_noted(
    act: str, client: Client, office: DemoOffice
) -> None:
    """The leader sees every dossier of the agency and does nothing with it."""
    life = a_case(office, act)
    at_act(client, life, act)
    unit = office.who(Role.CLERK, life.competent).unit
    leader = a_post(Role.LEADER, unit, "Người xem").account
    as_officer(client, leader)
    answer = client.get(address(life, act))
    assert answer.status_code == 200
    sent = typed(life, act) | ({"go": "rest"} if act == "receive" else {})
    status = client.post(address(life, act), sent).status_code
    assert status == 422
    assert done(life)[-1] != act
    # What a form refuses before the act is asked for leaves no attempt.
    if act != "receive":
        assert Access.objects.filter(kind="refused", account=leader.public_id, what=act).exists()


def test_what_is_not_open_has_no_button_and_says_why(client: Client, office: DemoOffice) -> None:
    life = a_case(office, "assign")
    visit = before(client, life, "receive", page="receive")
    assert not filled(visit.page)
    assert [words(b) for b in of_class(main_of(visit.page), "not")]


@pytest.mark.parametrize("act", ["submit", "approve", "sign", "send_back", "nothing"])
def test_what_is_not_done_at_the_counter_has_no_page(
    act: str, client: Client, office: DemoOffice
) -> None:
    life = a_case(office)
    as_officer(client, life.who("receive"))
    assert client.get(address(life, act)).status_code == 404
