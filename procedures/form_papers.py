"""What a paper drawn from the answers says: its sections, and what was declared of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .fields import Field, FieldType, Page, Question, Situation
from .schema import Procedure, Requirement
from .shown import shown
from .values import is_empty, problem_with
from .words import Text

THE_ANSWERS = Text(vi="Nội dung", en="Particulars")


@dataclass(frozen=True)
class Line:
    """One answer in Vietnamese words; of a table its heads and rows."""

    label: str
    value: str = ""
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


def drawn_of(procedure: Procedure, case: str, situation: Situation) -> tuple[Requirement, ...]:
    """The papers of a case that are drawn from its answers."""
    counted = procedure.counted(case, situation)
    asked = procedure.requirements_of(case)
    return tuple(r for r in asked if r.from_form is not None and r.applies_to(counted))


def sections(
    procedure: Procedure, case: str, paper: Requirement, situation: Situation
) -> tuple[Section, ...]:
    """The answers as the paper orders them: in its own sections, else as the form's pages do."""
    counted = procedure.counted(case, situation)
    asked = {q.key: q for q in procedure.asked_of(case, counted)}
    parts = _parts(procedure, case, paper)
    found = (_section(part, asked, counted) for part in parts)
    return tuple(section for section in found if section.lines)


def declared(procedure: Procedure, case: str, situation: Situation) -> tuple[str, ...]:
    """The sentences that were confirmed, in the words in which they were."""
    return tuple(
        q.label.vi
        for q in procedure.asked_of(case, situation)
        if q.type is FieldType.DECLARATION and situation.answers.get(q.key) is True
    )


def _parts(procedure: Procedure, case: str, paper: Requirement) -> tuple[Page, ...]:
    if paper.from_form and paper.from_form.sections:
        return paper.from_form.sections
    questions = procedure.questions_of(case)
    return procedure.pages_of(case) or (
        Page(title=THE_ANSWERS, questions=tuple(q.key for q in questions)),
    )


def _section(part: Page, asked: dict[str, Question], situation: Situation) -> Section:
    questions = (asked[key] for key in part.questions if key in asked)
    return Section(
        part.title.vi,
        tuple(
            _line(question, situation.answers.get(question.key))
            for question in questions
            if question.type is not FieldType.DECLARATION
        ),
    )


def _line(question: Question, value: Any) -> Line:
    """What cannot be an answer yet stands as it was typed: a paper is looked at before filing."""
    if is_empty(value) or problem_with(question, value):
        return Line(question.label.vi, "" if is_empty(value) else str(value))
    if question.type is FieldType.TABLE:
        heads = tuple(column.label.vi for column in question.columns)
        return Line(question.label.vi, heads=heads, rows=tuple(_rows(question.columns, value)))
    return Line(question.label.vi, shown(question, value, "vi"))


def _rows(columns: tuple[Field, ...], rows: list[dict[str, Any]]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(shown(column, row.get(column.key), "vi") for column in columns)
