"""Papers that are missing, answers nobody need type, facts a result states, and how they look."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from procedures import completeness, outcomes
from procedures.fields import Situation
from procedures.prefill import prefill
from procedures.schema import Procedure
from procedures.shown import shown, stated

from .makers import a_definition, a_fact, a_procedure, a_question, a_requirement, a_result, text

OPTIONS = [{"key": "bachelor", "label": {"vi": "Đại học", "en": "Bachelor"}}]
MEMBERS = [
    {"key": "who", "label": text("Họ tên"), "type": "text"},
    {"key": "since", "label": text("Từ ngày"), "type": "date", "required": False},
]


@pytest.fixture
def papers() -> Procedure:
    return a_procedure(
        requirements=[
            a_requirement("form"),
            a_requirement("resolution", when={"applicant": "organisation"}),
            a_requirement("priority", required=False),
            a_requirement("licence", from_citizen=False, from_register=["licence"]),
        ],
        cases=[
            a_definition()["cases"][0]
            | {"requirements": ["licence", "priority", "resolution", "form"]}
        ],
    )


@pytest.mark.parametrize(
    ("handed_in", "applicant", "missing"),
    [
        (set(), "person", ["form", "licence"]),
        (set(), "organisation", ["form", "resolution", "licence"]),
        ({"form"}, "person", ["licence"]),
        ({"form", "licence"}, "person", []),
        ({"form", "licence", "priority"}, "organisation", ["resolution"]),
        ({"form", "licence", "photo"}, "person", []),
    ],
)
def test_missing_is_what_this_applicant_must_still_hand_in_in_the_order_of_the_procedure(
    papers: Procedure, handed_in: set[str], applicant: str, missing: list[str]
) -> None:
    found = completeness.check(papers, "only", handed_in, Situation(applicant))
    assert [requirement.key for requirement in found] == missing


@pytest.fixture
def certificate() -> Procedure:
    """Of every kind of source one fact, and one that is rarely given."""
    return a_procedure(
        questions=[
            a_question("name", prefill="owner.name"),
            a_question("level", type="select", options=OPTIONS),
            a_question("assets", type="money", required=False, prefill="result.old.facts.assets"),
            a_question("members", type="table", columns=MEMBERS, required=False),
            a_question("sure", type="yes-no", prefill="result.old.facts.sure"),
        ],
        cases=[
            a_definition()["cases"][0]
            | {"questions": ["name", "level", "assets", "members", "sure"]}
        ],
        results=[
            a_result(
                satisfies=["licence"],
                facts=[
                    a_fact("holder", source="owner.name"),
                    a_fact("level", type="select", options=OPTIONS, source="answer:level"),
                    a_fact("assets", type="money", source="answer:assets"),
                    a_fact("members", type="table", columns=MEMBERS, source="answer:members"),
                    a_fact("sure", type="yes-no", source="answer:sure"),
                    a_fact("since", type="date", source="officer"),
                    a_fact("remark", source="officer", required=False),
                ],
            )
        ],
    )


def test_a_question_is_filled_in_with_the_value_and_the_name_of_its_source(
    certificate: Procedure,
) -> None:
    known = {"owner.name": "Hoa", "owner.email": "hoa@example.vn", "result.old.facts.assets": 5}
    assert prefill(certificate, "only", known) == {
        "name": {"value": "Hoa", "source": "owner.name"},
        "assets": {"value": 5, "source": "result.old.facts.assets"},
    }


@pytest.mark.parametrize("nothing", [None, "", []])
def test_nothing_fills_nothing_in_but_zero_and_no_do(certificate: Procedure, nothing: Any) -> None:
    assert prefill(certificate, "only", {"owner.name": nothing}) == {}
    known = {"result.old.facts.assets": 0, "result.old.facts.sure": False}
    assert {key: found["value"] for key, found in prefill(certificate, "only", known).items()} == {
        "assets": 0,
        "sure": False,
    }


def test_a_result_states_what_was_answered_who_owns_it_and_what_the_officer_found(
    certificate: Procedure,
) -> None:
    given = {"level": "bachelor", "assets": 0, "sure": False, "name": "không ai hỏi"}
    assert facts(certificate, given, {"since": "2026-11-24"}) == {
        "holder": "Nguyễn Thị Hoa",
        "level": "bachelor",
        "assets": 0,
        "sure": False,
        "since": "2026-11-24",
    }


def test_the_officer_is_asked_only_for_what_the_officer_has_to_enter(
    certificate: Procedure,
) -> None:
    asked = outcomes.officer_fields(certificate, "only")
    assert [field.key for field in asked] == ["since", "remark"]


@pytest.mark.parametrize(
    ("entered", "wrong"),
    [
        ({}, ["since"]),
        ({"since": "hôm nay"}, ["since"]),
        ({"since": "2026-11-24", "remark": " thừa dấu cách"}, ["remark"]),
        ({"since": "2026-11-24", "level": "bachelor"}, ["level"]),
        ({"since": "2026-11-24", "colour": "red"}, ["colour"]),
    ],
    ids=["missing", "no date", "untidy", "not the officer's", "unknown"],
)
def test_facts_the_officer_entered_wrongly_are_named(
    certificate: Procedure, entered: dict[str, Any], wrong: list[str]
) -> None:
    assert [problem.key for problem in outcomes.check(certificate, "only", entered)] == wrong


def test_facts_are_shown_as_people_read_them_in_either_language(certificate: Procedure) -> None:
    said = {
        "holder": "Nguyễn Thị Hoa",
        "level": "bachelor",
        "assets": 7_200_000_000,
        "members": [{"who": "Hoa", "since": "2026-02-03"}, {"who": "Lan"}],
        "sure": False,
        "since": "2026-11-24",
    }
    assert stated(certificate, "only", said) == (
        ("Tên", "Nguyễn Thị Hoa"),
        ("Tên", "Đại học"),
        ("Tên", "7.200.000.000 ₫"),
        ("Tên", "Hoa, 03/02/2026; Lan"),
        ("Tên", "Không"),
        ("Tên", "24/11/2026"),
    )
    assert [value for _label, value in stated(certificate, "only", said, "en")][1:5] == [
        "Bachelor",
        "7,200,000,000 VND",
        "Hoa, 03/02/2026; Lan",
        "No",
    ]


def test_a_number_and_a_declaration_are_shown_too() -> None:
    asked = a_procedure(
        questions=[a_question("n", type="integer"), a_question("d", type="declaration")],
        cases=[a_definition()["cases"][0] | {"questions": ["n", "d"]}],
        results=[a_result(satisfies=["licence"])],
    ).questions
    assert (shown(asked[0], 5), shown(asked[1], True)) == ("5", "Có")
    assert shown(asked[1], True, "en") == "Yes"


def test_what_rests_on_assumptions_says_so_in_the_language_of_the_reader() -> None:
    trial = a_procedure(assumed=True, assumed_reason=text("Chưa rõ"))
    with override("vi"):
        assert str(trial.notice) == "giả định để chạy thử"
    with override("en"):
        assert str(trial.notice) == "assumed, for trial only"
    assert a_procedure().notice is None


def facts(procedure: Procedure, given: dict[str, Any], entered: dict[str, Any]) -> dict[str, Any]:
    return outcomes.facts(procedure, "only", given, entered, owner="Nguyễn Thị Hoa")
