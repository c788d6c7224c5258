"""One revision, read and never changed: what it says, its route, its checks, what changed in it."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop import door
from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from onestop.ui.catalogue_lines import told_change
from onestop.ui.eform import EForm
from procedures import catalogue, checks, differences
from procedures.catalogue import UnknownProcedure, UnknownRevision
from procedures.schema import Procedure, UnknownWord
from workflows.people.models import Account, Role
from workflows.routes.diagram import DRAWN, acts_of, svg

from .standing import names_of, published, standing
from .told import chains, tables

# The picture brings its own looks, and nothing else may run or load in it.
PICTURE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}


@require_safe
@door.officer(Role.ADMINISTRATOR)
def revision(request: HttpRequest, account: Account, key: str, day: str) -> HttpResponse:
    """`?voi=2025-07-01` compares it with another revision than the one before."""
    one = _found(key, day)
    every = catalogue.current().of(key)
    other = _compared(request, one, every)
    known = published(key=one.key)
    publication = known.get((one.key, one.revision, one.bundle_hash))
    names = names_of([publication]) if publication else {}
    along, beside = acts_of(one.route.name)
    data = {
        "procedure": one,
        "area": AREAS[one.area],
        "standing": standing(one, known, on=localdate(moment(request))),
        # In groups that may stand on two lines.
        "hash": [one.bundle_hash[n : n + 16] for n in range(0, 64, 16)],
        "publication": publication,
        "prepared_by": names.get(publication.prepared_by, "") if publication else "",
        "approved_by": names.get(publication.approved_by, "") if publication else "",
        "faults": [(str(place), str(expected)) for place, expected in checks.faults(one)],
        "rules": len(checks.RULES),
        "acts": [str(act.title) for act in along],
        "beside": [str(act.title) for act in beside],
        "tables": list(tables(one)),
        "chains": list(chains(one)),
        "others": [p for p in every if p is not one],
        "other": other,
        "changes": [told_change(c) for c in differences.between(other, one)] if other else [],
    }
    return render(request, "administration/revision.html", data)


@require_safe
@door.officer(Role.ADMINISTRATOR)
def form(request: HttpRequest, account: Account, key: str, day: str, case: str) -> HttpResponse:
    """The form of a case as those who file see it, all of its questions, with nothing to send."""
    one = _found(key, day)
    try:
        asked = {q.key: q for q in one.questions_of(case)}
    except UnknownWord:
        raise Http404 from None
    pages = one.pages_of(case)
    parts = [(page.title, page.note, [q for q in page.questions if q in asked]) for page in pages]
    stands = {q for _title, _note, keys in parts for q in keys}
    rest = [q for q in asked if q not in stands]
    shown = [*parts, *([("", None, rest)] if rest else [])]
    data = {
        "procedure": one,
        "case": one.case(case),
        "pages": [
            (title, note, EForm([asked[q] for q in keys], answers={}, known={}))
            for title, note, keys in shown
        ],
    }
    return render(request, "administration/form.html", data)


@require_safe
@door.officer(Role.ADMINISTRATOR)
def route(request: HttpRequest, account: Account, route: str) -> HttpResponse:
    """The picture of a route, drawn from the very class that runs it."""
    if route not in DRAWN:
        raise Http404
    return HttpResponse(svg(route), content_type="image/svg+xml", headers=PICTURE)


def _found(key: str, day: str) -> Procedure:
    try:
        return catalogue.get(key, date.fromisoformat(day))
    except (UnknownProcedure, UnknownRevision, ValueError):
        raise Http404 from None


def _compared(
    request: HttpRequest, one: Procedure, every: tuple[Procedure, ...]
) -> Procedure | None:
    """The revision that was asked for, else the one before; none for a first."""
    wanted = request.GET.get("voi", "")
    asked = next((p for p in every if p.revision.isoformat() == wanted and p is not one), None)
    before = [p for p in every if p.revision < one.revision]
    return asked or (before[-1] if before else None)
