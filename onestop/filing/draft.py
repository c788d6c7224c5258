"""A draft as the pages of filing share it, at whatever door: what it asks, what is known of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from math import ceil
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _

from onestop.ui.eform import APPLICANT, EForm, Voice
from procedures import answers, completeness
from procedures.fields import FieldType, Page, Question, Situation
from procedures.prefill import OWN_WORD
from procedures.reckoning import reckoned
from procedures.schema import Procedure, Requirement
from procedures.values import Problem, is_empty
from workflows.dossiers import drafts
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Account
from workflows.routes.preview import Preview, preview

# A page asks 3 to 7 things: fewer tire by their number, more by their length.
MOST = 7


@dataclass(frozen=True)
class FormPage:
    """One page of the form, under its heading: words, questions, the slots of papers."""

    title: str
    questions: tuple[Question, ...]
    note: str = ""
    papers: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Filing(ABC):
    """What `account` is about to file. `consents` are the papers that may be reused by them."""

    voice: ClassVar[Voice] = APPLICANT

    account: Account
    dossier: Dossier
    procedure: Procedure
    preview: Preview
    consents: frozenset[str]

    @classmethod
    def of(cls, dossier: Dossier, *, by: Account, at: datetime, consents: frozenset[str]) -> Self:
        """As submitting it would find it; raises `NotAllowed`. Not inside a transaction."""
        found = preview(dossier, by=by, at=at, consents=consents)
        return cls(by, dossier, procedure_of(dossier), found, consents)

    @abstractmethod
    def page_address(self, number: int) -> str:
        """Where a page of the form is put right, before one looks at all of it again."""

    @property
    @abstractmethod
    def papers_address(self) -> str:
        """Where papers are handed in."""

    @cached_property
    def known(self) -> Mapping[str, Mapping[str, Any]]:
        """What need not be typed: it is on record, or follows from what was."""
        known = self.preview.known
        given = {key: told["value"] for key, told in {**known, **self.dossier.answers}.items()}
        situation = Situation(self.dossier.applicant_kind, given)
        return {**known, **reckoned(self.procedure, self.dossier.case, situation)}

    @cached_property
    def vouched(self) -> frozenset[str]:
        """The questions that nobody types."""
        known = self.known
        return frozenset(key for key, told in known.items() if told["source"] not in OWN_WORD)

    @cached_property
    def situation(self) -> Situation:
        """Who files, and what was answered so far, as far as it counts when it is filed."""
        given = {key: told["value"] for key, told in self.answers.items()}
        situation = Situation(self.dossier.applicant_kind, given)
        return self.procedure.counted(self.dossier.case, situation)

    @cached_property
    def declarations(self) -> tuple[Question, ...]:
        """What is declared of the whole, last of all, beside the button."""
        return tuple(q for q in self.asked if q.type is FieldType.DECLARATION)

    @cached_property
    def pages(self) -> tuple[FormPage, ...]:
        """The form, page by page: as the catalogue parts it, else by length."""
        asked = [q for q in self.asked if q not in self.declarations]
        if self.procedure.pages:
            pages = self.procedure.pages_of(self.dossier.case)
            return tuple(_parted(pages, asked, self.vouched, self.requirements))
        parts = paged(asked, self.vouched)
        return tuple(FormPage(_part(n, parts), part) for n, part in enumerate(parts, start=1))

    @cached_property
    def requirements(self) -> tuple[Requirement, ...]:
        """The papers that concern this applicant."""
        asked = self.procedure.requirements_of(self.dossier.case)
        return tuple(r for r in asked if r.applies_to(self.situation))

    @cached_property
    def handed_in(self) -> Mapping[str, Component]:
        """The newest version of each paper in the draft."""
        return {c.requirement: c for c in self.dossier.components.select_related("file")}

    @cached_property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        """What would be filed: what was typed, and what need not be; as `submit` brings it in."""
        vouched = {key: told for key, told in self.known.items() if key in self.vouched}
        told = {**self.known, **self.dossier.answers, **vouched}
        return {key: one for key, one in told.items() if not is_empty(one["value"])}

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong or missing in the form; what is declared is asked for last of all."""
        found = answers.check(self.procedure, self.dossier.case, self.situation)
        declared = {q.key for q in self.declarations}
        return tuple(problem for problem in found if problem.key not in declared)

    @cached_property
    def missing(self) -> tuple[Requirement, ...]:
        """The papers without which it cannot be filed."""
        there = {*self.handed_in, *(r.key for r in self.requirements if self.reused(r.key))}
        return completeness.check(self.procedure, self.dossier.case, there, self.situation)

    def settled(self, number: int) -> bool:
        """Whether a page of the form was saved, or need not be, and everything on it is right."""
        told = self.dossier.answers.keys() | self.known.keys()
        right = told - {problem.key for problem in self.problems}
        asked = [q for q in self.pages[number - 1].questions if q.reckoned is None]
        return all(question.key in right for question in asked)

    def reused(self, requirement: str) -> bool:
        """Whether the register gives this paper."""
        held = self.preview.held.get(requirement)
        if held is None or held.result is None:
            return False
        return not held.needs_consent or requirement in self.consents

    def form(self, questions: Iterable[Question], data: Mapping[str, Any] | None = None) -> EForm:
        return EForm(
            questions,
            answers=self.dossier.answers,
            known=self.known,
            data=data,
            voice=self.voice,
        )

    def keep(self, typed: Mapping[str, Any], *, at: datetime) -> Self:
        """With what was typed; what is as it was known already keeps its own source."""
        known, before = self.known, self.dossier.answers
        new = {
            key: value
            for key, value in typed.items()
            if key in before or key not in known or known[key]["value"] != value
        }
        return replace(self, dossier=drafts.answer(self.dossier, new, by=self.account, at=at))

    @property
    def numbers(self) -> range:
        return range(1, len(self.pages) + 1)

    def pages_of(self, questions: Collection[Question]) -> list[int]:
        """The numbers of the pages that ask any of these."""
        every = enumerate(self.pages, start=1)
        return [n for n, page in every if any(q in questions for q in page.questions)]

    @cached_property
    def asked(self) -> tuple[Question, ...]:
        """What this applicant is asked, by what was answered so far."""
        return self.procedure.asked_of(self.dossier.case, self.situation)


def _parted(
    pages: Iterable[Page],
    asked: Iterable[Question],
    vouched: Collection[str],
    requirements: Iterable[Requirement],
) -> Iterator[FormPage]:
    """The pages of which anything is typed; what is known anyway rides along with the next."""
    every = {question.key: question for question in asked}
    known: tuple[Question, ...] = ()
    last: FormPage | None = None
    for page in pages:
        here = known + tuple(every[key] for key in page.questions if key in every)
        papers = tuple(one for one in requirements if one.key in page.papers)
        if not papers and all(q.key in vouched or q.reckoned for q in here):
            known, last = here, last or FormPage(str(page.title), ())
            continue
        if last is not None and last.questions:
            yield last
        known, last = (), FormPage(str(page.title), here, str(page.note or ""), papers)
    if last is not None:
        yield replace(last, questions=last.questions + known)


def paged(
    questions: Iterable[Question], vouched: Iterable[str]
) -> tuple[tuple[Question, ...], ...]:
    """Pages of about as many questions to type each; what is known rides along in its place."""
    every, known = list(questions), set(vouched)
    typed = sum(q.key not in known for q in every)
    count = max(1, ceil(typed / MOST))
    each = ceil(typed / count)
    pages: list[list[Question]] = [[]]
    for question in every:
        asked = sum(q.key not in known for q in pages[-1])
        if question.key not in known and asked == each:
            pages.append([])
        pages[-1].append(question)
    return tuple(map(tuple, pages))


def _part(number: int, pages: tuple[object, ...]) -> str:
    return _("Form") if len(pages) == 1 else _("Form, part %(number)d") % {"number": number}
