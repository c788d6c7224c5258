"""Asking the applicant for what is missing (T2, T8): one full list, and only once without cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate

from procedures.schema import Procedure
from workflows.dossiers.models import CompletionItem, CompletionRequest, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Post, Role
from workflows.permissions.rules import Acting

from . import posts
from .refusals import HeldByTheState, NoSuchItem, NoSuchPost, NothingAsked, OnlyOnce
from .typed import typed

Stage = CompletionRequest.Stage


def open_request(
    dossier: Dossier,
    stage: Stage,
    items: Mapping[str, str],
    *,
    by: Acting,
    at: datetime,
    legal_basis: str,
    approved_by: str,
) -> CompletionRequest:
    """Writes down what is asked, one item with its own reason each.

    A second time at the same stage only on `legal_basis`, with the consent of the superior in post
    `approved_by` (NĐ 61/2018 art. 11).
    """
    items = {key: typed(reason) for key, reason in items.items()}
    check_items(procedure_of(dossier), dossier.case, items)
    if not legal_basis.strip():
        _check_not_held(dossier, items, on=localdate(at))
    number = dossier.completion_requests.filter(stage=stage).count() + 1
    legal_basis = typed(legal_basis, longest=300)
    consent = superior(dossier, approved_by, by=by, at=at) if approved_by else None
    if number > 1 and not (legal_basis and consent):
        raise OnlyOnce
    request = CompletionRequest.objects.create(
        dossier=dossier,
        stage=stage,
        number=number,
        asked_by=by.office,
        asked_at=at,
        legal_basis=legal_basis,
        approved_by=consent,
    )
    CompletionItem.objects.bulk_create(
        CompletionItem(request=request, key=key, reason=reason) for key, reason in items.items()
    )
    return request


def check_items(procedure: Procedure, case: str, items: Mapping[str, str]) -> None:
    """Raises `NothingAsked`, or `NoSuchItem` for what the procedure does not ask for."""
    if not items or not all(items.values()):
        raise NothingAsked
    known = {r.key for r in procedure.requirements_of(case)}
    known |= {q.key for q in procedure.questions_of(case) if q.reckoned is None}
    for key in items:
        if key not in known:
            raise NoSuchItem(key)


def _check_not_held(dossier: Dossier, items: Mapping[str, str], *, on: date) -> None:
    """Where a result of the register answers, only a text of law lets it be asked for again.

    NĐ 309/2025 art. 4(2a): incidents, and data that is not right.
    """
    newest = dossier.components.select_related("result").newest()
    for paper in (newest[key] for key in items if key in newest):
        if paper.result and paper.result.is_in_force(on):
            raise HeldByTheState(paper.result)


def superior(dossier: Dossier, post: str, *, by: Acting, at: datetime) -> Post:
    """The head or approver who consents; raises `NoSuchPost`, also for the one who asks.

    Above a head stands an approver; another head stands beside.
    """
    agencies = {dossier.counter_agency_id, dossier.competent_agency_id}
    found = posts.named(post, at=at, role__in=above(by.office.role), unit__agency__in=agencies)
    # Other eyes: a person may hold several posts.
    if found.account.same_person(by.account):
        raise NoSuchPost
    return found


def above(role: str) -> tuple[Role, ...]:
    """In which roles whoever stands above somebody in this one is."""
    return (Role.APPROVER,) if role == Role.HEAD else (Role.HEAD, Role.APPROVER)


def told(request: CompletionRequest) -> dict[str, object]:
    """What the journal's entry says of a request, in ids and codes."""
    return {
        "request": str(request.public_id),
        "items": sorted(request.items.values_list("key", flat=True)),
        "superior": str(request.approved_by.public_id) if request.approved_by else "",
    }
