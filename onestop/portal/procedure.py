"""One procedure, for everybody: what most come to read on top, the whole record beneath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onestop.filing.ways import in_force_or_404
from onestop.frame.middleware import moment
from onestop.ui.areas import AREAS
from onestop.ui.components.reading import Fact
from onestop.ui.components.words import money
from onestop.ui.limits import end_of
from procedures import catalogue, review, shown
from procedures.fees import Tariff
from procedures.results import ResultType
from procedures.schema import Case, Channel, Procedure, Requirement, Retired
from procedures.words import Basis, Mark, language_now
from workflows.people.models import Account

DATABASES: dict[str, Promise] = {
    "population": _("Looked up in the population database; you do nothing"),
    "criminal-records": _("Looked up in the criminal records; else you"),
    "civil-servants": _("Looked up in the register of civil servants; else you"),
    "business": _("Looked up in the business register; else you"),
}
EXTENTS: dict[str, Promise] = {
    "full": _("From filing to the result"),
    "partial": _("In part"),
}
MARKS: dict[Mark, Promise] = {
    Mark.VERIFIED: _("read in the original"),
    Mark.SECONDARY: _("from a secondary source"),
    Mark.ASSUMED: _("not yet established"),
}


@dataclass(frozen=True)
class Asked:
    """A paper of a procedure, and who sees to it."""

    requirement: Requirement

    @property
    def by(self) -> Promise:
        """In the words of the page: the citizen's own work is the shortest list."""
        if self.requirement.from_form:
            return _("Made from your answers; you print and sign nothing")
        if not self.requirement.from_citizen:
            return _("Taken from the register of results; you do nothing")
        if self.requirement.from_register:
            return _("Taken from your papers if they are there, else you")
        if self.requirement.from_database:
            return DATABASES[self.requirement.from_database]
        return _("You") if self.requirement.required else _("You, where it concerns you")

    @property
    def prepared(self) -> bool:
        """Whether the citizen has something to prepare."""
        asked = self.requirement
        return asked.from_citizen and asked.required and asked.from_form is None

    @property
    def pieces(self) -> str:
        """How many originals and copies."""
        counts = (
            (self.requirement.originals, _("originals")),
            (self.requirement.copies, _("copies")),
        )
        return ", ".join(f"{words}: {number}" for number, words in counts if number)


@dataclass(frozen=True)
class Part:
    """A case: its papers, and what comes of it."""

    case: Case
    papers: tuple[Asked, ...]
    result: ResultType

    @property
    def prepared(self) -> int:
        return sum(paper.prepared for paper in self.papers)


@dataclass(frozen=True)
class Grounded:
    """A fact of the revision with what it rests on."""

    name: str
    basis: Basis

    @property
    def mark(self) -> Promise:
        return MARKS[self.basis.mark]


@require_safe
def procedure(request: HttpRequest, key: str) -> HttpResponse:
    """Of what was abolished, since when and by which act."""
    if gone := catalogue.current().retired.get(key):
        return _retired(request, gone)
    on = localdate(moment(request))
    asked_for = in_force_or_404(key, on=on)
    parts = [_part(asked_for, case) for case in asked_for.cases]
    channel = _online(asked_for)
    data = {
        "procedure": asked_for,
        "area": AREAS[asked_for.area],
        "lines": list(_lines(asked_for, parts[0], channel)),
        "parts": parts,
        "due": _due_today(channel, moment(request)),
        "limit": shown.limit_of(channel, language_now()),
        "tariffs": [(one, tiers_of(one)) for one in asked_for.tariffs if one.covers(on)],
        "grounds": list(_grounds(asked_for)),
        "may_file": _may_file(request),
    }
    return render(request, "portal/procedure.html", data)


def tiers_of(tariff: Tariff) -> list[str]:
    return [shown.tier(tariff, number, language_now()) for number in range(len(tariff.tiers))]


def _retired(request: HttpRequest, gone: Retired) -> HttpResponse:
    data = {"procedure": gone, "area": AREAS[gone.area]}
    return render(request, "portal/retired.html", data, status=410)


def _part(asked_for: Procedure, case: Case) -> Part:
    papers = tuple(Asked(one) for one in asked_for.requirements_of(case.key))
    return Part(case, papers, asked_for.result_of(case.key))


def _may_file(request: HttpRequest) -> bool:
    """Whoever is not in yet is asked in; an officer files with an account of their own."""
    account = request.user
    return not isinstance(account, Account) or account.kind == Account.Kind.CITIZEN


def _lines(asked_for: Procedure, first: Part, channel: Channel) -> Iterator[Fact]:
    """Who, how long, how much, what for: what most people come to read."""
    yield Fact(_("For whom"), str(first.case.title))
    yield Fact(_("How long"), shown.limit_of(channel, language_now()))
    yield Fact(_("Fee"), _cost(channel))
    yield Fact(_("You receive"), str(first.result.title))
    if asked_for.online:
        extent = str(EXTENTS[asked_for.online.extent])
        reason = asked_for.online.reason
        yield Fact(_("Online"), f"{extent}. {reason}" if reason else extent)


def _cost(channel: Channel) -> str:
    fee = channel.fee
    if fee.amount is None:
        return str(fee.note or _("By the tariff below"))
    return money(fee.amount)


def _grounds(asked_for: Procedure) -> Iterator[Grounded]:
    """Each fact once, with the text it rests on."""
    seen: set[tuple[str, Basis]] = set()
    for place, basis in asked_for.bases():
        name = capfirst(review.name_at(asked_for, place))
        if (name, basis) not in seen:
            seen.add((name, basis))
            yield Grounded(name, basis)


def _online(asked_for: Procedure) -> Channel:
    online = (channel for channel in asked_for.channels if channel.key == "online")
    return next(online, asked_for.channels[0])


def _due_today(channel: Channel, at: datetime) -> datetime | None:
    """When a dossier received now would be due; none where a plan, an event or no calendar says."""
    return None if channel.waits_or_is_planned else end_of(channel.limit, since=at)
