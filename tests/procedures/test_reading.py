"""What a faulty file is told: each fault once, at its place, in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from django.utils.translation import override

from procedures.reading import Finding, InvalidDefinition, parse

from .makers import LAW, a_channel, a_definition

NO_MARK = LAW | {"mark": "guessed"}


def findings(said: str | dict[str, Any]) -> list[Finding]:
    text = said if isinstance(said, str) else yaml.safe_dump(said)
    with pytest.raises(InvalidDefinition) as refused:
        parse(text, file="funds.yaml")
    return list(refused.value.findings)


def test_a_fault_within_a_list_is_no_fault_of_the_list() -> None:
    [finding] = findings(a_definition(channels=[a_channel(basis=NO_MARK)]))
    assert finding.place == "channels[0].basis.mark"


def test_a_list_that_is_empty_is_told_so() -> None:
    [finding] = findings(a_definition(channels=[]))
    assert finding.place == "channels"
    with override("en"):
        assert str(finding.expected) == "at least one entry"


@pytest.mark.parametrize("day", [None, "soon", "2025-13-01", [2025]])
def test_what_is_no_day_is_answered_with_one(day: object) -> None:
    [finding] = findings(a_definition(revision=day))
    with override("en"):
        assert str(finding.expected) == "a date such as 2025-07-01"


@pytest.mark.parametrize(
    ("said", "line", "expected"),
    [
        ("area: a: b", 1, "put them in quotes"),
        ("area: funds\ncode\nslug: first", 3, "a colon after the name"),
        ("area: funds\n  code: null", 2, "put them in quotes"),
        ("a:\n  b: 1\n c: 2", 3, "as far indented"),
        ("a:\n  - b\n  c: d", 3, "each entry as far indented"),
        ("a:\n  b: c\n\td: e", 3, "not a tab"),
        ("a:\n  b:\n\tc: d", 3, "no tab"),
        ("a: @b", 1, "quotes around a sign"),
        ("a: 'b", 1, "a closing quote"),
    ],
)
def test_what_is_no_yaml_is_told_without_the_words_of_a_library(
    said: str, line: int, expected: str
) -> None:
    [finding] = findings(said)
    with override("en"):
        assert finding.place == f"line {line}"
        assert expected in str(finding.expected)
