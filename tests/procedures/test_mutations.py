"""Every spoilt definition is refused, and the refusal names file, place and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from procedures.checks import check_all

from .makers import (
    ASSUMED,
    a_channel,
    a_definition,
    a_fact,
    a_following_definition,
    a_question,
    a_requirement,
    a_result,
    write,
)
from .spoiling import Mutation, assert_found, mutation

pytestmark = pytest.mark.usefixtures("in_english")

SHAPES = [
    mutation("schema", "one of 1", lambda d: d.update(schema=99), "a schema nobody reads"),
    mutation("area", "one of", lambda d: d.update(area="taxes"), "an area outside the three"),
    mutation("colour", "no such field", lambda d: d.update(colour="red"), "an unknown field"),
    mutation("title.en", "a value", lambda d: d["title"].pop("en"), "a missing translation"),
    mutation(
        "title.vi", "form NFC", lambda d: d["title"].update(vi="Ca\u0302\u0301p"), "letters apart"
    ),
    mutation("title.vi", "blank", lambda d: d["title"].update(vi=" "), "a blank title"),
    mutation(
        "title.vi", "spaces", lambda d: d["title"].update(vi=" Cấp phép"), "a space before a title"
    ),
    mutation("assumed", "true or false", lambda d: d.update(assumed="no"), "a word for a yes"),
    mutation("revision", "date", lambda d: d.update(revision="soon"), "a date that is none"),
    mutation("cases", "at least one", lambda d: d.update(cases=[]), "no case"),
    mutation(
        "supplement_effect", "one of", lambda d: d.update(supplement_effect="STOP"), "a third clock"
    ),
    mutation("route.name", "standard", lambda d: d["route"].update(name="x"), "an unknown route"),
    mutation(
        "requirements[0].originals",
        "whole number",
        lambda d: d["requirements"][0].update(originals="two"),
        "originals in words",
    ),
    mutation(
        "requirements[0].when.moon",
        "no such field",
        lambda d: d["requirements"][0].update(when={"applicant": "person", "moon": "full"}),
        "a condition outside the list",
    ),
    mutation(
        "questions[0].type", "one of", lambda d: d["questions"][0].update(type="song"), "a new type"
    ),
    mutation(
        "results[0].scope.levels[0]",
        "one of",
        lambda d: d["results"][0].update(scope={"levels": ["district"]}),
        "a level the State no longer has",
    ),
    mutation(
        "channels[0].key", "one of", lambda d: d["channels"][0].update(key="dove"), "a new channel"
    ),
]

OWN_RULES = [
    mutation("code", "seven digits", lambda d: d.update(code="1.13"), "a code too short"),
    mutation("code_reason", "the reason", lambda d: d.update(code=None), "no code, no reason"),
    mutation(
        "assumed",
        "not established",
        lambda d: d["channels"][0].update(basis=ASSUMED),
        "an assumption shown as law",
    ),
    mutation("assumed", "false", lambda d: d.update(assumed=True), "an assumption of nothing"),
    mutation(
        "results[0].basis.text",
        "text of law",
        lambda d: d["results"][0].update(basis={"mark": "verified"}),
        "verified against nothing",
    ),
    mutation(
        "channels[0].limit",
        "30 working days",
        lambda d: d["channels"][0].update(limit="soon"),
        "a limit nobody can compute",
    ),
    mutation(
        "channels[0].limit",
        "30 working days",
        lambda d: d["channels"][0].update(limit="2 weeks"),
        "a unit the clock lacks",
    ),
    mutation(
        "channels[0].fee.note",
        "how the fee is found",
        lambda d: d["channels"][0]["fee"].update(amount=None),
        "a fee without amount or note",
    ),
    mutation(
        "ends", "not before", lambda d: d.update(ends="2025-06-30"), "an end before the start"
    ),
    mutation(
        "channels[1].key",
        "only once",
        lambda d: d["channels"].append(a_channel()),
        "a channel twice",
    ),
    mutation(
        "questions[1].key",
        "only once",
        lambda d: d["questions"].append(a_question()),
        "a question twice",
    ),
    mutation(
        "cases[0].requirements[0]",
        "not “lost”",
        lambda d: d["cases"][0].update(requirements=["lost"]),
        "a dead paper",
    ),
    mutation(
        "cases[0].questions[0]",
        "not “lost”",
        lambda d: d["cases"][0].update(questions=["lost"]),
        "a dead question",
    ),
    mutation(
        "cases[0].result",
        "not “lost”",
        lambda d: d["cases"][0].update(result="lost"),
        "a dead result",
    ),
    mutation(
        "requirements[1]",
        "a case that uses it",
        lambda d: d["requirements"].append(a_requirement("idle")),
        "a paper nobody asks for",
    ),
    mutation(
        "results[0].replaces",
        "of every case",
        lambda d: d["results"][0].update(replaces="lost"),
        "a result in the place of nothing",
    ),
    mutation(
        "results[0].replaces",
        "from the register",
        lambda d: d["results"][0].update(replaces="paper"),
        "a result in the place of a paper of the citizen's",
    ),
    mutation(
        "refusal.replaces",
        "of every case",
        lambda d: d["refusal"].update(replaces="paper"),
        "a refusal that ends an earlier result",
    ),
    mutation(
        "requirements[0].from_register",
        "where else",
        lambda d: d["requirements"][0].update(from_citizen=False),
        "a paper that comes from nowhere",
    ),
    mutation(
        "requirements[0].reuse_basis",
        "nothing is reused",
        lambda d: d["requirements"][0].update(reuse_basis=ASSUMED),
        "a ground to reuse nothing",
    ),
    mutation(
        "requirements[0].reuse_basis.text",
        "text of law",
        lambda d: d["requirements"][0].update(
            from_register=["licence"], reuse_basis={"mark": "verified"}
        ),
        "a ground verified against nothing",
    ),
    mutation(
        "questions[0].options",
        "options for a select",
        lambda d: d["questions"][0].update(type="select"),
        "a choice without options",
    ),
    mutation(
        "questions[0].columns",
        "columns for a table",
        lambda d: d["questions"][0].update(type="table"),
        "a table without columns",
    ),
    mutation(
        "questions[0].prefill",
        "a known source",
        lambda d: d["questions"][0].update(prefill="moon.phase"),
        "an unknown prefill",
    ),
    mutation(
        "results[0].facts[0].source",
        "a question of every case",
        lambda d: d["results"][0].update(facts=[a_fact(source="answer:lost")]),
        "a fact from a dead question",
    ),
    mutation(
        "results[0].facts[0].source",
        "officer",
        lambda d: d["results"][0].update(facts=[a_fact(source="the wind")]),
        "a fact from nowhere",
    ),
    mutation(
        "results[0].facts[0].type",
        "text, as in the question",
        lambda d: d["results"][0].update(facts=[a_fact(type="date")]),
        "a fact that changes its type",
    ),
    mutation(
        "results[0].satisfies",
        "nothing",
        lambda d: d["results"][0].update(validity="none"),
        "a reusable result that does not hold",
    ),
]

CHAINS = [
    mutation(
        "requirements[0].from_register",
        "not “passport”",
        lambda d: d["requirements"][0].update(from_register=["passport"]),
        "a result nobody issues",
    ),
    mutation(
        "requirements[0].from_register",
        "satisfies “charter”",
        lambda d: d["requirements"][0].update(kind="charter"),
        "a result that does not satisfy",
    ),
    mutation(
        "questions[0].prefill",
        "a fact of type text",
        lambda d: d["questions"][0].update(prefill="result.licence.facts.colour"),
        "a fact the result does not state",
    ),
    mutation(
        "questions[0].prefill",
        "a result that a paper",
        lambda d: d["questions"][0].update(prefill="result.recognition.number"),
        "a result no paper brings along",
    ),
    mutation(
        "results[0].scope.procedures[0]",
        "not “1.000009”",
        lambda d: d["results"][0].update(scope={"procedures": ["1.000009"]}),
        "a result for a procedure that is not",
    ),
    mutation("slug", "does not have", lambda d: d.update(slug="first"), "a slug taken"),
]


def test_the_definitions_the_mutations_start_from_are_lawful(tmp_path: Path) -> None:
    write(tmp_path, a_definition())
    write(tmp_path, a_following_definition())
    assert check_all(folder=tmp_path) == []


@pytest.mark.parametrize(("spoil", "place", "expected"), [*SHAPES, *OWN_RULES])
def test_a_spoilt_definition_is_refused(
    tmp_path: Path, spoil: Mutation, place: str, expected: str
) -> None:
    definition = a_definition()
    spoil(definition)
    path = write(tmp_path, definition, at="funds/1.000001/2025-07-01.yaml")
    assert_found(tmp_path, path, place, expected)


@pytest.mark.parametrize(("spoil", "place", "expected"), CHAINS)
def test_a_broken_chain_is_refused(
    tmp_path: Path, spoil: Mutation, place: str, expected: str
) -> None:
    write(tmp_path, a_definition())
    definition = a_following_definition()
    spoil(definition)
    path = write(tmp_path, definition)
    assert_found(tmp_path, path, place, expected)


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("archives/1.000001/2025-07-01.yaml", "area"),
        ("funds/1.000009/2025-07-01.yaml", "code"),
        ("funds/1.000001/2025-08-01.yaml", "revision"),
    ],
)
def test_a_file_stands_where_its_area_key_and_date_say(tmp_path: Path, at: str, place: str) -> None:
    assert_found(tmp_path, write(tmp_path, a_definition(), at=at), place, "after the file's name")


@pytest.mark.parametrize("ends", ["2025-12-30", "2026-01-01"], ids=["a gap", "an overlap"])
def test_between_two_revisions_there_is_neither_gap_nor_overlap(tmp_path: Path, ends: str) -> None:
    first = write(tmp_path, a_definition(ends=ends))
    write(tmp_path, a_definition(revision="2026-01-01"))
    assert_found(tmp_path, first, "ends", "2025-12-31")


def test_a_revision_may_end_the_day_before_the_next(tmp_path: Path) -> None:
    write(tmp_path, a_definition(ends="2025-12-31"))
    write(tmp_path, a_definition(revision="2026-01-01"))
    assert check_all(folder=tmp_path) == []


def test_a_key_written_twice_is_refused_where_yaml_would_take_the_later(tmp_path: Path) -> None:
    path = write(tmp_path, a_definition())
    path.write_text(path.read_text(encoding="utf-8") + "area: archives\n", encoding="utf-8")
    lines = path.read_text(encoding="utf-8").count("\n")
    assert_found(tmp_path, path, f"line {lines}", "“area” only once")


@pytest.mark.parametrize("said", ["a: [", "- only\n- a list", "", "{\x00}"])
def test_what_is_no_definition_at_all_is_refused_with_its_line(tmp_path: Path, said: str) -> None:
    path = tmp_path / "funds.yaml"
    path.write_text(said, encoding="utf-8")
    [finding] = check_all(folder=tmp_path)
    assert (finding.file, str(finding.place)[:4]) == (str(path), "line")


def test_a_result_may_take_the_place_of_one_from_the_register(tmp_path: Path) -> None:
    write(tmp_path, a_definition())
    write(tmp_path, a_following_definition(results=[a_result("recognition", replaces="paper")]))
    assert check_all(folder=tmp_path) == []


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "funds.yaml").write_bytes(b"schema: \xff")
    [finding] = check_all(folder=tmp_path)
    assert "UTF-8" in str(finding)


def test_the_wrong_file_does_not_hide_what_is_wrong_with_the_others(tmp_path: Path) -> None:
    write(tmp_path, a_definition(colour="red"))
    write(tmp_path, a_following_definition(code="2.000002", colour="blue"))
    assert [f.place for f in check_all(folder=tmp_path)] == ["colour", "colour"]


@pytest.mark.parametrize("said", ["colour: red", "a: ["], ids=["an unknown field", "no YAML"])
def test_what_cannot_be_read_is_not_held_against_the_procedures_that_follow(
    tmp_path: Path, said: str
) -> None:
    """The unread revision may stand between two others, and issue what the next one takes."""
    write(tmp_path, a_definition(ends="2025-12-30"))
    unread = write(tmp_path, a_definition(revision="2025-12-31", ends="2025-12-31"))
    unread.write_text(said, encoding="utf-8")
    write(tmp_path, a_definition(revision="2026-01-01"))
    paper = a_requirement("paper", kind="permit", from_citizen=False, from_register=["permit"])
    asked = a_question(prefill="result.permit.facts.name")
    write(tmp_path, a_following_definition(requirements=[paper], questions=[asked]))
    assert {finding.file for finding in check_all(folder=tmp_path)} == {str(unread)}


def test_a_result_that_decides_against_the_request_satisfies_nothing(tmp_path: Path) -> None:
    refusal = a_result("refusal", validity="none", satisfies=["licence"])
    path = write(tmp_path, a_definition(refusal=refusal))
    assert_found(tmp_path, path, "refusal.satisfies", "nothing")
