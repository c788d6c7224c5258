"""Answering a request (T3, T9): every item of it and nothing else, each kept with what was before.

What was given item by item stands, unless it is given anew with the act itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from procedures.answers import cleaned
from procedures.schema import Procedure
from workflows.dossiers.drafts import HandedIn, add_version, check_uploadable
from workflows.dossiers.models import CompletionItem, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.files.store import Kept
from workflows.permissions.rules import Acting
from workflows.results.reuse import Proof

from . import form_papers, reusing
from .refusals import NotAsked, StillOpen
from .submission import check_whole, fill_in

State = CompletionItem.State


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
    told = {k: {"value": v, "source": "declared"} for k, v in answers.items()}
    dossier.answers = before | told
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
        if item.state == State.GIVEN and item.file is None and item.value is not None:
            given |= item.value if item.key in drawn else {item.key: item.value}
    return given


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
        raise StillOpen(left)


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
