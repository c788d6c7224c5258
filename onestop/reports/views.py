"""The leader's page: received, due, late; by unit and by step; each figure opens its list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from onestop.door import officer
from onestop.frame.middleware import moment
from onestop.ui.components.figures import Figure
from onestop.ui.components.reading import Fact
from onestop.ui.components.signs import Due
from onestop.ui.components.words import day, number, share
from onestop.ui.limits import limit_of
from onestop.ui.stands import stand_of
from workflows.dossiers.models import Dossier
from workflows.dossiers.models.dossier import DossierQuerySet
from workflows.journal import looking
from workflows.people.models import Account, AgencyName, Role

from . import causes, queries, scores
from .causes import Cause
from .queries import Measure, Overview, Row
from .scores import Scores

SHOWN = ("qua-han", "sap-den-han", "dang-giai-quyet", "cho-tiep-nhan", "cho-nguoi-nop")
FURTHER = ("da-xin-loi", "tre-sau-xin-loi", "im-lang", "dang-dinh-chinh")
WATCHED = 5
BY_LAW = gettext_lazy(
    "Finished by the day of return, or open and within it. A supplement and an apology have moved"
    " that day; while the applicant supplements, nothing is late."
)
BY_SCORE = gettext_lazy(
    "The first day of return counts. The time of a supplement is taken off; more than one makes a"
    " dossier late; an apology moves nothing. The formula is known from a public implementation"
    " only: provisional."
)


@dataclass(frozen=True)
class Line:
    """A unit or a step in the table, each of its two numbers with the list behind it."""

    row: Row
    open: str
    late: str


@require_safe
@officer(Role.LEADER)
def leader(request: HttpRequest, account: Account) -> HttpResponse:
    """Everything is counted at one moment, and the page says at which."""
    at = moment(request)
    seen = looking.list_dossiers(by=account, at=at, purpose="leader", in_office=True)
    dossiers = queries.led_by(account, seen, at=at)
    found = queries.overview(dossiers, at=at)
    data = {
        "overview": found,
        "late": found.counts["qua-han"],
        "late_address": list_of("qua-han"),
        "agencies": _agencies(account, at),
        "figures": _figures(found),
        "units": list(_lines(found.units, "don-vi")),
        "steps": list(_lines(found.steps, "buoc")),
        "most": max((row.open for row in (*found.units, *found.steps)), default=1),
        "watched": list(_watched(dossiers, at)),
        "causes": list(_causes(causes.causes(dossiers, at=at))),
        "views": list(_views(scores.scores(dossiers, at=at))),
        "more": [_figure(every, found) for every in _further(at)],
        "meanings": [Fact(one.words, one.meaning) for one in queries.measures(at).values()],
    }
    return render(request, "reports/leader.html", data)


def list_of(measure: str, **more: str) -> str:
    """Where the dossiers that a figure counted are listed."""
    return reverse("reports:dossiers", query={"muc": measure, **more})


def _further(at: datetime) -> Iterator[Measure]:
    every = queries.measures(at)
    return (every[key] for key in FURTHER)


def _causes(found: Iterable[Cause]) -> Iterator[tuple[Cause, str, str]]:
    """Each with the lists behind its two numbers."""
    for one in found:
        chosen = {"khau": one.step, "tai": one.unit}
        yield one, list_of("qua-han", **chosen), list_of("xong-tre", **chosen)


def _views(found: Scores) -> Iterator[tuple[str, Promise, str]]:
    """By law and by the score, each with what it counts."""
    for words, meaning, count in (
        (_("By law"), BY_LAW, found.by_law),
        (_("By the national score (QĐ 766/QĐ-TTg, 2.1)"), BY_SCORE, found.by_score),
    ):
        rate = found.share(count)
        shown = share(rate) if rate is not None else "–"
        said = _("%(share)s (%(count)s of %(all)s)") % {
            "share": shown,
            "count": number(count),
            "all": number(found.counted),
        }
        yield words, meaning, said


def _agencies(account: Account, at: datetime) -> list[AgencyName]:
    """What the account leads, under the names of today."""
    names = AgencyName.objects.filter(
        agency__in=queries.led(account, at=at), valid_from__lte=localdate(at)
    )
    return list(names.order_by("agency", "-valid_from").distinct("agency"))


def _figures(found: Overview) -> list[Figure]:
    every = queries.measures(found.at)
    figures = [_figure(every[key], found) for key in SHOWN]
    in_time, unit = share(found.in_time).split() if found.in_time is not None else ("–", "")
    counted = {"in_time": found.counts["xong-dung-han"], "done": found.counts["da-xong"]}
    note = _("%(in_time)d of %(done)d finished") % counted
    return [*figures, Figure(in_time, _("Finished in time"), list_of("da-xong"), unit, note)]


def _figure(measure: Measure, found: Overview) -> Figure:
    count, note = found.counts[measure.key], ""
    if measure.key == "qua-han" and found.oldest:
        note = _("The oldest was due on %(day)s") % {"day": day(found.oldest)}
    late = measure.late and count > 0
    return Figure(number(count), measure.words, list_of(measure.key), note=note, late=late)


def _lines(rows: Iterable[Row], name: str) -> Iterator[Line]:
    for row in rows:
        chosen = {name: row.key}
        yield Line(row, list_of("dang-giai-quyet", **chosen), list_of("qua-han", **chosen))


def _watched(
    dossiers: DossierQuerySet, at: datetime
) -> Iterator[tuple[Dossier, Promise, Due | None]]:
    """What is late longest: a leader is to know it by name."""
    late = dossiers.filter(queries.measures(at)["qua-han"].counts)
    around = ("owner_person", "owner_organisation", "competent_agency", "unit")
    for one in late.select_related(*around).order_by("due_at", "pk")[:WATCHED]:
        yield one, stand_of(one), limit_of(one, at=at)
