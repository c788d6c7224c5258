"""Completion before reception (T2, T3): one full list, answered item by item."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from procedures.answers import cleaned
from procedures.schema import Procedure
from workflows.dossiers.drafts import HandedIn, add_version, check_uploadable
from workflows.dossiers.models import CompletionItem, CompletionRequest, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.journal.models import Entry
from workflows.people.models import Post, Role
from workflows.permissions.rules import Acting
from workflows.results.reuse import Proof

from . import form_papers, posts, reusing, slips
from .refusals import NoSuchItem, NoSuchPost, NotAsked, NothingAsked, OnlyOnce, StillOpen
from .settle import settle
from .submission import check_whole, fill_in, handed_in
from .typed import typed


def ask(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    items: Mapping[str, str],
    legal_basis: str = "",
    approved_by: str = "",
) -> Entry:
    """The counter asks once, for everything (Mẫu 02): `items` maps keys to reasons.

    A second time only on `legal_basis`, with the consent of the superior in post `approved_by`.
    """
    procedure = procedure_of(dossier)
    items = {key: typed(reason) for key, reason in items.items()}
    _check_items(procedure, dossier.case, items)
    request = _open_request(dossier, by, at, legal_basis, approved_by)
    CompletionItem.objects.bulk_create(
        CompletionItem(request=request, key=key, reason=reason) for key, reason in items.items()
    )
    slip = slips.completion(dossier, procedure, request, items, by=by, at=at)
    was = dossier.status
    dossier.ask_completion()
    return settle(
        dossier,
        "ask_completion",
        by=by,
        at=at,
        was=was,
        digest=slip.file.digest,
        details={
            "request": str(request.public_id),
            "items": sorted(items),
            "superior": str(request.approved_by.public_id) if request.approved_by else "",
        },
        private={"legal_basis": request.legal_basis} if request.legal_basis else {},
    )


def _check_items(procedure: Procedure, case: str, items: Mapping[str, str]) -> None:
    if not items or not all(items.values()):
        raise NothingAsked
    known = {r.key for r in procedure.requirements_of(case)}
    known |= {q.key for q in procedure.questions_of(case) if q.reckoned is None}
    for key in items:
        if key not in known:
            raise NoSuchItem(key)


def _open_request(
    dossier: Dossier, by: Acting, at: datetime, legal_basis: str, approved_by: str
) -> CompletionRequest:
    number = dossier.completion_requests.count() + 1
    legal_basis = typed(legal_basis, longest=300)
    superior = _superior(dossier, by, approved_by, at) if approved_by else None
    if number > 1 and not (legal_basis and superior):
        raise OnlyOnce
    return CompletionRequest.objects.create(
        dossier=dossier,
        number=number,
        asked_by=by.office,
        asked_at=at,
        legal_basis=legal_basis,
        approved_by=superior,
    )


def _superior(dossier: Dossier, by: Acting, approved_by: str, at: datetime) -> Post:
    agencies = {dossier.receiving_agency_id, dossier.competent_agency_id}
    superior = posts.named(
        approved_by, at=at, role__in=[Role.HEAD, Role.APPROVER], unit__agency__in=agencies
    )
    # Other eyes: a person may hold several posts.
    if superior.account.same_person(by.account):
        raise NoSuchPost
    return superior


def examine(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    consents: Collection[str] = (),
    **_answers: object,
) -> Mapping[str, Any]:
    """Before the transaction: the register is asked again for the papers that come from there."""
    asked = set(_open_items(dossier))
    wanted = [r for r in procedure_of(dossier).requirements_of(dossier.case) if r.key in asked]
    return {"proofs": reusing.find(dossier, wanted, consents, by=by, at=at)}


def resubmit(
    dossier: Dossier,
    *,
    by: Acting,
    at: datetime,
    proofs: Mapping[str, Proof],
    answers: Mapping[str, Any] | None = None,
    papers: Mapping[str, HandedIn] | None = None,
    consents: Collection[str] = (),
) -> Entry:
    """The applicant answers every item of the request, and nothing else.

    A paper that is drawn from the answers is put right by giving them again.
    """
    answers, papers = cleaned(answers or {}), papers or {}
    procedure, before = procedure_of(dossier), dossier.answers
    _check_answered(dossier, procedure, answers, papers, proofs)
    used = reusing.use(dossier, {k: p for k, p in proofs.items() if k not in papers}, at=at)
    dossier.answers |= {k: {"value": v, "source": "declared"} for k, v in answers.items()}
    fill_in(dossier, procedure, used)
    for key, paper in papers.items():
        check_uploadable(procedure, dossier.case, key)
        add_version(dossier, key, paper, at=at)
    check_whole(dossier, procedure)
    if answers or dossier.answers != before:
        form_papers.draw(dossier, procedure, by=by, at=at)
    dossier.completion_requests.filter(answered_at=None).update(answered_at=at)
    was = dossier.status
    dossier.resubmit()
    return settle(
        dossier,
        "resubmit",
        by=by,
        at=at,
        was=was,
        details=handed_in(dossier) | {"consents": sorted(used.keys() & set(consents))},
        private={"answers": dossier.answers},
    )


def _open_items(dossier: Dossier) -> tuple[str, ...]:
    items = CompletionItem.objects.filter(request__dossier=dossier, request__answered_at=None)
    return tuple(items.order_by("key").values_list("key", flat=True))


def _check_answered(
    dossier: Dossier,
    procedure: Procedure,
    answers: Mapping[str, Any],
    papers: Mapping[str, HandedIn],
    proofs: Mapping[str, Proof],
) -> None:
    asked = _open_items(dossier)
    requirements = procedure.requirements_of(dossier.case)
    drawn = {r.key for r in requirements if r.from_form and r.key in asked}
    may = {*asked, *(q.key for q in procedure.questions_of(dossier.case) if drawn)}
    for key in (*answers, *papers):
        if key not in may:
            raise NotAsked(key)
    given = {*answers, *papers, *proofs, *(drawn if answers else ())}
    if left := [key for key in asked if key not in given]:
        raise StillOpen(left)
