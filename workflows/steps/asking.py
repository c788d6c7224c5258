"""Asking the applicant for what is missing (T2, T8): one full list, and only once without cause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from procedures.schema import Procedure, Requirement
from workflows.dossiers.models import CompletionItem, CompletionRequest, Component, Dossier
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Post, Role
from workflows.permissions.rules import Acting

from . import posts
from .answering import titles_of, vouched
from .refusals import HeldByTheState, NoSuchItem, NoSuchPost, NothingAsked, OnlyOnce, StepRefused
from .typed import typed

Stage = CompletionRequest.Stage


class NotAnswerable(StepRefused):
    """Whoever is asked for it could neither write nor hand in anything."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _(
                "“%(title)s” cannot be asked for in this dossier: nobody could answer it, for it"
                " is not asked here, or only the agency itself can look it up."
            )
            % {"title": title}
        )


class VouchedFor(HeldByTheState):
    """An answer that the State gave itself: of its people, or by a result of the register."""

    def __init__(self, title: str) -> None:
        StepRefused.__init__(
            self,
            _(
                "The State itself vouches for “%(title)s”: it is asked for only on a text of law."
                " Name it, or what else is wanting."
            )
            % {"title": title},
        )


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
    papers = dossier.components.select_related("result").newest()
    check_items(dossier, procedure_of(dossier), papers, items)
    if not legal_basis.strip():
        _check_not_held(dossier, papers, items, on=localdate(at))
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


def check_items(
    dossier: Dossier,
    procedure: Procedure,
    papers: Mapping[str, Component],
    items: Mapping[str, str],
) -> None:
    """Raises `NothingAsked`, `NoSuchItem` for what the procedure does not ask for at all, or
    `NotAnswerable`. `papers`: the newest of each that lies in the dossier."""
    if not items or not all(items.values()):
        raise NothingAsked
    titles = titles_of(procedure, dossier.case)
    may = answerable(dossier, procedure, papers)
    for key in items:
        if key not in titles:
            raise NoSuchItem(key)
        if key not in may:
            raise NotAnswerable(titles[key])


def answerable(
    dossier: Dossier, procedure: Procedure, papers: Mapping[str, Component]
) -> frozenset[str]:
    """What the applicant can write or hand in as the dossier stands, or take from the register."""
    case = dossier.case
    handed_in = {r.key for r in procedure.requirements_of(case) if _can_come(r, papers.get(r.key))}
    asked = procedure.asked_of(case, dossier.situation)
    return frozenset(handed_in | {q.key for q in asked if q.reckoned is None})


def _can_come(requirement: Requirement, paper: Component | None) -> bool:
    """What comes from the register alone was found there before, else nobody could give it."""
    if requirement.from_citizen or requirement.from_form is not None:
        return True
    return paper is not None and paper.result is not None


def _check_not_held(
    dossier: Dossier, papers: Mapping[str, Component], items: Mapping[str, str], *, on: date
) -> None:
    """Where the State answered, only a text of law lets it be asked for again.

    NĐ 309/2025 art. 4(2a): incidents, and data that is not right.
    """
    for paper in (papers[key] for key in items if key in papers):
        if paper.result and paper.result.is_in_force(on):
            raise HeldByTheState(paper.result)
    stand = vouched(dossier, on=on, papers=papers)
    if known := next((key for key in items if key in stand), None):
        raise VouchedFor(titles_of(procedure_of(dossier), dossier.case)[known])


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
