"""The citizen's own dossiers: all of them in order of what waits, and one of them in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop import door
from onestop.filing.papers import extent_of
from onestop.frame.middleware import moment
from onestop.ui.components.reading import Fact, Saying
from onestop.ui.components.words import money
from procedures.schema import Procedure
from workflows.dossiers.models import CompletionRequest, Dossier, Paper
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import ENDED, Status
from workflows.journal.looking import INTERNAL, list_dossiers
from workflows.people.models import Account
from workflows.permissions.rules import is_applicant

from .answering import SENDS, labels_of
from .became import Own, relied_on
from .dates import dates_of
from .ending import ending_of
from .holder import holder_of
from .road import Head, head_of, newest_papers, road_of
from .timing import clock_of
from .withdrawing import barred

S = Status
# An end for the applicant: what is issued only waits to be fetched.
OVER = (*ENDED, S.ISSUED)
# In nobody's hands: not yet filed, or at its end.
IDLE = (S.DRAFT, *ENDED)


@dataclass(frozen=True)
class Row:
    """A dossier in the list."""

    dossier: Dossier
    procedure: Procedure
    head: Head
    mine: bool


@dataclass(frozen=True)
class Shelf:
    """Dossiers that stand alike, under one heading."""

    words: Promise
    rows: tuple[Row, ...]


@require_safe
@door.citizen
def mine(request: HttpRequest, account: Account) -> HttpResponse:
    """What waits for the citizen first, what is over last."""
    seen = list_dossiers(by=account, at=moment(request), purpose="mine")
    with_all = seen.select_related("owner_person", "owner_organisation", "representation")
    today = localdate(moment(request))
    rows = [
        _row(one, mine=is_applicant(account, one, on=today))
        for one in with_all.order_by("-created_at")[:200]
    ]
    return render(request, "portal/mine.html", {"shelves": _shelves(rows)})


@require_safe
@door.citizen
def track(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """Where one dossier stands, what to do, whose time it is, and all its papers."""
    found = door.find(request, account, dossier, purpose="track")
    procedure, at = procedure_of(found), moment(request)
    asked = found.completion_requests.select_related("asked_by__unit")
    requests = list(asked.order_by("asked_at", "pk").prefetch_related("items"))
    made = list(found.papers.exclude(kind__in=INTERNAL).select_related("file"))
    entries, papers = list(found.entries.order_by("seq")), newest_papers(found)
    mine = is_applicant(account, found, on=localdate(at))
    titles = {r.key: r.title for r in procedure.requirements}
    running = found.status not in OVER
    segments = list(found.clock_segments.all())
    data = {
        "dossier": found,
        "procedure": procedure,
        "head": head_of(found, mine=mine),
        "clock": clock_of(found, segments, requests, at=at) if running else None,
        "holder": holder_of(found, procedure, mine=mine) if found.status not in IDLE else (),
        "dates": dates_of(found, entries, made) if found.received_at else None,
        "ending": ending_of(found),
        "road": road_of(found, entries, made, mine=mine),
        "papers": [(titles[one.requirement], one, extent_of(one)) for one in papers],
        "sayings": [_said(one, procedure) for one in requests],
        "facts": _facts(found, procedure),
        "answers": found.status in SENDS and mine,
        "asked": bool(requests),
        "draft": found.status == S.DRAFT and mine,
        "result": any(one.kind == Paper.Kind.RESULT for one in made),
        "relied": relied_on(papers),
        "own": Own.of(found),
        "withdrawable": mine and found.status != S.DRAFT,
        "barred": barred(found),
    }
    return render(request, "portal/track.html", data)


def _row(dossier: Dossier, *, mine: bool) -> Row:
    return Row(dossier, procedure_of(dossier), head_of(dossier, mine=mine), mine)


def _shelves(rows: Iterable[Row]) -> list[Shelf]:
    every = list(rows)
    waiting = [r for r in every if r.dossier.status in SENDS and r.mine]
    drafts = [r for r in every if r.dossier.status == S.DRAFT]
    over = [r for r in every if r.dossier.status in OVER]
    known = {id(r) for r in (*waiting, *drafts, *over)}
    shelves = (
        Shelf(_("Waiting for you"), tuple(waiting)),
        Shelf(_("Drafts"), tuple(drafts)),
        Shelf(_("Under way"), tuple(r for r in every if id(r) not in known)),
        Shelf(_("Ended"), tuple(over)),
    )
    return [shelf for shelf in shelves if shelf.rows]


def _said(request: CompletionRequest, procedure: Procedure) -> Saying:
    """What was written when something was asked for."""
    labels = labels_of(procedure)
    asked = (f"{labels.get(item.key, item.key)}: {item.reason}" for item in request.items.all())
    before = request.stage == CompletionRequest.Stage.RECEPTION
    who = _("One-stop unit") if before else request.asked_by.unit
    return Saying(str(who), request.asked_at, "\n".join(asked))


def _facts(dossier: Dossier, procedure: Procedure) -> tuple[Fact, ...]:
    fee = procedure.channel(dossier.channel).fee
    return (
        Fact(_("Owner of the dossier"), str(dossier.owner)),
        Fact(_("Filed by"), str(dossier.submitter)),
        Fact(_("Case"), str(procedure.case(dossier.case).title)),
        Fact(_("Fee"), str(fee.note) if fee.amount is None and fee.note else money(fee.amount)),
    )
