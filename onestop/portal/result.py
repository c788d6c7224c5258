"""The signed result of a dossier: to save, to prove what it states, and who relied on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import day
from onestop.ui.limits import end_of
from onestop.viewer.shown import pages_shown
from procedures import catalogue
from procedures.catalogue import UnknownProcedure
from procedures.results import Duty
from procedures.shown import stated
from procedures.words import in_language_now, language_now
from workflows.clock.days import LEGAL_TIME
from workflows.dossiers.corrections import ABOUT_ANOTHER
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.pinned import procedure_of
from workflows.journal import looking
from workflows.people.models import Account
from workflows.results.models import Result, ResultUse

from .became import Own
from .verifying import Standing


@dataclass(frozen=True)
class Used:
    """A dossier that relied on the result, by what it asked for."""

    procedure: str
    at: datetime
    ground: str
    # As far as the reader may see it.
    dossier: Dossier | None = None


@dataclass(frozen=True)
class ToDo:
    """What the decision asks of its holder, and by which day."""

    duty: Duty
    by: datetime | None


@require_safe
@door.citizen
def result(request: HttpRequest, account: Account, dossier: UUID) -> HttpResponse:
    """There once it is issued."""
    found = door.find(request, account, dossier, purpose="result")
    paper = found.papers.filter(kind=Paper.Kind.RESULT).select_related("file").first()
    registered = (
        Result.objects.select_related("issuer", "replaced_by")
        .filter(dossier_code=found.code)
        .first()
    )
    if paper is None or registered is None:
        raise Http404
    title = title_of(registered)
    code = reverse("portal:verify_code", args=[registered.public_id])
    data = {
        "dossier": found,
        "result": registered,
        "title": title,
        "standing": Standing(registered, localdate(moment(request))),
        "pages": pages_shown(found.public_id, paper.public_id, paper.file, title=title),
        "own": Own.of(found),
        "lines": list(_lines(found, registered)),
        "duties": list(_duties(found, registered)),
        "used": list(_uses(request, account, registered)),
        "proof": f"{settings.PUBLIC_URL}{code}",
    }
    return render(request, "portal/result.html", data)


def _lines(dossier: Dossier, registered: Result) -> Iterator[Fact]:
    yield Fact(_("Number"), registered.number)
    yield Fact(_("Issued on"), day(registered.issued_on))
    yield Fact(_("Issued by"), str(registered.issuer.name_on(registered.issued_on)))
    if _grants(dossier):
        told = stated(procedure_of(dossier), dossier.case, registered.facts, language_now())
        for label, value in told:
            yield Fact(label, value)


def _duties(dossier: Dossier, registered: Result) -> Iterator[ToDo]:
    """Of a result that was granted and counts, from the day of the decision."""
    if registered.state != Result.State.ACTIVE:
        return
    issued = datetime.combine(registered.issued_on, time(12), tzinfo=LEGAL_TIME)
    if _grants(dossier):
        for duty in procedure_of(dossier).result_of(dossier.case).duties:
            yield ToDo(duty, end_of(duty.within, since=issued))


def _grants(dossier: Dossier) -> bool:
    """A letter or a revocation carries nothing of its own: it speaks of another result."""
    return dossier.outcome == Dossier.Outcome.GRANT and dossier.correction not in ABOUT_ANOTHER


def title_of(registered: Result) -> str:
    """What it is, in the language of the page."""
    return in_language_now(registered.title_vi, registered.title_en)


def used(use: ResultUse) -> Used:
    """What a use on the register tells the owner."""
    ground = use.legal_basis or str(_("with your consent"))
    return Used(_titled(use.purpose), use.checked_at, ground)


def _uses(request: HttpRequest, account: Account, registered: Result) -> Iterator[Used]:
    """Each dossier once, however many of its papers the result stood in for."""
    every = ResultUse.objects.filter(result=registered).order_by("-checked_at", "-pk")
    uses = {one.dossier: one for one in every}
    if not uses:
        return
    seen = looking.list_dossiers(by=account, at=moment(request), purpose="result")
    dossiers = {one.public_id: one for one in seen.filter(public_id__in=uses)}
    for use in reversed(uses.values()):
        yield replace(used(use), dossier=dossiers.get(use.dossier))


def _titled(key: str) -> str:
    try:
        return str(catalogue.current().of(key)[-1].title)
    except (UnknownProcedure, IndexError):
        return key
