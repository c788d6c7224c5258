"""A draft that was begun under one revision and goes on under a later one: what stays, what not.

A question or paper is the same if its key is, or if `was` names the key it had in the revision
before: renamed is not removed and added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from . import answers
from .fields import FieldType, Question, Situation
from .schema import Procedure, Requirement
from .shown import shown
from .values import Problem, is_empty, problem_with
from .words import language_now

Told = Mapping[str, Any]  # {"value": ..., "source": ...}, as drafts have it
Part = Question | Requirement


@dataclass(frozen=True)
class Said:
    """An answer in words, beside what was asked."""

    key: str
    label: str
    words: str


@dataclass(frozen=True)
class Reconciled:
    """What becomes of a draft. Nothing that was typed is lost without being told."""

    procedure: Procedure
    case: str
    answers: Mapping[str, Told]  # under their keys in the later revision
    again: tuple[Said, ...]  # to be answered anew, with what was typed before
    dropped: tuple[Said, ...]  # no longer asked, with what was typed
    papers: Mapping[str, str]  # the key of each paper now, by its key before
    papers_dropped: tuple[str, ...]  # the keys before of those that are no longer asked for
    papers_new: tuple[Requirement, ...]  # to be handed in, and not asked for before

    @property
    def kept(self) -> int:
        """How many answers stay as they are."""
        return len(self.answers.keys() - {one.key for one in self.again})


def case_of(revisions: Sequence[Procedure], case: str) -> str | None:
    """The same case in the last revision, or its only one; none where one must choose."""
    cases = [one.key for one in revisions[-1].cases]
    if case in cases:
        return case
    return cases[0] if len(cases) == 1 else None


def reconcile(
    revisions: Sequence[Procedure],
    case: str,
    given: Mapping[str, Told],
    handed_in: Collection[str],
    *,
    applicant: str,
    to_case: str,
) -> Reconciled:
    """Through every revision between the first of these, under which it was begun, and the last."""
    first, last = revisions[0], revisions[-1]
    names = _traced(revisions, "questions")
    asked = {question.key for question in last.questions_of(to_case)}
    # What is declared, is declared of these words: it is asked for anew.
    asked -= {q.key for q in last.questions if q.type is FieldType.DECLARATION}
    moved = {names[key]: told for key, told in given.items() if names.get(key) in asked}
    papers = _traced(revisions, "requirements")
    wanted = {one.key for one in last.requirements_of(to_case)}
    return Reconciled(
        procedure=last,
        case=to_case,
        answers=moved,
        again=tuple(_again(first, case, last, to_case, given, moved, names, applicant)),
        dropped=tuple(_dropped(first, given, moved, names)),
        papers={key: papers[key] for key in handed_in if papers.get(key) in wanted},
        papers_dropped=tuple(sorted(k for k in handed_in if papers.get(k) not in wanted)),
        papers_new=tuple(_newly_asked(first, case, last, to_case, papers)),
    )


def names_now(before: Procedure, after: Sequence[Procedure]) -> dict[str, str]:
    """Under which key each question of a revision is asked in the last of these."""
    return _traced([before, *after], "questions")


def _newly_asked(
    first: Procedure, case: str, last: Procedure, to_case: str, papers: Mapping[str, str]
) -> Iterator[Requirement]:
    known = {papers.get(one.key) for one in first.requirements_of(case)}
    for one in last.requirements_of(to_case):
        handed_in = one.from_citizen and one.required and one.from_form is None
        if handed_in and one.key not in known:
            yield one


def _traced(revisions: Sequence[Procedure], name: str) -> dict[str, str]:
    """Where each part of the first revision stands in the last, if it is still there."""
    found = {part.key: part.key for part in getattr(revisions[0], name)}
    for before, after in pairwise(revisions):
        step = dict(_step(getattr(before, name), getattr(after, name)))
        found = {key: step[now] for key, now in found.items() if now in step}
    return found


def _step(before: Sequence[Part], after: Sequence[Part]) -> Iterator[tuple[str, str]]:
    known = {part.key for part in before}
    for part in after:
        was = part.key if part.key in known else part.was
        if was in known:
            yield str(was), part.key


def _again(
    first: Procedure,
    case: str,
    last: Procedure,
    to_case: str,
    given: Mapping[str, Told],
    moved: Mapping[str, Told],
    names: Mapping[str, str],
    applicant: str,
) -> Iterator[Said]:
    """What is wrong or missing now and was not before; what was unfinished is asked anyway."""
    was_open = {problem.key for problem in _problems(first, case, given, applicant)}
    before = {now: was for was, now in names.items()}
    asked = {question.key: question for question in last.questions_of(to_case)}
    for problem in _problems(last, to_case, moved, applicant):
        key, question = before.get(problem.key, problem.key), asked[problem.key]
        # What is declared stands beside the last button; what is known need not be typed.
        known = question.prefill or question.reckoned
        if key not in was_open and not known and question.type is not FieldType.DECLARATION:
            yield Said(problem.key, str(question.label), _words(first, key, given))


def _problems(
    procedure: Procedure, case: str, told: Mapping[str, Told], applicant: str
) -> tuple[Problem, ...]:
    values = {key: one["value"] for key, one in told.items()}
    return answers.check(procedure, case, Situation(applicant, values))


def _dropped(
    first: Procedure, given: Mapping[str, Told], moved: Mapping[str, Told], names: Mapping[str, str]
) -> Iterator[Said]:
    for question in first.questions:
        if names.get(question.key) not in moved and (words := _words(first, question.key, given)):
            yield Said(question.key, str(question.label), words)


def _words(procedure: Procedure, key: str, given: Mapping[str, Told]) -> str:
    """As people read it, by the words in which it was asked; as it was typed if it was wrong."""
    question = next((q for q in procedure.questions if q.key == key), None)
    value = given[key]["value"] if key in given else None
    if question is None or is_empty(value):
        return ""
    return str(value) if problem_with(question, value) else shown(question, value, language_now())
