"""Answering a request (T3, T9): every item of it and nothing else, each kept with what was before.

What was given item by item stands, unless it is given anew with the act itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from procedures import values
from procedures.answers import cleaned
from procedures.prefill import OF_RESULT, OWN_WORD, PEOPLE
from procedures.schema import Procedure
from workflows.dossiers.drafts import HandedIn, add_version, check_uploadable
from workflows.dossiers.models import CompletionItem, Component, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.files.store import Kept
from workflows.permissions.rules import Acting
from workflows.results.reuse import Proof

from . import form_papers, reusing
from .refusals import AnswersWrong, NotAsked, StillOpen
from .submission import check_whole, fill_in

State = CompletionItem.State
Told = Mapping[str, Any]  # {"value": ..., "source": ...}, as a dossier keeps it
TYPED_OVER = _("The State vouches for this; it is not typed over.")


@dataclass(frozen=True)
class Answered:
    """What an act of answering left: the items, and the papers used from the register."""

    items: tuple[CompletionItem, ...]
    used: tuple[str, ...]


def open_items(dossier: Dossier) -> tuple[CompletionItem, ...]:
    """The items of the request that waits for the applicant, in the order of their keys."""
    items = CompletionItem.objects.filter(request__dossier=dossier, request__answered_at=None)
    return tuple(items.select_related("file").order_by("key"))


def examine(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    consents: Collection[str] = (),
    **_answers: object,
) -> Mapping[str, Any]:
    """Before the transaction: the register is asked again for the papers that come from there."""
    asked = {item.key for item in open_items(dossier)}
    wanted = [r for r in procedure_of(dossier).requirements_of(dossier.case) if r.key in asked]
    return {"proofs": reusing.find(dossier, wanted, consents, by=by, at=at)}


def take_in(
    dossier: Dossier,
    procedure: Procedure,
    *,
    by: Acting,
    at: datetime,
    proofs: Mapping[str, Proof],
    answers: Mapping[str, Any],
    papers: Mapping[str, HandedIn],
) -> Answered:
    """Puts the answers and papers in, and leaves each item as sent.

    A paper that is drawn from the answers is put right by giving them again. Raises `NotAsked`,
    `StillOpen`, or what the whole dossier lacks.
    """
    items, before = open_items(dossier), dossier.answers
    answers = cleaned({**given_answers(items, procedure, dossier.case), **answers})
    papers = {**_given_papers(items), **papers}
    _check_answered(dossier, procedure, items, answers, papers, proofs)
    versions = {one.requirement: one.version for one in dossier.components.order_by("version")}
    used = reusing.use(dossier, {k: p for k, p in proofs.items() if k not in papers}, at=at)
    dossier.answers = before | _told(dossier, answers, on=localdate(at))
    fill_in(dossier, procedure, used)
    for key, paper in papers.items():
        check_uploadable(procedure, dossier.case, key)
        add_version(dossier, key, paper, at=at)
    check_whole(dossier, procedure)
    if answers or dossier.answers != before:
        form_papers.draw(dossier, procedure, by=by, at=at)
    _send(items, versions, before, answers, at)
    dossier.completion_requests.filter(answered_at=None).update(answered_at=at)
    return Answered(items, tuple(used))


def given_answers(
    items: Collection[CompletionItem], procedure: Procedure, case: str
) -> dict[str, Any]:
    """What was typed item by item; for a drawn paper, the answers that it is made of."""
    drawn = {r.key for r in procedure.requirements_of(case) if r.from_form}
    given: dict[str, Any] = {}
    for item in items:
        # An answer that may stay empty was given, too, where it was given empty.
        if item.state == State.GIVEN and item.file is None:
            given |= (item.value or {}) if item.key in drawn else {item.key: item.value}
    return given


def vouched(
    dossier: Dossier, *, on: date, papers: Mapping[str, Component] | None = None
) -> dict[str, Told]:
    """The answers that the State gave itself: of its people, or by a result that is in force.

    `papers`: the newest of each in the dossier, looked up where an answer rests on a result.
    """
    sources = {key: str(told["source"]) for key, told in dossier.answers.items()}
    rests = any(map(OF_RESULT.fullmatch, sources.values()))
    if papers is None:
        papers = dossier.components.select_related("result").newest() if rests else {}
    results = [one.result for one in papers.values() if one.result]
    stand = {one.result_type for one in results if one.is_in_force(on)}
    return {key: dossier.answers[key] for key in sources if _is_state_s(sources[key], stand)}


def _is_state_s(source: str, results: Collection[str]) -> bool:
    if found := OF_RESULT.fullmatch(source):
        return found["type"] in results
    return source in PEOPLE - OWN_WORD


def check_not_typed_over(answers: Mapping[str, Any], stand: Mapping[str, Told]) -> None:
    """Raises `AnswersWrong` where one says otherwise than what the State vouches for."""
    other = [k for k in answers if k in stand and answers[k] != values.cleaned(stand[k]["value"])]
    if other:
        raise AnswersWrong((key, TYPED_OVER) for key in other)


def _told(dossier: Dossier, answers: Mapping[str, Any], *, on: date) -> dict[str, Told]:
    """As they are kept: what the State said stays its own."""
    stand = vouched(dossier, on=on) if answers else {}
    check_not_typed_over(answers, stand)
    declared: dict[str, Told] = {
        key: {"value": value, "source": "declared"} for key, value in answers.items()
    }
    return declared | {key: stand[key] for key in answers if key in stand}


def _given_papers(items: Collection[CompletionItem]) -> dict[str, HandedIn]:
    return {
        item.key: HandedIn(
            Kept(item.file.digest, item.file.size, item.file.media_type), item.file_name
        )
        for item in items
        if item.state == State.GIVEN and item.file is not None
    }


def _check_answered(
    dossier: Dossier,
    procedure: Procedure,
    items: Collection[CompletionItem],
    answers: Mapping[str, Any],
    papers: Mapping[str, HandedIn],
    proofs: Mapping[str, Proof],
) -> None:
    asked = [item.key for item in items]
    requirements = procedure.requirements_of(dossier.case)
    drawn = {r.key for r in requirements if r.from_form and r.key in asked}
    may = {*asked, *(q.key for q in procedure.questions_of(dossier.case) if drawn)}
    for key in (*answers, *papers):
        if key not in may:
            raise NotAsked(key)
    given = {*answers, *papers, *proofs, *(drawn if answers else ())}
    if left := [key for key in asked if key not in given]:
        titles = titles_of(procedure, dossier.case)
        raise StillOpen(titles.get(key, key) for key in left)


def titles_of(procedure: Procedure, case: str) -> dict[str, str]:
    """What the papers and questions of a case are called, in the language of now."""
    papers = {r.key: str(r.title) for r in procedure.requirements_of(case)}
    return papers | {q.key: str(q.label) for q in procedure.questions_of(case)}


def _send(
    items: Collection[CompletionItem],
    versions: Mapping[str, int],
    before: Mapping[str, Any],
    answers: Mapping[str, Any],
    at: datetime,
) -> None:
    """Each item keeps what it took the place of, so that an officer sees what changed."""
    for item in items:
        item.state, item.given_at = State.SENT, item.given_at or at
        if item.key in answers:
            item.value = answers[item.key]
            item.before = {"value": before.get(item.key, {}).get("value")}
        else:
            item.before = {"version": versions.get(item.key, 0)}
    CompletionItem.objects.bulk_update(items, ["state", "given_at", "value", "before"])
