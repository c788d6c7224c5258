"""Lists of dossiers in pages: the page an address asks for, and the ways to those around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from math import ceil
from operator import and_
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

from onestop.frame.middleware import moment
from onestop.ui.components.lists import Pager
from workflows.people.text import fold
from workflows.routes import paging
from workflows.routes.paging import Place

M = TypeVar("M", bound=Model)
AFTER, BEFORE, PAGE = "sau", "truoc", "trang"


def called(typed: str) -> Q:
    """The dossiers that have every word of it in their names or in their code."""
    words = fold(typed).split()
    return reduce(and_, (Q(search_text__contains=w) | Q(code__icontains=w) for w in words), Q())


@dataclass(frozen=True)
class Listed(Generic[M]):
    """So many rows, and where they lie."""

    rows: tuple[M, ...]
    pager: Pager


def listed(
    rows: QuerySet[M, Any], request: HttpRequest, *, size: int, query: Mapping[str, str]
) -> Listed[M]:
    """The page that the request names. `query` is what keeps the list as it is. Two statements."""
    after = Place.read(request.GET.get(AFTER, ""))
    before = Place.read(request.GET.get(BEFORE, ""))
    shown = paging.page(rows, size=size, after=after, before=before)
    if not shown.rows and (after or before):
        # The rows behind that place have gone meanwhile: the list from its beginning.
        shown = paging.page(rows, size=size)
    lies = paging.stretch(rows, shown)

    def way(name: str, place: Place | None) -> str:
        return f"{request.path}?{urlencode({**query, name: str(place)})}" if place else ""

    previous, following = way(BEFORE, shown.preceding), way(AFTER, shown.following)
    pager = Pager(lies.first, lies.last, lies.total, moment(request), previous, following)
    return Listed(shown.rows, pager)


def numbered(total: int, request: HttpRequest, *, size: int, query: Mapping[str, str]) -> Pager:
    """The stretch of a list at hand that `?trang=` names; one that is not there is the nearest."""
    asked, last = request.GET.get(PAGE, ""), max(1, ceil(total / size))
    number = min(max(1, int(asked)), last) if asked.isdecimal() and len(asked) < 6 else 1
    kept = {name: said for name, said in query.items() if said}

    def way(to: int) -> str:
        return f"?{urlencode({**kept, PAGE: str(to)})}" if 1 <= to <= last else ""

    first, upto = (number - 1) * size + 1, min(number * size, total)
    return Pager(first, upto, total, moment(request), way(number - 1), way(number + 1))
