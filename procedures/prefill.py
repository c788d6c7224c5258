"""Answers that nobody need type: known of the people, or stated by a result on the register."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .schema import Procedure
from .values import is_empty

_PERSON = ("full_name", "personal_id", "birthday", "gender", "address", "phone", "email")

# What a definition may name as the source of an answer; beside these only facts of results.
PEOPLE = frozenset(
    [f"submitter.{known}" for known in _PERSON]
    + [f"owner.{known}" for known in (*_PERSON, "name", "registration_number")]
)
# How somebody is reached, they may say otherwise. All else is vouched for, and not typed over.
OWN_WORD = frozenset(
    f"{role}.{known}" for role in ("submitter", "owner") for known in ("address", "phone", "email")
)
OF_RESULT = re.compile(
    r"result\.(?P<type>[a-z0-9-]+)\.(?:number|issued_on|facts\.(?P<fact>[A-Za-z0-9_]+))"
)


def prefill(
    procedure: Procedure, case: str, sources: Mapping[str, Any]
) -> dict[str, dict[str, Any]]:
    """For each question whose source is known, the value and the name of the source."""
    return {
        question.key: {"value": sources[question.prefill], "source": question.prefill}
        for question in procedure.questions_of(case)
        if question.prefill and not is_empty(sources.get(question.prefill))
    }
