"""Every revision of every procedure, and what was abolished."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from onestop import door
from onestop.filing.finding import found
from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from onestop.ui.listed import numbered
from procedures import catalogue
from procedures.schema import Procedure
from procedures.words import Mark
from workflows.people.models import Account, Role

from .standing import Published, Standing, published, standing

PAGE = 50


@dataclass(frozen=True)
class Row:
    """One revision, where it stands, and how far its facts were read."""

    procedure: Procedure
    standing: Standing
    marks: Counter[Mark]

    @property
    def facts(self) -> int:
        return self.marks.total()

    @property
    def read(self) -> int:
        """How many rest on a text that somebody read."""
        return self.facts - self.marks[Mark.ASSUMED]


@require_safe
@door.officer(Role.ADMINISTRATOR)
def revisions(request: HttpRequest, account: Account) -> HttpResponse:
    on, wanted = localdate(moment(request)), request.GET.get("q", "")[:200]
    area = next((one for one in AREAS if one == request.GET.get("linh-vuc")), "")
    every = [one for one in catalogue.all_procedures() if area in ("", one.area)]
    shown = list(found(every, wanted))
    pager = numbered(len(shown), request, size=PAGE, query={"linh-vuc": area, "q": wanted})
    known = published()
    data = {
        "q": wanted,
        "area": area,
        "areas": AREAS.items(),
        "rows": [_row(one, known, on) for one in shown[pager.first - 1 : pager.last]],
        "pager": pager,
        "retired": [] if wanted else list(catalogue.current().retired.values()),
    }
    return render(request, "administration/revisions.html", data)


def _row(one: Procedure, known: Published, on: date) -> Row:
    marks = Counter(basis.mark for _place, basis in one.bases())
    return Row(one, standing(one, known, on=on), marks)
