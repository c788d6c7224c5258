"""The procedures that come with the program."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core import checks as system_checks

from procedures import catalogue, completeness, outcomes
from procedures.checks import check_all
from procedures.fields import FieldType, Question, Situation
from procedures.prefill import OF_RESULT, PEOPLE, prefill
from procedures.schema import Procedure
from procedures.words import Mark, Text

from . import hashes
from .makers import wrong

# National codes that an official list names, for the level at which it stands there.
CODES = {
    "province": {
        *("1.014111", "1.014113"),
        *(f"1.0130{number}" for number in range(17, 24)),
        *(f"1.0129{number}" for number in (29, 42, 43, 45, 46, 47, 48)),
    },
    "commune": {"1.013702", "1.013703", "1.013707", "1.013709"},
}
FEWEST = 45
# These stand behind other words, in the middle of a line.
WITHIN_A_SENTENCE = (".counted_from", ".per", ".counted")
HASHES = Path(__file__).with_name("hashes.json")
# A procedure, its case, and the one that follows on its signed result alone, with its case.
FOLLOWS = [
    ("1.014113", "registration", "electronic-cv-update", "after-recruitment"),
    (
        "practice-certificate-issue",
        "first-issue",
        "practice-certificate-reissue",
        "lost-or-damaged",
    ),
    ("1.013017", "establishment", "1.013018", "recognition"),
]
# What an entered citizen is known by; none of it is typed.
PERSON = {
    "name": "Nguyễn Thị Hoa",
    "full_name": "Nguyễn Thị Hoa",
    "personal_id": "099100000001",
    "birthday": "1988-03-08",
    "gender": "nữ",
    "address": "12 đường Bờ Sông",
    "phone": "0900000001",
    "email": "hoa@example.vn",
}
# The texts of law that were read, in whole or in a codified form; no other may be called a source.
READ = {
    "Nghị định 93/2019/NĐ-CP",
    "Nghị định 224/2026/NĐ-CP",
    "Nghị định 259/2026/NĐ-CP",
    "Thông tư 228/2016/TT-BTC",
    "Thông tư 275/2016/TT-BTC",
    "Nghị định 170/2025/NĐ-CP",
    "Nghị định 300/2026/NĐ-CP",
    "Văn bản hợp nhất 10/2026/VBHN-NĐ-BNV",
    "Luật Lưu trữ 33/2024/QH15",
    "Thông tư 06/2023/TT-BNV",
}
EXAMPLE: dict[FieldType, Any] = {
    FieldType.TEXT: "Chữ",
    FieldType.LONG_TEXT: "Chữ",
    FieldType.INTEGER: 5,
    FieldType.MONEY: 5,
    FieldType.DATE: "2026-11-24",
    FieldType.PARTIAL_DATE: "2026-11",
    FieldType.PHONE: "0900000001",
    FieldType.EMAIL: "hoa@example.vn",
    FieldType.PERSONAL_NUMBER: "099100000001",
    FieldType.YES_NO: True,
    FieldType.DECLARATION: True,
    FieldType.ADDRESS: {"province": "01", "commune": "00070", "street": "12 Lê Lợi"},
    FieldType.AGENCY: {"code": "H99.01", "name": "Sở Nội vụ"},
}

every = pytest.mark.parametrize(
    "procedure", catalogue.all_procedures(), ids=lambda p: f"{p.key} {p.revision}"
)
following = pytest.mark.parametrize(("first", "case", "second", "next_case"), FOLLOWS)


def test_all_three_areas_are_there_at_every_level_of_the_state() -> None:
    procedures = catalogue.all_procedures()
    assert len({p.key for p in procedures}) + len(catalogue.current().retired) >= FEWEST
    assert {p.area for p in procedures} == {"civil-servants", "archives", "funds"}
    assert {p.level for p in procedures} == {"central", "province", "commune"}


def test_what_was_abolished_stands_with_the_act_that_did_it() -> None:
    gone = catalogue.current().retired["1.014116"]
    assert (gone.ended, gone.basis.text) == (date(2026, 8, 30), "Quyết định 3500/QĐ-UBND")


def test_a_file_in_force_never_changes() -> None:
    """A change is a new file. A new one is written down by `python -m tests.procedures.hashes`."""
    assert hashes.now() == json.loads(HASHES.read_text(encoding="utf-8"))


def test_nothing_is_to_put_right() -> None:
    assert check_all() == []
    assert system_checks.run_checks(tags=["procedures"]) == []


@every
def test_each_rests_on_assumptions_says_why_and_is_marked_for_trial(procedure: Procedure) -> None:
    assert procedure.assumed
    assert procedure.assumed_reason is not None
    assert str(procedure.notice) == "giả định để chạy thử"


@every
def test_only_a_text_that_was_read_is_called_a_source(procedure: Procedure) -> None:
    sources = {basis.text for _place, basis in procedure.bases() if basis.mark is not Mark.ASSUMED}
    assert sources <= READ


@every
def test_nothing_claims_to_be_read_in_the_original(procedure: Procedure) -> None:
    assert not [place for place, basis in procedure.bases() if basis.mark is Mark.VERIFIED]


@every
def test_no_code_is_invented(procedure: Procedure) -> None:
    assert procedure.code is None or procedure.code in CODES[procedure.level or ""]


@every
def test_what_is_not_established_is_not_marked_as_law(procedure: Procedure) -> None:
    """The form of a refusal is nowhere; a fee only where a tariff was read."""
    assumed = set(procedure.provisional())
    fees = {f"channels[{n}].fee.basis" for n, c in enumerate(procedure.channels)}
    untold = set() if procedure.channels[0].fee.tariff else fees
    assert untold | {"refusal.basis"} <= assumed
    assert (procedure.code is None) == ("code" in assumed)


@every
def test_what_the_register_gives_is_used_on_a_ground_and_needs_no_consent(
    procedure: Procedure,
) -> None:
    grounds = {
        bool(r.reuse_basis and r.reuse_basis.cited)
        for r in procedure.requirements
        if r.from_register
    }
    assert grounds <= {True}


@pytest.mark.parametrize(
    ("key", "limit"),
    [("1.013017", "40 working days"), ("1.013018", "30 working days"), ("1.014113", "by plan")],
)
def test_established_limits_are_as_the_texts_say(key: str, limit: str) -> None:
    assert {channel.limit for channel in newest(key).channels} == {limit}


@every
def test_each_may_be_filed_at_the_counter_online_and_by_post(procedure: Procedure) -> None:
    assert {channel.key for channel in procedure.channels} == {"counter", "online", "post"}


@every
def test_every_vietnamese_text_is_vietnamese_and_every_english_one_english(
    procedure: Procedure,
) -> None:
    for place, text in texts(procedure):
        assert text.vi != text.en, place
        assert not re.search(r"  |[“”]{2}|\.\.|,,| [,.;:]", text.vi + "\n" + text.en), place
        within = place.endswith(WITHIN_A_SENTENCE)
        assert text.vi[0] == text.vi[0].upper() or within, place
        assert not re.search(r"\b(the|of|and|for)\b", text.vi), place


@every
def test_a_description_and_a_reason_are_whole_sentences(procedure: Procedure) -> None:
    whole = [procedure.description, procedure.assumed_reason, procedure.code_reason]
    for text in filter(None, whole):
        assert text.vi.endswith(".")
        assert text.en.endswith(".")


@following
def test_the_following_procedure_needs_no_upload(
    first: str, case: str, second: str, next_case: str
) -> None:
    result = newest(first).result_of(case).key
    procedure = newest(second)
    taken = {r.key for r in procedure.requirements_of(next_case) if result in r.from_register}
    for applicant in ("person", "organisation"):
        assert completeness.check(procedure, next_case, taken, Situation(applicant)) == ()


@following
def test_the_following_procedure_asks_nothing(
    first: str, case: str, second: str, next_case: str
) -> None:
    known = people() | of_result(newest(first), case)
    procedure = newest(second)
    filled = prefill(procedure, next_case, known)
    given = {key: answer["value"] for key, answer in filled.items()}
    assert wrong(procedure, next_case, given) == ()


@following
def test_without_the_result_the_following_procedure_would_ask(
    first: str, case: str, second: str, next_case: str
) -> None:
    procedure = newest(second)
    filled = prefill(procedure, next_case, people())
    given = {key: answer["value"] for key, answer in filled.items()}
    asked = {problem.key for problem in wrong(procedure, next_case, given)}
    assert asked - set(given)
    assert completeness.check(procedure, next_case, set(), Situation("person"))


@every
def test_every_case_can_be_filed_decided_and_shown(procedure: Procedure) -> None:
    for case in procedure.cases:
        given = {q.key: example(q) for q in procedure.questions_of(case.key)}
        assert wrong(procedure, case.key, given) == ()
        entered = {f.key: EXAMPLE[f.type] for f in outcomes.officer_fields(procedure, case.key)}
        assert outcomes.facts(procedure, case.key, given, entered, owner="Hoa")


@every
def test_every_prefill_names_a_source_that_exists(procedure: Procedure) -> None:
    for question in procedure.questions:
        if question.prefill:
            assert question.prefill in PEOPLE or OF_RESULT.fullmatch(question.prefill)


def newest(key: str) -> Procedure:
    return catalogue.current().of(key)[-1]


def people() -> dict[str, Any]:
    return {
        f"{role}.{key}": value for role in ("owner", "submitter") for key, value in PERSON.items()
    }


def of_result(procedure: Procedure, case: str) -> dict[str, Any]:
    """What a signed result of the case makes known."""
    given = {q.key: example(q) for q in procedure.questions_of(case)}
    entered = {f.key: EXAMPLE[f.type] for f in outcomes.officer_fields(procedure, case)}
    prefix = f"result.{procedure.result_of(case).key}"
    said = outcomes.facts(procedure, case, given, entered, owner=PERSON["name"])
    return {f"{prefix}.facts.{key}": value for key, value in said.items()} | {
        f"{prefix}.number": "05/QĐ-UBND",
        f"{prefix}.issued_on": date(2026, 11, 24).isoformat(),
    }


def example(question: Question) -> Any:
    if question.options:
        first = question.options[0].key
        return [first] if question.type is FieldType.MULTI else first
    if question.columns:
        return [{column.key: EXAMPLE[column.type] for column in question.columns}]
    return EXAMPLE[question.type]


def texts(part: Any, place: str = "") -> list[tuple[str, Text]]:
    """Every text of a definition with its place."""
    if isinstance(part, Text):
        return [(place, part)]
    if isinstance(part, tuple):
        return [t for n, inner in enumerate(part) for t in texts(inner, f"{place}[{n}]")]
    if hasattr(type(part), "model_fields"):
        named = ((name, getattr(part, name)) for name in type(part).model_fields)
        return [t for name, inner in named for t in texts(inner, f"{place}.{name}".lstrip("."))]
    return []
