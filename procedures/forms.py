"""What must hold of a form: its fields, its pages, and the conditions that look at its answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from .conditions import Condition
from .fields import Answered, Field, FieldType, Question, When
from .formio import UNTRANSLATED
from .prefill import OF_RESULT, PEOPLE
from .reading import Faults
from .schema import Procedure
from .words import Text

Asked = Mapping[str, Question]

CHOSEN_FROM = (FieldType.SELECT, FieldType.MULTI)
# For a cell of a table.
TOO_LARGE = (FieldType.TABLE, FieldType.ADDRESS, FieldType.AGENCY)
# What a condition may reckon with, by its test.
COUNTED = {
    "rows-at-least": (FieldType.TABLE,),
    "amount-at-least": (FieldType.MONEY, FieldType.INTEGER),
    "share-at-least": (FieldType.MONEY, FieldType.INTEGER),
}


def fields(procedure: Procedure) -> Iterator[tuple[str, Field]]:
    """Every field with its place: questions, facts, and the columns of both."""
    own: list[tuple[str, Field]] = [
        (f"questions[{n}]", question) for n, question in enumerate(procedure.questions)
    ]
    for n, result in enumerate(procedure.results):
        own += ((f"results[{n}].facts[{m}]", fact) for m, fact in enumerate(result.facts))
    own += ((f"refusal.facts[{n}]", fact) for n, fact in enumerate(procedure.refusal.facts))
    for place, field in own:
        yield place, field
        yield from ((f"{place}.columns[{n}]", column) for n, column in enumerate(field.columns))


def parts(procedure: Procedure) -> Faults:
    """Options and columns stand where they are chosen from and filled in, and only there."""
    for place, field in fields(procedure):
        if (field.type in CHOSEN_FROM) != bool(field.options):
            yield f"{place}.options", _("options for a select, and only there")
        if (field.type is FieldType.TABLE) != bool(field.columns):
            yield f"{place}.columns", _("columns for a table, and only there")
        if any(column.type in TOO_LARGE for column in field.columns):
            yield f"{place}.columns", _("no table, address or agency inside a table")
        if field.kinds and field.type is not FieldType.AGENCY:
            yield f"{place}.kinds", _("kinds of agencies for an agency, and only there")


def prefills(procedure: Procedure) -> Faults:
    for n, question in enumerate(procedure.questions):
        source = question.prefill
        if source is not None and source not in PEOPLE and not OF_RESULT.fullmatch(source):
            yield f"questions[{n}].prefill", _("a known source such as “owner.name”")


def translated(procedure: Procedure) -> Faults:
    """No words wait for somebody to write them in English, as those of an imported form do."""
    for place, words in _texts(procedure, ""):
        if words.en.startswith(UNTRANSLATED):
            yield f"{place}.en", _("words in English")


def _texts(part: Any, place: str) -> Iterator[tuple[str, Text]]:
    if isinstance(part, Text):
        yield place, part
    elif isinstance(part, tuple):
        for n, one in enumerate(part):
            yield from _texts(one, f"{place}[{n}]")
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name), f"{place}.{name}".lstrip("."))


def pages(procedure: Procedure) -> Faults:
    """Where there are pages, each question stands on one of them; what is declared stands last."""
    if not procedure.pages:
        return
    asked = {q.key for q in procedure.questions if q.type is not FieldType.DECLARATION}
    stands = Counter(key for page in procedure.pages for key in page.questions)
    for n, page in enumerate(procedure.pages):
        for m, key in enumerate(page.questions):
            if key not in asked:
                yield f"pages[{n}].questions[{m}]", format_lazy(_("a question, not “{}”"), key)
            elif stands[key] > 1:
                yield f"pages[{n}].questions[{m}]", format_lazy(_("“{}” only once"), key)
    for n, question in enumerate(procedure.questions):
        if question.key in asked and question.key not in stands:
            yield f"questions[{n}]", _("a page on which it stands")


def drawn(procedure: Procedure) -> Faults:
    """A paper made from the answers comes from nowhere else, and orders answers of its cases."""
    for n, paper in enumerate(procedure.requirements):
        if paper.from_form is None:
            continue
        elsewhere = paper.from_register or paper.from_database or paper.substitutes
        if elsewhere or not paper.from_citizen or paper.originals or paper.copies:
            yield f"requirements[{n}].from_form", _("a paper that comes from the answers alone")
        asked = {
            key
            for case in procedure.cases
            if paper.key in case.requirements
            for key in case.questions
        }
        stands = Counter(key for part in paper.from_form.sections for key in part.questions)
        for m, part in enumerate(paper.from_form.sections):
            for k, key in enumerate(part.questions):
                place = f"requirements[{n}].from_form.sections[{m}].questions[{k}]"
                if key not in asked:
                    yield place, format_lazy(_("a question, not “{}”"), key)
                elif stands[key] > 1:
                    yield place, format_lazy(_("“{}” only once"), key)


def visibility(procedure: Procedure) -> Faults:
    """What decides whether something applies can be answered, and is asked wherever that is."""
    asked = {question.key: question for question in procedure.questions}
    for name in ("requirements", "questions"):
        for n, part in enumerate(getattr(procedure, name)):
            if part.when is not None:
                cases = [case for case in procedure.cases if part.key in getattr(case, name)]
                known = [set(case.questions) for case in cases]
                yield from _when(f"{name}[{n}].when", part.when, asked, known)
    yield from _circles(procedure)


def _when(place: str, when: When, asked: Asked, known: Sequence[set[str]]) -> Faults:
    if when.applicant is None and when.answered is None:
        yield place, _("a condition")
    if when.answered is None:
        return
    deciding = asked.get(when.answered.question)
    if deciding is None or not all(deciding.key in keys for keys in known):
        yield f"{place}.answered.question", _("a question of every case with it")
    else:
        yield from _answer(f"{place}.answered.any_of", when.answered, deciding)


def _answer(place: str, answered: Answered, deciding: Question) -> Faults:
    possible: set[object] = {option.key for option in deciding.options}
    if deciding.type is FieldType.YES_NO:
        possible = {True, False}
    if not answered.any_of or not possible.issuperset(answered.any_of):
        yield place, format_lazy(_("answers that “{}” offers"), deciding.key)


def _circles(procedure: Procedure) -> Faults:
    """No question waits, by whatever way, for an answer to itself."""
    waits = {
        question.key: question.when.answered.question
        for question in procedure.questions
        if question.when and question.when.answered
    }
    for n, question in enumerate(procedure.questions):
        seen, key = {question.key}, waits.get(question.key)
        while key is not None and key not in seen:
            seen.add(key)
            key = waits.get(key)
        if key == question.key:
            yield f"questions[{n}].when", format_lazy(_("no circle back to “{}”"), key)


def conditions(procedure: Procedure) -> Faults:
    """Each can be reckoned from answers of the right type, against one number."""
    asked = {question.key: question for question in procedure.questions}
    for n, condition in enumerate(procedure.conditions):
        yield from _condition(f"conditions[{n}]", condition, asked)


def _condition(place: str, condition: Condition, asked: Asked) -> Faults:
    types = COUNTED[condition.test]
    yield from _of_type(f"{place}.question", condition.question, types, asked)
    if (condition.of is not None) != (condition.test == "share-at-least"):
        yield f"{place}.of", _("the whole of a share, and only there")
    elif condition.of is not None:
        yield from _of_type(f"{place}.of", condition.of, types, asked)
    if (condition.at_least is None) == (condition.by is None):
        yield f"{place}.at_least", _("a number, or a question by which it differs")
    if (condition.by is None) != (not condition.thresholds):
        yield f"{place}.thresholds", _("a number for each option, and only there")
    if condition.by is not None:
        yield from _of_type(f"{place}.by", condition.by, (FieldType.SELECT,), asked)
        deciding = asked.get(condition.by)
        offered = {option.key for option in deciding.options} if deciding else set()
        for m, threshold in enumerate(condition.thresholds):
            if threshold.option not in offered:
                expected = format_lazy(_("an option of “{}”"), condition.by)
                yield f"{place}.thresholds[{m}].option", expected


def _of_type(place: str, key: str, types: Sequence[FieldType], asked: Asked) -> Faults:
    if key not in asked or asked[key].type not in types:
        expected = " / ".join(types)
        yield place, format_lazy(_("a question of type {}"), expected)
