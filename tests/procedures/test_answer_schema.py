"""The answers of every form as JSON Schema 2020-12, held against a validator that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from procedures import catalogue
from procedures.answer_schema import schema_of
from procedures.fields import FieldType, Question
from procedures.schema import Procedure

from .makers import a_question, parsed, wrong
from .test_answers import BAD, GOOD, HOME, MORE, PROCEDURES
from .test_shipped import example
from .test_spoilt_forms import a_rich_definition

CASES = [(p, case.key) for p in catalogue.all_procedures() for case in p.cases]
# What the words of a schema cannot say: letters that are no letters, and days that are none.
BEYOND = {
    "text": (" Hoa", "Hoa ", "hai\ndòng", "a\x00b", "e\u0302\u0301", "đ\u200bò", "a\u202eb"),
    "long-text": ("a\tb", "một\r\ndòng", "a\u200db"),
    "partial-date": ("2026-13", "2026-02-30", "0000"),
    "date": ("2026-02-29", "2026-13-01"),
    "email": ("hoa", "hoa@", "hoa@example", "hoa@exa mple.vn", "hoa@example.vn\n"),
    "phone": ("0900000001\n",),
    "integer": (1.0,),
    # Which communes there are, and in which province.
    "address": (
        *(HOME | {"province": "99"}, HOME | {"province": "08"}, HOME | {"commune": "99999"}),
        HOME | {"street": " x"},
    ),
    "table": ([{"who": "Hoa", "since": "hôm qua"}],),
}


def valid(procedure: Procedure, case: str, answers: Any) -> bool:
    schema = schema_of(procedure, case)
    Draft202012Validator.check_schema(schema)
    return bool(Draft202012Validator(schema).is_valid(answers))


@pytest.mark.parametrize(("procedure", "case"), CASES, ids=lambda x: getattr(x, "key", x))
def test_right_answers_fit_and_a_missing_or_unknown_one_does_not(
    procedure: Procedure, case: str
) -> None:
    questions = procedure.questions_of(case)
    given = {question.key: example(question) for question in questions}
    assert valid(procedure, case, given)
    assert not valid(procedure, case, given | {"moon": "full"})
    for missing in filter(_always_asked, questions):
        rest = {key: value for key, value in given.items() if key != missing.key}
        assert not valid(procedure, case, rest), missing.key


@pytest.mark.parametrize("kind", GOOD)
def test_each_type_accepts_what_the_form_accepts(kind: str) -> None:
    for value in GOOD[kind]:
        assert valid(PROCEDURES[FieldType(kind)], "only", {"name": value}), value


@pytest.mark.parametrize("kind", BAD)
def test_each_type_refuses_what_the_form_refuses_as_far_as_a_schema_can_say(kind: str) -> None:
    for value in BAD[kind]:
        beyond = any(type(one) is type(value) and one == value for one in BEYOND.get(kind, ()))
        if not beyond and not _is_a_half(value):
            assert not valid(PROCEDURES[FieldType(kind)], "only", {"name": value}), value


@pytest.mark.parametrize(("kind", "asked"), [("charity", True), ("social", False)])
def test_a_question_is_required_where_the_answer_raises_it(kind: str, asked: bool) -> None:
    procedure = parsed(a_rich_definition())
    given = {"name": "Quỹ", "kind": kind, "assets": 5}
    assert valid(procedure, "only", given) is not asked
    assert bool(wrong(procedure, "only", given)) is asked
    assert valid(procedure, "only", given | {"aim": "Học bổng"})


def test_the_schema_names_the_words_it_was_made_of() -> None:
    procedure = catalogue.current().of("1.013017")[-1]
    assert procedure.bundle_hash in schema_of(procedure, "establishment")["$id"]


def test_every_type_has_an_example_here() -> None:
    assert MORE.keys() <= GOOD.keys()
    assert a_question()["type"] in GOOD


def _always_asked(question: Question) -> bool:
    return question.required and question.when is None


def _is_a_half(value: Any) -> bool:
    """Half a letter is no text at all to a program that reads JSON."""
    return isinstance(value, str) and any("\ud800" <= c <= "\udfff" for c in value)
