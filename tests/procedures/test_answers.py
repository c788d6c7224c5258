"""What the applicant may write into each kind of field, and what is refused with a sentence."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from procedures import answers
from procedures.fields import FieldType
from procedures.schema import Procedure
from procedures.values import LARGEST, LONG, ROWS, SHORT

from .makers import a_definition, a_fact, a_procedure, a_question, a_result, text, wrong

OPTIONS = [{"key": "yes", "label": text("Đồng ý")}, {"key": "no", "label": text("Không")}]
COLUMNS = [
    {"key": "who", "label": text("Họ tên"), "type": "text"},
    {"key": "since", "label": text("Từ ngày"), "type": "date", "required": False},
]
MORE: dict[str, dict[str, Any]] = {"select": {"options": OPTIONS}, "table": {"columns": COLUMNS}}
MORE["multi"] = MORE["select"]

HOME = {"province": "01", "commune": "00070", "street": "12 Lê Lợi"}

GOOD: dict[str, list[Any]] = {
    "text": ["Hoa", "Nguyễn Thị Hoa", "x" * SHORT, "2", "“Ước mơ”", "<b>&"],
    "long-text": ["một dòng", "hai\ndòng", "x" * LONG],
    "integer": [0, 1, -1, LARGEST, -LARGEST],
    "money": [0, 7_200_000_000, LARGEST],
    "date": ["2026-11-24", "2024-02-29", "1900-01-01"],
    "partial-date": ["2026", "2026-11", "2026-11-24"],
    "phone": ["0900000001", "+84 900 000 001", "024.3999-9999", "18001091"],
    "email": ["hoa@example.vn", "h.n+1@mail.example.vn"],
    "personal-number": ["099100000001", "000000000000"],
    "yes-no": [True, False],
    "declaration": [True],
    "address": [HOME, HOME | {"street": "thôn 3"}],
    "agency": [{"code": "H99.01", "name": "Sở Nội vụ tỉnh Sông Trăng"}],
    "select": ["yes", "no"],
    "multi": [["yes"], ["no", "yes"]],
    "table": [[{"who": "Hoa"}], [{"who": "Hoa", "since": "2026-11-24"}] * ROWS],
}
BAD: dict[str, list[Any]] = {
    "text": [
        *[5, True, ["Hoa"], {}, "x" * (SHORT + 1), " Hoa", "Hoa ", "hai\ndòng", "a\x00b"],
        *["e\u0302\u0301", "đ\u200bò", "a\u202eb", "a\ud800b"],
    ],
    "long-text": [5, "x" * (LONG + 1), "a\tb", "một\r\ndòng", "a\u200db"],
    "integer": ["1", 1.0, 1.5, True, LARGEST + 1, -LARGEST - 1, float("nan")],
    "money": [-1, "1", 1.5, False, LARGEST + 1],
    "address": [
        *["12 Lê Lợi", {}, {"province": "01"}, HOME | {"province": "99"}, HOME | {"street": ""}],
        *[HOME | {"province": "08"}, HOME | {"commune": "99999"}, HOME | {"street": " x"}],
        *[HOME | {"district": "002"}, HOME | {"street": 12}, HOME | {"commune": None}],
    ],
    "agency": [
        *[
            "H99.01",
            {},
            {"code": "H99.01"},
            {"code": "H99.01", "name": ""},
            {"code": 5, "name": "Sở"},
        ],
        *[{"code": "h99", "name": "Sở"}, {"code": "H99", "name": "Sở", "more": "x"}],
    ],
    "date": ["24/11/2026", "2026-02-29", "2026-13-01", "20261124", "2026-W48-2", "٢٠٢٦-11-24", 20],
    "partial-date": ["26", "11/2026", "2026-13", "2026-02-30", "0000", "2026-1", 2026, []],
    "phone": ["", "090", "0900 000 001 ext 5", "0900000001\n", "x" * 20, 900000001],
    "email": ["hoa", "hoa@", "hoa@example", "hoa@exa mple.vn", "hoa@example.vn\n", 5],
    "personal-number": [
        "09910000000",
        "0991000000011",
        "09910000000a",
        "٠٩٩١٠٠٠٠٠٠٠١",
        99100000001,
    ],
    "yes-no": ["yes", 0, 1, "true"],
    "declaration": [False, "true", 1],
    "select": ["maybe", "YES", 1, ["yes"], {}],
    "multi": ["yes", ["maybe"], ["yes", "yes"], [["yes"]], [1], {"yes": "yes"}],
    "table": [
        *["Hoa", {}, ["Hoa"], [{}], [{"who": ""}], [{"who": "Hoa", "since": "hôm qua"}]],
        *[[{"who": "Hoa", "colour": "red"}], [{"who": "Hoa"}] * (ROWS + 1), [{"who": [["Hoa"]]}]],
    ],
}


def cases(values: dict[str, list[Any]]) -> list[Any]:
    return [
        pytest.param(kind, value, id=f"{kind} {str(value)[:20]!a}")
        for kind, several in values.items()
        for value in several
    ]


def test_every_type_of_field_is_tried() -> None:
    assert set(GOOD) == set(BAD) == set(FieldType)


@pytest.mark.parametrize(("kind", "value"), cases(GOOD))
def test_a_right_answer_is_taken(kind: str, value: Any) -> None:
    assert wrong(asking(kind), "only", {"name": value}) == ()


@pytest.mark.parametrize(("kind", "value"), cases(BAD))
def test_a_wrong_answer_is_refused_with_one_sentence(kind: str, value: Any) -> None:
    [problem] = wrong(asking(kind), "only", {"name": value})
    assert problem.key == "name"
    assert str(problem.sentence).endswith(".")


@pytest.mark.parametrize("kind", list(FieldType))
@pytest.mark.parametrize("nothing", [{}, {"name": None}, {"name": ""}, {"name": []}])
def test_nothing_is_an_answer_only_where_none_is_required(
    kind: str, nothing: dict[str, Any]
) -> None:
    [problem] = wrong(asking(kind), "only", nothing)
    with override("en"):
        assert str(problem.sentence) == "An answer is required."
    assert wrong(asking(kind, required=False), "only", nothing) == ()


def test_an_unconfirmed_declaration_stands_only_where_none_is_required() -> None:
    assert wrong(asking("declaration"), "only", {"name": False})
    assert not wrong(asking("declaration", required=False), "only", {"name": False})


@pytest.mark.parametrize("given", ["x", "", None])
def test_an_answer_to_a_question_that_does_not_exist_is_refused(given: Any) -> None:
    found = wrong(asking("text"), "only", {"name": "Hoa", "colour": given})
    assert [problem.key for problem in found] == ["colour"]


def test_a_question_of_another_case_is_no_question() -> None:
    definition = a_definition()
    other = definition["cases"][0] | {"key": "other", "questions": ["name", "more"]}
    procedure = a_procedure(
        cases=[*definition["cases"], other], questions=[a_question(), a_question("more")]
    )
    given = {"name": "Hoa", "more": "nữa"}
    assert wrong(procedure, "other", given) == ()
    assert [p.key for p in wrong(procedure, "only", given)] == ["more"]


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_form() -> None:
    procedure = a_procedure(
        questions=[a_question("a", type="date"), a_question("b"), a_question("c", type="email")],
        cases=[a_definition()["cases"][0] | {"questions": ["a", "b", "c"]}],
        results=[a_result(satisfies=["licence"], facts=[a_fact(source="answer:b")])],
    )
    found = wrong(procedure, "only", {"c": "x", "a": "x", "z": 1})
    assert [problem.key for problem in found] == ["a", "b", "c", "z"]


def test_a_wrong_cell_is_named_by_row_and_column() -> None:
    rows = [{"who": "Hoa"}, {"who": "Lan", "since": "hôm qua"}]
    [problem] = wrong(asking("table"), "only", {"name": rows})
    with override("en"):
        assert str(problem.sentence) == "Row 2, “Từ ngày (en)”: Write a date."


def test_what_is_still_to_be_answered_is_what_is_required_and_empty() -> None:
    procedure = a_procedure(
        questions=[
            a_question("a"),
            a_question("b", required=False),
            a_question("c", type="integer"),
        ],
        cases=[a_definition()["cases"][0] | {"questions": ["a", "b", "c"]}],
        results=[a_result(satisfies=["licence"])],
    )
    told = {"c": ""}, {"a": "x", "c": ""}, {"a": "x", "c": 0}
    asked = [[one.key for one in wrong(procedure, "only", typed)] for typed in told]
    assert asked == [["a", "c"], ["c"], []]


@settings(deadline=None)
@given(st.text(max_size=100))
def test_what_was_cleaned_is_fit_to_be_kept(typed: str) -> None:
    [(_key, kept)] = answers.cleaned({"name": typed}).items()
    assert kept == unicodedata.normalize("NFC", kept).strip()
    assert kept.encode("utf-8").count(0) == 0
    assert answers.cleaned({"name": kept}) == {"name": kept}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(kind=st.sampled_from(list(FieldType)), value=json_values)
def test_whatever_a_machine_sends_is_taken_or_refused_and_never_breaks(
    kind: FieldType, value: Any
) -> None:
    found = wrong(PROCEDURES[kind], "only", {"name": value})
    assert len(found) <= 1
    assert all(str(problem.sentence) for problem in found)


@settings(deadline=None)
@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_of_the_calendar_is_a_date(day: date) -> None:
    assert wrong(PROCEDURES[FieldType.DATE], "only", {"name": day.isoformat()}) == ()


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=LARGEST))
def test_every_amount_is_kept_to_the_last_dong(amount: int) -> None:
    assert wrong(PROCEDURES[FieldType.MONEY], "only", {"name": amount}) == ()
    assert json.loads(json.dumps(float(amount))) == amount


def asking(kind: str, **what: Any) -> Procedure:
    question = a_question(type=str(kind), **MORE.get(kind, {}), **what)
    return a_procedure(questions=[question], results=[a_result(satisfies=["licence"])])


PROCEDURES = {kind: asking(kind) for kind in FieldType}
