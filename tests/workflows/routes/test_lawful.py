"""What is offered is what would be done, and what is not offered says why."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from onestop.demo.office import DemoOffice
from tests.lives import ROAD, WHO, Life, a_life
from tests.people import person_of
from workflows.dossiers.models import Dossier
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed
from workflows.routes.errors import NotOpen
from workflows.routes.lawful import Choice, acts_for
from workflows.routes.table import ACTS

# Which acts are open, to whoever may do them, before each act of the road.
OPEN = {
    "submit": {"submit"},
    "receive": {"receive", "ask_completion", "reject", "forward", "judge", "withdraw"},
    "assign": {"assign", "withdraw", "stop", "apologise"},
    "propose": {"propose", "ask_supplement", "judge", "withdraw", "stop", "apologise"},
    "approve": {"approve", "send_back", "withdraw", "stop", "apologise"},
    "sign": {"sign", "apologise"},
    "number": {"number", "apologise"},
    "issue": {"issue", "apologise"},
    "hand_over": {"hand_over", "correct"},
}


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office)


def choices(life: Life, by: Account) -> dict[str, Choice]:
    whole = Dossier.objects.whole().get(pk=life.dossier.pk)
    return {choice.act: choice for choice in acts_for(whole, by=by, at=timezone.now())}


def everybody(life: Life) -> list[Account]:
    return [life.citizen, *(post.account for post in life.office.posts.values())]


def who(life: Life, act: str) -> Account:
    """The counter judges as long as the dossier is not received."""
    early = act == "judge" and life.fresh.received_at is None
    return life.who("receive" if early else act)


def offered(life: Life, by: Account) -> set[str]:
    return {act for act, choice in choices(life, by).items() if choice.allowed}


def test_before_each_act_whoever_may_is_offered_it_and_nobody_else(life: Life) -> None:
    for act in ROAD:
        life.until(act)
        for account in everybody(life):
            his = {one for one in OPEN[act] if who(life, one) == account}
            assert offered(life, account) == his, (act, account)


def test_after_its_end_nothing_is_offered_but_to_put_the_result_right(life: Life) -> None:
    life.through("hand_over")
    offers = {account.pk: offered(life, account) for account in everybody(life)}
    assert offers.pop(life.who("correct").pk) == {"correct"}
    assert not any(offers.values())
    with translation.override("en"):
        said = choices(life, life.who("hand_over"))["hand_over"].reason
    assert said == "The dossier has come to its end."


def test_while_the_citizen_completes_nobody_else_may_do_anything_but_stop(life: Life) -> None:
    life.until("receive").act("ask_completion")
    offers = {account.pk: offered(life, account) for account in everybody(life)}
    assert offers.pop(life.citizen.pk) == {"resubmit", "withdraw"}
    assert offers.pop(life.who("stop").pk) == {"stop"}
    assert not any(offers.values())


def test_while_the_citizen_supplements_the_office_may_stop_and_promise_nothing(life: Life) -> None:
    life.until("propose").act("ask_supplement")
    offers = {account.pk: offered(life, account) for account in everybody(life)}
    assert offers.pop(life.citizen.pk) == {"supplement", "withdraw"}
    assert offers.pop(life.who("stop").pk) == {"stop", "stop_for_silence"}
    assert not any(offers.values())


def test_what_is_not_offered_is_refused_on_the_same_ground(life: Life) -> None:
    life.until("assign")
    lan, dung = life.who("receive"), life.who("assign")
    for act, refusal in (("receive", NotOpen), ("assign", NotAllowed)):
        assert not choices(life, lan)[act].allowed
        with pytest.raises(refusal):
            life.act(act, by=lan)
    assert choices(life, dung)["assign"].allowed


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("receive", "Something else comes first: assign."),
        ("hand_over", "Something else comes first: assign."),
        ("assign", "Done by: Head of unit."),
        ("number", "Done by: Records clerk."),
        ("resubmit", "Only the applicant does this."),
    ],
)
def test_each_act_that_is_not_offered_says_why(life: Life, act: str, reason: str) -> None:
    life.until("assign")
    with translation.override("en"):
        assert choices(life, life.who("receive"))[act].reason == reason


def test_whoever_prepared_the_draft_hears_that_another_must_approve(life: Life) -> None:
    """Minh's second account is not a second pair of eyes."""
    life.until("approve")
    minh, hanh = life.who("approve"), life.who("propose")
    Account.objects.filter(pk=hanh.pk).update(person=person_of(minh))
    with translation.override("en"):
        said = choices(life, minh)
    assert said["approve"].reason == "Whoever prepared the draft may not approve it."
    assert said["send_back"].allowed


def test_every_act_is_told_in_the_order_of_a_dossiers_life(life: Life) -> None:
    told = acts_for(life.fresh, by=life.citizen, at=timezone.now())
    assert [choice.act for choice in told] == list(ACTS)
    assert set(WHO) == set(ACTS)


def test_an_act_beside_the_way_says_where_the_dossier_stands(life: Life) -> None:
    life.until("sign")
    with translation.override("en"):
        reason = choices(life, life.citizen)["withdraw"].reason
    assert reason == "Not where the dossier stands now: Approved, to be signed."
