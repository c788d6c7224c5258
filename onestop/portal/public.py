"""What everybody may read: the first page, and the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop.filing.finding import found, sought
from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from onestop.ui.listed import numbered
from procedures import publication
from procedures.schema import Area, Procedure
from procedures.words import Level

# As many as are read through without another press: every procedure of an agency, mostly.
PAGE = 100
LEVELS: tuple[Level | None, ...] = (*get_args(Level), None)


@dataclass(frozen=True)
class Shelf:
    """An area and those of its procedures that are shown, by the level of the State."""

    area: Area
    name: Promise
    levels: tuple[tuple[Level | None, tuple[Procedure, ...]], ...]

    @property
    def count(self) -> int:
        return sum(len(procedures) for _level, procedures in self.levels)


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
    shown = sorted((p for p in found(every, wanted) if area in (None, p.area)), key=_place)
    query = {"linh-vuc": area or "", "q": wanted}
    pager = numbered(len(shown), request, size=PAGE, query=query)
    data = {
        "q": wanted,
        "within": AREAS[area] if area else "",
        "shelves": _shelves(shown[pager.first - 1 : pager.last] if shown else ()),
        "count": len(shown),
        "pager": pager if pager.previous or pager.next else None,
    }
    return render(request, "portal/catalogue.html", data)


def _shelves(procedures: Iterable[Procedure]) -> list[Shelf]:
    every = list(procedures)
    shelves = [
        Shelf(area, name, tuple(_levels([one for one in every if one.area == area])))
        for area, name in AREAS.items()
    ]
    return [shelf for shelf in shelves if shelf.levels]


def _levels(
    procedures: Sequence[Procedure],
) -> Iterator[tuple[Level | None, tuple[Procedure, ...]]]:
    for level in LEVELS:
        if here := tuple(one for one in procedures if one.level == level):
            yield level, here


def _place(one: Procedure) -> tuple[int, int, str]:
    """By area, by level, and by name as it is looked for."""
    return list(AREAS).index(one.area), LEVELS.index(one.level), sought(one).title


def _today(request: HttpRequest) -> date:
    return localdate(moment(request))
