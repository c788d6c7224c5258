"""What an officer is offered to ask for: only what the applicant can answer."""

from __future__ import annotations

import pytest
from django.test import Client

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.workflows.steps.filings import COPIES, RENAME, a_life_of

from .officers import all_right, before

ASKS = pytest.mark.parametrize(
    ("act", "whose", "paper", "answer"),
    [
        ("ask_completion", "receive", "ask-", "ask-"),
        ("ask_supplement", "propose", "paper-", "answer-"),
    ],
)


def asked(client: Client, life: Life, act: str, whose: str) -> set[str]:
    """The names of the reasons that may be written."""
    visit = before(client, life.until(whose), whose, page="" if whose == "receive" else act)
    if whose == "receive":
        all_right(visit)
        visit.go(f"{visit.address.rstrip('/')}/{act}/")
    return {one.get("name", "") for one in visit.page.iter("textarea")}


@ASKS
def test_a_question_that_is_not_asked_here_is_not_offered(
    client: Client, office: DemoOffice, act: str, whose: str, paper: str, answer: str
) -> None:
    offered = asked(client, a_life_of(office, COPIES), act, whose)
    assert f"{answer}contact_phone" in offered
    assert not {f"{answer}delivery", f"{answer}delivery_address"} & offered


@ASKS
def test_a_paper_that_nobody_can_hand_in_is_not_offered(
    client: Client, office: DemoOffice, act: str, whose: str, paper: str, answer: str
) -> None:
    offered = asked(client, a_life_of(office, RENAME), act, whose)
    assert f"{answer}change_reason" in offered
    assert f"{paper}licence" not in offered


@ASKS
def test_what_the_state_vouches_for_is_offered_only_where_a_text_of_law_can_be_named(
    client: Client, office: DemoOffice, act: str, whose: str, paper: str, answer: str
) -> None:
    offered = asked(client, a_life_of(office, COPIES), act, whose)
    assert f"{answer}user_name" not in offered
    a_life(office).through("issue")
    offered = asked(client, a_life(office, following=True), act, whose)
    # The licence lies in it, so there is a place for the law.
    assert f"{answer}fund_name" in offered
