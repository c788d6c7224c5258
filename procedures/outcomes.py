"""What a result states: facts from the answers, from the owner, from the officer who decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import values
from .fields import FactField
from .schema import Procedure
from .values import Problem, is_empty

OFFICER = "officer"
OWNER = "owner.name"
ANSWER = "answer:"


def officer_fields(procedure: Procedure, case: str) -> tuple[FactField, ...]:
    """What the officer has to enter when the case is granted."""
    return tuple(f for f in procedure.result_of(case).facts if f.source == OFFICER)


def check(procedure: Procedure, case: str, entered: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Every wrong, missing or unknown fact among those the officer enters."""
    fields = {field.key: field for field in officer_fields(procedure, case)}
    return tuple(values.problems(fields, entered, _("The result states no such fact.")))


def facts(
    procedure: Procedure,
    case: str,
    answers: Mapping[str, Any],
    entered: Mapping[str, Any],
    *,
    owner: str,
) -> dict[str, Any]:
    """All that the result of the case states, of what was checked. What nobody gave is left out."""
    fields = procedure.result_of(case).facts
    found = {field.key: _value(field, answers, entered, owner) for field in fields}
    return {key: value for key, value in found.items() if not is_empty(value)}


def _value(
    field: FactField, answers: Mapping[str, Any], entered: Mapping[str, Any], owner: str
) -> Any:
    if field.source == OFFICER:
        return entered.get(field.key)
    if field.source == OWNER:
        return owner
    return answers.get(field.source.removeprefix(ANSWER))
