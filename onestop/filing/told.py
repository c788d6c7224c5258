"""What would be filed, told back page by page; and what is still to be put right, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.eform import said
from procedures.fields import Question
from procedures.shown import shown
from procedures.values import problem_with
from procedures.words import language_now

from .draft import Filing
from .papers import malware_in


@dataclass(frozen=True)
class Part:
    """One page of the form, as it was answered."""

    words: str
    facts: tuple[Fact, ...]


def parts_of(draft: Filing) -> Iterator[Part]:
    for number, page in enumerate(draft.pages, start=1):
        address = draft.page_address(number)
        yield Part(page.title, tuple(_fact(draft, one, address) for one in page.questions))


def _fact(draft: Filing, question: Question, address: str) -> Fact:
    told = draft.answers.get(question.key)
    # What is reckoned has no field, even while nothing follows yet.
    typed = question.key not in draft.vouched and question.reckoned is None
    return Fact(
        str(question.label),
        _written(question, told["value"]) if told else "",
        source=said(told["source"], draft.voice) if told else "",
        change=f"{address}#id_{question.key}" if typed else "",
    )


def _written(question: Question, value: Any) -> str:
    """In words; what cannot be an answer stands as it was typed."""
    if problem_with(question, value):
        return str(value)
    return shown(question, value, language_now())


def still_open_in(draft: Filing) -> Iterator[Fault]:
    """What is still missing or wrong, each with the page where it is put right."""
    where = {q.key: n for n, page in enumerate(draft.pages, start=1) for q in page.questions}
    labels = {q.key: str(q.label) for page in draft.pages for q in page.questions}
    for problem in draft.problems:
        if problem.key in where:
            address = draft.page_address(where[problem.key])
            yield Fault(f"{labels[problem.key]}: {problem.sentence}", address)
    for key, component in draft.handed_in.items():
        if trouble := malware_in(component):
            yield Fault(trouble, f"{draft.papers_address}#giay-{key}")
    for missing in draft.missing:
        yield Fault(
            _("Not there yet: %(paper)s") % {"paper": missing.title},
            f"{draft.papers_address}#giay-{missing.key}",
        )
