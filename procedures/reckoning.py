"""Answers that follow from others: a sum, a difference, the rows of a table or a column's total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .fields import Reckoning, Situation
from .schema import Procedure

# The name of the source, beside those of `prefill`.
RECKONED = "reckoned"


def reckoned(procedure: Procedure, case: str, situation: Situation) -> dict[str, dict[str, Any]]:
    """For each such question of a case the value and its source; none where an answer is missing.

    In the order of the form, so that one may build on those before it.
    """
    counted = procedure.counted(case, situation)
    known, found = dict(counted.answers), {}
    for question in procedure.asked_of(case, counted):
        if question.reckoned is None:
            continue
        known[question.key] = value = _value(question.reckoned, known)
        if value is not None:
            found[question.key] = {"value": value, "source": RECKONED}
    return found


def _value(by: Reckoning, answers: Mapping[str, Any]) -> int | None:
    given = [answers.get(key) for key in by.of]
    if by.how in ("rows", "total"):
        return _of_table(by, given[0])
    numbers = _numbers(given)
    if len(numbers) != len(given):
        return None
    return sum(numbers) if by.how == "sum" else numbers[0] - sum(numbers[1:])


def _of_table(by: Reckoning, rows: Any) -> int | None:
    if not isinstance(rows, list):
        return None
    if by.how == "rows":
        return len(rows)
    return sum(_numbers(row.get(by.column) for row in rows if isinstance(row, dict)))


def _numbers(values: Iterable[Any]) -> list[int]:
    return [one for one in values if isinstance(one, int) and not isinstance(one, bool)]
