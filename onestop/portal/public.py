"""What everybody may read: the first page, and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop.filing.ways import found
from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from procedures import publication
from procedures.schema import Area, Procedure


@dataclass(frozen=True)
class Shelf:
    """An area and those of its procedures that are shown."""

    area: Area
    name: Promise
    procedures: tuple[Procedure, ...]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A search, what waits, and the areas."""
    shelves = _shelves(publication.all_in_force(on=_today(request)))
    return render(request, "portal/home.html", {"shelves": shelves})


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The procedures in force, found by name or code with or without diacritics."""
    wanted = request.GET.get("q", "")[:200]
    area = next((one for one in AREAS if one == request.GET.get("linh-vuc")), None)
    every = publication.all_in_force(on=_today(request))
    shelves = _shelves(p for p in found(every, wanted) if area in (None, p.area))
    count = sum(len(shelf.procedures) for shelf in shelves)
    within = AREAS[area] if area else ""
    data = {"q": wanted, "within": within, "shelves": shelves, "count": count}
    return render(request, "portal/catalogue.html", data)


def _shelves(procedures: Iterable[Procedure]) -> list[Shelf]:
    every = list(procedures)
    shelves = [
        Shelf(area, name, tuple(one for one in every if one.area == area))
        for area, name in AREAS.items()
    ]
    return [shelf for shelf in shelves if shelf.procedures]


def _today(request: HttpRequest) -> date:
    return localdate(moment(request))
