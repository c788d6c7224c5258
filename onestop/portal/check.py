"""The last look before filing: every answer with its source, every paper, and the one button."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.asking import Fault
from onestop.ui.components.reading import Fact
from onestop.ui.eform import EForm, said
from procedures.fields import Question
from procedures.shown import shown
from procedures.values import problem_with
from procedures.words import language_now

from .drafting import Draft, drafting
from .form import BACK
from .papers import malware_in, slots_of


@dataclass(frozen=True)
class Part:
    """One page of the form, as it was answered."""

    words: str
    facts: tuple[Fact, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@drafting
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """GET shows all of it, POST files it."""
    if request.method != "POST":
        return _shown(request, draft, draft.form(draft.declarations))
    declared = draft.form(draft.declarations, request.POST)
    if draft.declarations:
        draft.keep(declared.typed, at=moment(request))
    if not declared.is_valid():
        return _shown(request, draft, declared, status=door.REFUSED)
    try:
        door.perform(
            request, draft.account, draft.dossier, "submit", consents=sorted(draft.consents)
        )
    except door.REFUSALS as refusal:
        return _shown(request, draft, declared, refusal, status=door.status_of(refusal))
    return redirect(draft.address("receipt"))


def _shown(
    request: HttpRequest,
    draft: Draft,
    declared: EForm,
    refusal: Exception | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    last = len(draft.pages) + 2
    data = {
        "draft": draft,
        "form": declared,
        "steps": draft.steps(last),
        "parts": list(_parts(draft)),
        "slots": slots_of(draft),
        "open": list(_open(draft)),
        "found": refusal or declared.faults,
        "typed": sum(told["source"] == "declared" for told in draft.answers.values()),
        "filled": sum(told["source"] != "declared" for told in draft.answers.values()),
        "key": door.key_of(request),
        "faulty": status != 200,
    }
    return render(request, "portal/check.html", data, status=status)


def _parts(draft: Draft) -> Iterator[Part]:
    for number, step in zip(draft.numbers, draft.steps(0), strict=False):
        address = f"{draft.address('form', number)}?ve={BACK}"
        facts = tuple(
            _fact(draft, question, address) for question in draft.pages[number - 1].questions
        )
        yield Part(str(step.words), facts)


def _fact(draft: Draft, question: Question, address: str) -> Fact:
    told = draft.answers.get(question.key)
    vouched = question.key in draft.vouched
    return Fact(
        str(question.label),
        _written(question, told["value"]) if told else "",
        source=said(told["source"]) if told else "",
        change="" if vouched else f"{address}#id_{question.key}",
    )


def _written(question: Question, value: Any) -> str:
    """In words; what cannot be an answer stands as it was typed."""
    if problem_with(question, value):
        return str(value)
    return shown(question, value, language_now())


def _open(draft: Draft) -> Iterator[Fault]:
    """What is still missing or wrong, each with the page where it is put right."""
    where = {q.key: n for n, page in enumerate(draft.pages, start=1) for q in page.questions}
    labels = {q.key: str(q.label) for page in draft.pages for q in page.questions}
    for problem in draft.problems:
        if problem.key in where:
            address = f"{draft.address('form', where[problem.key])}?ve={BACK}"
            yield Fault(f"{labels[problem.key]}: {problem.sentence}", address)
    for key, component in draft.handed_in.items():
        if trouble := malware_in(component):
            yield Fault(trouble, f"{draft.address('papers')}#giay-{key}")
    for missing in draft.missing:
        yield Fault(
            _("Not there yet: %(paper)s") % {"paper": missing.title},
            f"{draft.address('papers')}#giay-{missing.key}",
        )
