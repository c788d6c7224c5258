"""A number that follows from other answers is reckoned, never typed."""

from __future__ import annotations

from typing import Any

import pytest

from procedures.fields import Situation
from procedures.reckoning import reckoned
from procedures.schema import Procedure

from .makers import a_definition, a_procedure, a_question

GIFTS = [
    a_question("who"),
    a_question("gift", type="money", required=False),
]
QUESTIONS = [
    a_question("cash", type="money"),
    a_question("land", type="money", required=False),
    a_question("gifts", type="table", columns=GIFTS, required=False),
]


def a_form(type_: str = "money", **reckoning: Any) -> Procedure:
    follows = a_question("follows", type=type_, required=False, reckoned=reckoning)
    questions = [*QUESTIONS, follows]
    case = a_definition()["cases"][0] | {"questions": [q["key"] for q in questions]}
    return a_procedure(questions=questions, cases=[case], results=[a_result_without_facts()])


def a_result_without_facts() -> dict[str, Any]:
    result: dict[str, Any] = a_definition()["results"][0]
    return result | {"facts": []}


def value(procedure: Procedure, **answers: Any) -> Any:
    found = reckoned(procedure, "only", Situation("person", answers))
    return found.get("follows", {}).get("value")


@pytest.mark.parametrize(
    ("reckoning", "expected"),
    [
        ({"how": "sum", "of": ["cash", "land"]}, 12),
        ({"how": "difference", "of": ["cash", "land"]}, 8),
        ({"how": "rows", "of": ["gifts"]}, 2),
        ({"how": "total", "of": ["gifts"], "column": "gift"}, 7),
    ],
)
def test_each_way_of_reckoning(reckoning: dict[str, Any], expected: int) -> None:
    gifts = [{"who": "Hoa", "gift": 7}, {"who": "Sáng"}]
    assert value(a_form(**reckoning), cash=10, land=2, gifts=gifts) == expected


@pytest.mark.parametrize("answers", [{}, {"cash": 10}, {"cash": "mười", "land": 2}, {"cash": True}])
def test_nothing_follows_from_what_is_missing_or_no_number(answers: dict[str, Any]) -> None:
    assert value(a_form(how="sum", of=["cash", "land"]), **answers) is None


def test_it_counts_only_what_is_asked() -> None:
    hidden = a_question("land", type="money", required=False, when={"applicant": "organisation"})
    follows = a_question(
        "follows", type="money", required=False, reckoned={"how": "sum", "of": ["cash", "land"]}
    )
    questions = [QUESTIONS[0], hidden, follows]
    case = a_definition()["cases"][0] | {"questions": [q["key"] for q in questions]}
    form = a_procedure(questions=questions, cases=[case], results=[a_result_without_facts()])
    assert value(form, cash=10, land=2) is None


def test_one_may_build_on_another() -> None:
    both = a_question(
        "both", type="money", required=False, reckoned={"how": "sum", "of": ["cash", "land"]}
    )
    follows = a_question(
        "follows", type="money", required=False, reckoned={"how": "sum", "of": ["both", "land"]}
    )
    questions = [*QUESTIONS, both, follows]
    case = a_definition()["cases"][0] | {"questions": [q["key"] for q in questions]}
    form = a_procedure(questions=questions, cases=[case], results=[a_result_without_facts()])
    assert value(form, cash=10, land=2) == 14
