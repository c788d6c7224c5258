"""Conditions of law that can be reckoned from the answers: named tests, their numbers in data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field as Limits

from .words import Basis, Fact, FieldKey, Key, Text

Number = Annotated[int, Limits(ge=0)]


class Threshold(Fact):
    """The number that holds where a select was answered with this option."""

    option: Key
    at_least: Number


class Condition(Fact):
    """What the law demands of the numbers in a dossier.

    `rows-at-least`: so many rows in a table. `amount-at-least`: so many đồng, or so many of what an
    integer counts. `share-at-least`: `question` is so many per cent of `of`.
    """

    key: Key
    title: Text
    test: Literal["rows-at-least", "amount-at-least", "share-at-least"]
    question: FieldKey
    of: FieldKey | None = None
    at_least: Number | None = None
    # Where the number differs by the answer to a select: which select, and which numbers.
    by: FieldKey | None = None
    thresholds: tuple[Threshold, ...] = ()
    basis: Basis

    def needed(self, answers: Mapping[str, Any]) -> int | None:
        """The number demanded of these answers; none where the law names none for them."""
        if self.by is None:
            return self.at_least
        chosen = answers.get(self.by)
        return next((one.at_least for one in self.thresholds if one.option == chosen), None)


@dataclass(frozen=True)
class Reckoned:
    """A condition with its numbers: `found` against `needed`, `part` of `whole` behind a share."""

    condition: Condition
    found: int | None
    needed: int | None
    part: int | None = None
    whole: int | None = None

    @property
    def holds(self) -> bool | None:
        """None where an answer is missing, or the law names no number for what was answered."""
        if self.found is None or self.needed is None:
            return None
        if self.part is not None and self.whole is not None:
            return self.part * 100 >= self.needed * self.whole
        return self.found >= self.needed


def reckon(condition: Condition, answers: Mapping[str, Any]) -> Reckoned:
    """The condition, reckoned from answers that were checked."""
    needed, given = condition.needed(answers), answers.get(condition.question)
    if condition.test == "rows-at-least":
        return Reckoned(condition, len(given or ()), needed)
    found = given if isinstance(given, int) else None
    if condition.test == "amount-at-least":
        return Reckoned(condition, found, needed)
    whole = answers.get(condition.of or "")
    if found is None or not isinstance(whole, int) or whole <= 0:
        return Reckoned(condition, None, needed)
    return Reckoned(condition, found * 100 // whole, needed, part=found, whole=whole)
