"""A small catalogue to spoil: one procedure issues a licence, the next relies on it."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from procedures import answers
from procedures.fields import Situation
from procedures.reading import parse
from procedures.schema import Procedure
from procedures.values import Problem

ASSUMED = {"mark": "assumed"}
LAW = {"text": "Luật mẫu", "article": "1", "mark": "secondary"}


def text(vi: str) -> dict[str, str]:
    return {"vi": vi, "en": f"{vi} (en)"}


def a_channel(key: str = "online", **what: Any) -> dict[str, Any]:
    fee = {"amount": 0, "basis": LAW}
    return {"key": key, "limit": "10 working days", "basis": LAW, "fee": fee} | what


def a_requirement(key: str = "paper", **what: Any) -> dict[str, Any]:
    return {"key": key, "kind": key, "title": text("Giấy tờ"), "originals": 1, "basis": LAW} | what


def a_question(key: str = "name", **what: Any) -> dict[str, Any]:
    return {"key": key, "label": text("Tên"), "type": "text"} | what


def a_fact(key: str = "name", **what: Any) -> dict[str, Any]:
    return {"key": key, "label": text("Tên"), "type": "text", "source": "answer:name"} | what


def a_result(key: str = "licence", **what: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": text("Giấy phép"),
        "subject": text("Về việc cấp phép"),
        "symbol": "QĐ",
        "template": "decision",
        "signer": "approver",
        "validity": "permanent",
        "basis": LAW,
    } | what


def a_definition(**what: Any) -> dict[str, Any]:
    """A lawful definition: one case, one paper, one question, one result."""
    return deepcopy(
        {
            "schema": 1,
            "code": "1.000001",
            "slug": "first",
            "area": "funds",
            "level": "province",
            "revision": "2025-07-01",
            "title": text("Thủ tục thứ nhất"),
            "description": text("Mô tả"),
            "assumed": False,
            "legal_basis": [LAW],
            "route": {"name": "standard"},
            "supplement_effect": "RESTART",
            "channels": [a_channel()],
            "cases": [
                {
                    "key": "only",
                    "title": text("Trường hợp"),
                    "requirements": ["paper"],
                    "questions": ["name"],
                    "result": "licence",
                }
            ],
            "requirements": [a_requirement()],
            "questions": [a_question()],
            "results": [a_result(satisfies=["licence"], facts=[a_fact()])],
            "refusal": a_result("refusal", validity="none"),
            "refusal_reasons": [{"key": "not-competent", "text": text("Không thuộc thẩm quyền")}],
        }
        | what
    )


def a_following_definition(**what: Any) -> dict[str, Any]:
    """A lawful definition whose only paper is the first one's result."""
    paper = a_requirement("paper", kind="licence", from_citizen=False, from_register=["licence"])
    return a_definition(
        **{
            "code": "1.000002",
            "slug": "second",
            "requirements": [paper],
            "questions": [a_question(prefill="result.licence.facts.name")],
            "results": [a_result("recognition")],
            "cases": [a_definition()["cases"][0] | {"result": "recognition"}],
        }
        | what
    )


def a_procedure(**what: Any) -> Procedure:
    return parsed(a_definition(**what))


def wrong(
    procedure: Procedure, case: str, given: dict[str, Any], applicant: str = "person"
) -> tuple[Problem, ...]:
    """What is wrong with the answers of this applicant."""
    return answers.check(procedure, case, Situation(applicant, given))


def parsed(definition: dict[str, Any]) -> Procedure:
    return parse(yaml.safe_dump(definition, allow_unicode=True), file="first.yaml")


def write(folder: Path, definition: dict[str, Any], *, at: str = "") -> Path:
    """Puts a definition where it belongs in a catalogue, or at `at`."""
    key = definition["code"] or definition["slug"]
    path = folder / (at or f"{definition['area']}/{key}/{definition['revision']}.yaml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
    return path
