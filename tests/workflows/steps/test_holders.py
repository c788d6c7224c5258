"""No open dossier lacks an owner: each act says into whose hands it gives the file (Mẫu 06)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from tests.workflows.proving.proving import found
from workflows.dossiers.models import Holding

# Who holds the file after each act of the road.
HANDS = {
    "submit": ("receive", "agency", None),
    "receive": ("assign", "agency", None),
    "assign": ("assess", "agency", "hanh"),
    "propose": ("approve", "agency", "minh"),
    "approve": ("sign", "agency", "minh"),
    "sign": ("number", "agency", None),
    "number": ("issue", "agency", None),
    "issue": ("hand_over", "agency", None),
}


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office)


def held(life: Life) -> list[Holding]:
    return list(life.fresh.holdings.order_by("number"))


def test_each_act_of_the_road_gives_the_file_on(life: Life) -> None:
    for act in HANDS:
        life.act(act)
        now = life.fresh.holdings.get(until=None)
        step, party, login = HANDS[act]
        post = life.office.posts[login] if login else None
        assert (now.step, now.party, now.post) == (step, party, post), act


def test_in_the_end_nobody_holds_it(life: Life) -> None:
    life.through("hand_over")
    assert all(one.until is not None for one in held(life))


def test_one_holding_follows_on_the_other_without_a_gap(life: Life) -> None:
    life.through("hand_over")
    for one, following in zip(held(life), held(life)[1:], strict=False):
        assert (following.number, following.since) == (one.number + 1, one.until)


def test_whoever_took_it_out_of_a_queue_is_noted_as_having_held_it(life: Life) -> None:
    life.through("assign")
    receive, assign, _assess = held(life)
    assert receive.post == life.office.posts["lan"]
    assert assign.post == life.office.posts["dung"]


def test_who_gave_it_is_noted_and_a_citizen_is_nobody_s_post(life: Life) -> None:
    life.through("assign")
    assert [one.given_by for one in held(life)] == [
        None,
        life.office.posts["lan"],
        life.office.posts["dung"],
    ]


def test_an_act_that_leaves_the_file_where_it_is_changes_nothing(life: Life) -> None:
    life.until("propose")
    before = held(life)
    life.act("apologise")
    assert held(life) == before


def test_the_database_lets_nobody_rewrite_who_held_it(life: Life) -> None:
    life.through("assign")
    first = Holding.objects.filter(number=1)
    with pytest.raises(IntegrityError, match="is not changed"), transaction.atomic():
        first.update(step="assess")
    with pytest.raises(IntegrityError, match="is not changed"), transaction.atomic():
        first.update(post=None)


def test_the_database_lets_two_hold_it_at_once_never(life: Life) -> None:
    life.through("assign")
    open_one = life.fresh.holdings.get(until=None)
    open_one.pk, open_one.number = None, open_one.number + 1
    with pytest.raises(IntegrityError), transaction.atomic():
        open_one.save(force_insert=True)


def test_what_is_numbered_stays_with_who_seals_it_whatever_is_said_of_its_day(
    life: Life, demo_pki: DemoPki
) -> None:
    life.through("number")
    before = held(life)
    life.act("apologise")
    assert held(life) == before
    assert found(demo_pki, "owned") == []
    life.act("issue")
    assert [one.step for one in held(life)[-2:]] == ["issue", "hand_over"]


def test_to_hand_over_takes_none_of_the_agency_s_time(life: Life) -> None:
    life.through("hand_over")
    assert [one.due_at for one in held(life)[-2:]] == [life.fresh.due_at, None]
