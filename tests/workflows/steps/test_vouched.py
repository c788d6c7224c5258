"""What the State vouches for is neither asked of anybody nor typed over (NĐ 309/2025, 4(2a))."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes, refusal
from workflows.results.models import Result
from workflows.routes.giving import give
from workflows.steps.refusals import AnswersWrong, HeldByTheState

from .filings import COPIES, a_life_of

LAW = "Nghị định 309/2025/NĐ-CP, điều 4 khoản 2"
ASKS = pytest.mark.parametrize(
    ("act", "until", "then"),
    [("ask_completion", "receive", "resubmit"), ("ask_supplement", "propose", "supplement")],
)


@pytest.fixture
def resting(office: DemoOffice) -> Life:
    """A dossier that rests on the licence of the same fund."""
    a_life(office).through("issue")
    return a_life(office, following=True)


def given(life: Life, key: str, value: Any) -> None:
    give(life.fresh, key, by=life.citizen, at=timezone.now(), value=value)


def source(life: Life, key: str) -> str:
    return str(life.fresh.answers[key]["source"])


def end_all() -> None:
    Result.objects.update(
        state=Result.State.REVOKED, state_reason="Thu hồi.", state_since=timezone.now()
    )


@ASKS
@pytest.mark.parametrize("key", ["fund_name", "licence_number"])
def test_what_a_result_states_is_asked_only_on_a_text_of_law_and_stays_the_state_s(
    resting: Life, key: str, act: str, until: str, then: str
) -> None:
    resting.until(until)
    before = resting.fresh.answers[key]
    assert before["source"].startswith("result.")
    said = refusal(resting, act, HeldByTheState, items={key: "Ghi lại."})
    assert "text of law" in said
    resting.act(act, items={key: "Ghi lại."}, legal_basis=LAW)
    with nothing_changes(), pytest.raises(AnswersWrong, match="vouches"), override("en"):
        given(resting, key, "Một tên khác")
    given(resting, key, before["value"])
    resting.act(then, papers={})
    assert resting.fresh.answers[key] == before


def test_nor_is_it_typed_over_as_it_is_sent(resting: Life) -> None:
    resting.until("receive").act("ask_completion", items={"fund_name": "Ghi."}, legal_basis=LAW)
    said = refusal(resting, "resubmit", AnswersWrong, papers={}, answers={"fund_name": "Khác"})
    assert "vouches" in said
    resting.act(
        "resubmit", papers={}, answers={"fund_name": resting.fresh.answers["fund_name"]["value"]}
    )
    assert source(resting, "fund_name") == "result.fund-licence.facts.fund_name"


def test_who_the_applicant_is_the_state_knows(office: DemoOffice) -> None:
    life = a_life_of(office, COPIES).until("receive")
    assert source(life, "user_name") == "owner.name"
    said = refusal(life, "ask_completion", HeldByTheState, items={"user_name": "Sai."})
    assert "Person or organisation using the documents" in said


def test_a_paper_drawn_from_the_answers_leaves_what_is_vouched_for(office: DemoOffice) -> None:
    life = a_life_of(office, COPIES).until("receive")
    life.act("ask_completion", items={"application": "Số bản chưa rõ."})
    with nothing_changes(), pytest.raises(AnswersWrong):
        given(life, "application", {"user_name": "Ai đó khác", "copies": 2})
    given(life, "application", {"user_name": "Nguyễn Thị Hoa", "copies": 2})
    life.act("resubmit", papers={})
    assert (source(life, "user_name"), source(life, "copies")) == ("owner.name", "declared")


def test_how_the_applicant_is_reached_is_asked_and_typed(office: DemoOffice) -> None:
    life = a_life_of(office, COPIES).until("receive")
    life.act("ask_completion", items={"contact_phone": "Số không liên lạc được."})
    given(life, "contact_phone", "0900 000 002")
    life.act("resubmit", papers={})
    assert source(life, "contact_phone") == "declared"


def test_what_an_ended_result_states_is_asked_and_typed(resting: Life) -> None:
    resting.until("propose")
    end_all()
    resting.act("ask_supplement", items={"fund_name": "Giấy phép đã bị thu hồi."})
    given(resting, "fund_name", "Quỹ Khuyến học Bến Trăng")
    resting.act("supplement", papers={})
    assert resting.fresh.answers["fund_name"] == {
        "value": "Quỹ Khuyến học Bến Trăng",
        "source": "declared",
    }
