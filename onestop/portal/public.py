"""What everybody may read: the first page, the catalogue, and one procedure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_safe

from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import money
from procedures import publication
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.schema import Area, Case, Channel, Procedure, Requirement
from workflows.clock.days import Calendar
from workflows.clock.deadline import Limit, due
from workflows.clock.derivation import Unit
from workflows.clock.errors import NoCalendarForYear
from workflows.people.models import Account
from workflows.people.text import fold

CALENDAR = "national"
LIMITS: dict[Unit, Promise] = {
    Unit.WORKING_DAYS: ngettext_lazy("%(count)d working day", "%(count)d working days", "count"),
    Unit.CALENDAR_DAYS: ngettext_lazy("%(count)d day", "%(count)d days", "count"),
    Unit.WORKING_HOURS: ngettext_lazy("%(count)d working hour", "%(count)d working hours", "count"),
}


@dataclass(frozen=True)
class Shelf:
    """An area and those of its procedures that are shown."""

    area: Area
    name: Promise
    procedures: tuple[Procedure, ...]


@dataclass(frozen=True)
class Asked:
    """A paper of a procedure, and who sees to it."""

    requirement: Requirement

    @property
    def by(self) -> Promise:
        """In the words of the page: the citizen's own work is the shortest list."""
        if not self.requirement.from_citizen:
            return _("Taken from the register of results; you do nothing")
        if self.requirement.from_register:
            return _("Taken from your papers if they are there, else you")
        return _("You") if self.requirement.required else _("You, where it concerns you")

    @property
    def prepared(self) -> bool:
        """Whether the citizen has something to prepare."""
        return self.requirement.from_citizen and self.requirement.required


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


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """One procedure: who, what, how long, how much, what for; the legal record beneath."""
    asked_for = in_force_or_404(key, on=_today(request))
    case, channel = asked_for.cases[0], _online(asked_for)
    papers = [Asked(one) for one in asked_for.requirements_of(case.key)]
    limit = in_words(Limit.parse(channel.limit))
    data = {
        "procedure": asked_for,
        "area": AREAS[asked_for.area],
        "case": case,
        "limit": limit,
        "lines": _five_facts(asked_for, case, channel, limit),
        "papers": papers,
        "prepared": sum(paper.prepared for paper in papers),
        "due": _due_today(channel, moment(request)),
        "other_cases": asked_for.cases[1:],
        "may_file": _may_file(request),
    }
    return render(request, "portal/procedure.html", data)


def _may_file(request: HttpRequest) -> bool:
    """Whoever is not in yet is asked in; an officer files with an account of their own."""
    account = request.user
    return not isinstance(account, Account) or account.kind == Account.Kind.CITIZEN


def in_words(limit: Limit) -> str:
    """How long it takes, as people say it."""
    if limit.by_plan:
        return str(_("by the plan that is announced"))
    return str(LIMITS[limit.unit] % {"count": limit.count})


def _five_facts(asked_for: Procedure, case: Case, channel: Channel, limit: str) -> tuple[Fact, ...]:
    """Who, how long, how much, what for: what most people come to read."""
    fee = channel.fee
    cost = str(fee.note) if fee.amount is None and fee.note else money(fee.amount)
    return (
        Fact(_("For whom"), str(case.title)),
        Fact(_("How long"), limit),
        Fact(_("Fee"), cost),
        Fact(_("You receive"), str(asked_for.result_of(case.key).title)),
    )


def in_force_or_404(key: str, *, on: date) -> Procedure:
    """A procedure that may be asked for today; all others are not there."""
    try:
        return publication.in_force(key, on=on)
    except (UnknownProcedure, NotInForce):
        raise Http404 from None


def found(procedures: Iterable[Procedure], wanted: str) -> Iterator[Procedure]:
    """Those whose code, name or description holds every word, in either language."""
    words = fold(wanted).split()
    for one in procedures:
        text = fold(
            f"{one.key} {one.title.vi} {one.title.en} {one.description.vi} {one.description.en}"
        )
        if all(word in text for word in words):
            yield one


def _shelves(procedures: Iterable[Procedure]) -> list[Shelf]:
    every = list(procedures)
    shelves = [
        Shelf(area, name, tuple(one for one in every if one.area == area))
        for area, name in AREAS.items()
    ]
    return [shelf for shelf in shelves if shelf.procedures]


def _online(asked_for: Procedure) -> Channel:
    online = (channel for channel in asked_for.channels if channel.key == "online")
    return next(online, asked_for.channels[0])


def _due_today(channel: Channel, at: datetime) -> date | None:
    """The day a dossier received now would be due; none where a plan or no calendar says."""
    limit = Limit.parse(channel.limit)
    if limit.by_plan:
        return None
    try:
        return due(at, limit, Calendar.load(CALENDAR)).day
    except NoCalendarForYear:
        return None


def _today(request: HttpRequest) -> date:
    return localdate(moment(request))
