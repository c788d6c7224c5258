"""What is asked and stated: fields, the pages they stand on, and when something is asked at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from .words import Fact, FieldKey, Key, Text


class Applicant(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long-text"
    INTEGER = "integer"
    MONEY = "money"  # whole đồng
    DATE = "date"
    PARTIAL_DATE = "partial-date"  # a day, a month or a year: 2026-11-05, 2026-11, 2026
    PHONE = "phone"
    EMAIL = "email"
    PERSONAL_NUMBER = "personal-number"
    YES_NO = "yes-no"
    DECLARATION = "declaration"
    ADDRESS = "address"  # in two tiers: {"province", "commune", "street"}
    AGENCY = "agency"  # one of those on the register, as it is named when it is chosen
    SELECT = "select"
    MULTI = "multi"  # any of several
    TABLE = "table"


@dataclass(frozen=True)
class Situation:
    """Who applies, and what was answered so far: all that a condition may look at."""

    applicant: str
    answers: Mapping[str, Any] = field(default_factory=dict)


class Answered(Fact):
    """One of the options of a select, or a yes or no, was the answer."""

    question: FieldKey
    any_of: tuple[Key | bool, ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        given = answers.get(self.question)
        chosen = given if isinstance(given, list) else [given]
        return any(one in chosen for one in self.any_of)


class When(Fact):
    """When something applies; all that is named must hold. A closed list, never a formula."""

    applicant: Applicant | None = None
    answered: Answered | None = None

    def holds(self, situation: Situation) -> bool:
        if self.applicant is not None and situation.applicant != self.applicant:
            return False
        return self.answered is None or self.answered.holds(situation.answers)


class Option(Fact):
    key: Key
    label: Text


class Field(Fact):
    """Something written into a form: by the applicant, or by the officer who decides."""

    key: FieldKey
    label: Text
    type: FieldType
    required: bool = True
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    kinds: tuple[Key, ...] = ()  # of agencies, as `Agency.kind` names them; none: any
    columns: tuple[Field, ...] = ()


class Reckoning(Fact):
    """How a number follows from other answers. A closed list, never a formula.

    `sum` and `difference` of numbers, in their order; the `rows` of a table; the `total` of one of
    its columns.
    """

    how: Literal["sum", "difference", "rows", "total"]
    of: tuple[FieldKey, ...]
    column: FieldKey | None = None


class Question(Field):
    """A field of the applicant's form. `prefill` names where the answer may be known from."""

    prefill: str | None = None
    reckoned: Reckoning | None = None  # nobody types it
    when: When | None = None
    was: FieldKey | None = None  # its key in the revision before, where it was renamed

    def applies_to(self, situation: Situation) -> bool:
        return self.when is None or self.when.holds(situation)


class Page(Fact):
    """Questions that belong together, under one heading."""

    title: Text
    note: Text | None = None  # words that stand before them
    questions: tuple[FieldKey, ...]
    papers: tuple[Key, ...] = ()  # whose slots stand behind them


class FactField(Field):
    """A fact the result states. `source` is `answer:<question>`, `owner.name` or `officer`."""

    source: str
