"""The national portal's forms become questions of ours, and nothing of them is lost unsaid."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from jsonschema import Draft202012Validator

from procedures import formio, skeleton
from procedures.answer_schema import schema_of
from procedures.checks import faults
from procedures.formio import Imported, NotAForm
from procedures.reading import parse
from procedures.schema import Procedure

from .test_shipped import example

FILE = Path(__file__).parent / "data/1.014113.formio.json"
pytestmark = pytest.mark.usefixtures("in_english")


def imported(*components: dict[str, Any]) -> Imported:
    return formio.read(json.dumps({"components": list(components)}).encode())


def a_field(key: str = "name", kind: str = "textfield", **what: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "label": "Tên"} | what


def components(part: Any) -> Iterator[dict[str, Any]]:
    """Everything of a file that has a key of its own."""
    if isinstance(part, list):
        for one in part:
            yield from components(one)
    elif isinstance(part, dict):
        if "key" in part:
            yield part
        for name in ("components", "columns"):
            yield from components(part.get(name))


@pytest.fixture(scope="module")
def form() -> Imported:
    return formio.read(FILE.read_bytes())


@pytest.fixture(scope="module")
def draft(form: Imported) -> Procedure:
    return parse(skeleton.with_form("trial-form", "civil-servants", form), file="draft.yaml")


def test_every_key_of_1_014113_is_a_question_or_in_the_report(form: Imported) -> None:
    told = {key for of in form.mapping.values() for key, _nth in of}
    told |= {one.key for one in form.report}
    keys = [one["key"] for one in components(json.loads(FILE.read_bytes()))]
    assert len(keys) == 69
    assert set(keys) <= told


def test_a_key_that_stands_twice_is_known_by_its_occurrence(form: Imported) -> None:
    assert form.mapping["fullname"] == [("fullname", 1)]
    assert form.mapping["fullname_2"] == [("fullname", 2)]
    (said,) = [one for one in form.report if one.key == "fullname"]
    assert (said.occurrence, "fullname_2" in str(said.reason)) == (2, True)


def test_three_keys_are_one_address_in_two_tiers(form: Imported) -> None:
    assert form.mapping["address1"] == [("province1", 1), ("district1", 1), ("address1", 1)]
    assert form.mapping["ownerAddress"][1] == ("ownerDistrict", 1)
    kinds = {one["key"]: one["type"] for one in form.questions}
    assert kinds["address1"] == kinds["address2"] == "address"


def test_what_is_known_of_submitter_and_owner_is_not_asked(draft: Procedure) -> None:
    known = {q.key: q.prefill for q in draft.questions if q.prefill}
    assert known["identityNumber"] == "submitter.personal_id"
    assert known["ownerFullname"] == "owner.full_name"
    assert "fullname_2" not in known


def test_an_answer_that_is_chosen_raises_what_hangs_on_it(draft: Procedure) -> None:
    (priority,) = [q for q in draft.questions if q.key == "DtUt"]
    assert priority.when is not None
    assert priority.when.answered is not None
    assert (priority.when.answered.question, priority.when.answered.any_of) == ("CoKhong", ("o-1",))


def test_the_draft_lacks_nothing_but_its_english_words(draft: Procedure) -> None:
    found = list(faults(draft))
    assert found
    assert {str(expected) for _place, expected in found} == {"words in English"}
    assert all(place.endswith(".en") for place, _expected in found)


def test_its_answers_fit_the_schema_that_is_made_of_it(draft: Procedure) -> None:
    case = draft.cases[0].key
    given = {question.key: example(question) for question in draft.questions_of(case)}
    Draft202012Validator(schema_of(draft, case)).validate(given)


def test_what_a_program_would_have_to_run_is_reported_and_not_run(form: Imported) -> None:
    said = {one.key: str(one.reason) for one in form.report}
    assert "calculateValue" in said["CanNang"]
    assert "answers are not in the file" in said["CqTcDt"]
    assert "a file" in said["tep"]


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("textfield", {}, "text"),
        ("textarea", {}, "long-text"),
        ("number", {}, "integer"),
        ("currency", {}, "money"),
        ("datetime", {}, "date"),
        ("day", {}, "partial-date"),
        ("email", {}, "email"),
        ("phoneNumber", {}, "phone"),
        ("checkbox", {}, "yes-no"),
        ("checkbox", {"validate": {"required": True}}, "declaration"),
        ("radio", {"values": [{"label": "Có", "value": "1"}]}, "select"),
        ("select", {"data": {"values": [{"label": "Có", "value": "1"}]}}, "select"),
        (
            "select",
            {"multiple": True, "data": {"values": [{"label": "Có", "value": "1"}]}},
            "multi",
        ),
        ("selectboxes", {"values": [{"label": "Có", "value": "1"}]}, "multi"),
        ("editgrid", {"components": [a_field("cell")]}, "table"),
    ],
)
def test_each_kind_of_the_subset(kind: str, more: dict[str, Any], expected: str) -> None:
    (question,) = imported(a_field(kind=kind, **more)).questions
    assert question["type"] == expected


def test_words_lose_their_marks_and_never_become_markup() -> None:
    hostile = a_field(label="<b>Tên</b>&nbsp;quỹ <script>alert(1)</script>")
    (question,) = imported(hostile).questions
    assert "<" not in question["label"]["vi"]
    assert question["label"]["vi"].startswith("Tên quỹ")
    assert question["label"]["en"] == f"{formio.UNTRANSLATED}{question['label']['vi']}"


@pytest.mark.parametrize("key", ["", "1a", "a-b.c", "$x", "đường", "x" * 500, "a b\u0000"])
def test_an_odd_key_becomes_one_of_ours(key: str) -> None:
    (question,) = imported(a_field(key)).questions
    parse_key = question["key"]
    assert parse_key.isascii()
    assert parse_key.replace("_", "a").isalnum()
    assert parse_key[0].isalpha()


def test_panels_become_pages_and_their_words_a_note() -> None:
    panel = {
        "type": "panel",
        "title": "Quỹ",
        "components": [{"type": "content", "html": "<p>Đọc kỹ.</p>"}],
    }
    form = imported({**panel, "components": [*panel["components"], a_field()]})
    (page,) = form.pages
    assert (page["title"]["vi"], page["note"]["vi"], page["questions"]) == (
        "Quỹ",
        "Đọc kỹ.",
        ["name"],
    )


def nested(depth: int) -> list[dict[str, Any]]:
    part: list[dict[str, Any]] = [a_field()]
    for _level in range(depth):
        part = [{"type": "well", "components": part}]
    return part


@pytest.mark.parametrize(
    "content",
    [
        *(
            b"",
            b"\xff\xfe",
            b"{",
            b"[]",
            b"{}",
            b'{"components": []}',
            b'{"components": "x"}',
            b"null",
        ),
        json.dumps({"components": nested(60)}).encode(),
        b"[" * 100_000,
        b" " * (formio.LARGEST + 1),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_what_is_no_form_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(NotAForm, match=r"\.$"):
        formio.read(content)


@pytest.mark.parametrize("part", [None, 5, "x", [], {"type": 5}, {"key": None}, {"type": "panel"}])
def test_what_is_no_component_is_passed_over(part: Any) -> None:
    assert [q["key"] for q in imported(part, a_field()).questions] == ["name"]


def test_ten_thousand_questions_that_hang_on_one_another_are_read() -> None:
    chosen = {"values": [{"label": "Có", "value": "1"}]}
    many = [
        a_field(
            f"q{n}", "radio", **chosen, conditional={"show": True, "when": f"q{n - 1}", "eq": "1"}
        )
        for n in range(10_000)
    ]
    assert len(imported(*many).questions) == 10_000


def test_the_command_writes_the_draft_and_says_what_was_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("procedures", "import-formio", str(FILE), "--key", "trial-form")
    told = capsys.readouterr()
    assert parse(told.out, file="draft.yaml").slug == "trial-form"
    assert "fullname (2)" in told.err
    call_command("procedures", "import-formio", str(FILE), "--json")
    said = json.loads(capsys.readouterr().out)
    assert {"questions", "pages", "mapping", "options", "report"} == said.keys()
