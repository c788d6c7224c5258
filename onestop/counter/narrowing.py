"""The filters of the inbox: what may be chosen, what was, and which dossiers that leaves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial, reduce
from operator import and_

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onestop.ui.areas import AREAS
from onestop.ui.limits import RUNNING, soon_until
from onestop.ui.listed import called
from onestop.ui.stands import STANDS
from procedures import catalogue
from procedures.schema import Procedure
from workflows.people.models import Unit
from workflows.people.text import fold

Words = Promise | str
NOBODY = "chua-giao"
LONGEST = 200


@dataclass(frozen=True)
class Filter:
    """One choice. `options` are the words by what stands in the address; `chosen` may be none."""

    name: str
    label: Promise
    everything: Promise
    options: Mapping[str, Words]
    leaves: Callable[[str], Q]
    chosen: str = ""

    @property
    def words(self) -> str:
        """What is chosen, as a chip tells it."""
        return str(self.options[self.chosen])


@dataclass(frozen=True)
class Narrowed:
    """What the reader looks for: typed, and chosen."""

    typed: str
    filters: tuple[Filter, ...]

    @property
    def leaves(self) -> Q:
        chosen = (one.leaves(one.chosen) for one in self.filters if one.chosen)
        return reduce(and_, chosen, _called(self.typed))

    @property
    def query(self) -> dict[str, str]:
        """As the address has it."""
        chosen = {one.name: one.chosen for one in self.filters if one.chosen}
        return {"q": self.typed, **chosen} if self.typed else chosen

    @property
    def chips(self) -> Iterator[tuple[str, str]]:
        """Each filter in force in words, and its name in the address."""
        if self.typed:
            yield f"“{self.typed}”", "q"
        for one in self.filters:
            if one.chosen:
                yield one.words, one.name


def narrowed(given: Mapping[str, str], units: Iterable[Unit], *, at: datetime) -> Narrowed:
    """As an address asks for it; what nobody can choose is not chosen."""
    typed = given.get("q", "").replace("\0", "")[:LONGEST].strip()
    return Narrowed(typed, tuple(_filters(given, units, at)))


def _filters(given: Mapping[str, str], units: Iterable[Unit], at: datetime) -> Iterator[Filter]:
    every = (
        Filter("thu-tuc", _("Procedure"), _("All procedures"), _procedures(), _asked_by),
        Filter("trang-thai", _("Status"), _("Every status"), _statuses(), _of_status),
        Filter("han", _("Due"), _("At any time"), DUE, partial(_due, at=at)),
        Filter("don-vi", _("Unit"), _("Every unit"), _named(units), _of_unit),
    )
    for one in every:
        chosen = given.get(one.name, "")
        yield replace(one, chosen=chosen) if chosen in one.options else one


DUE = {
    "qua-han": _("Overdue"),
    "sap-den": _("Within 3 working days"),
    "con-lau": _("Later"),
    "chua-co": _("Not yet known"),
}


def _procedures() -> dict[str, Words]:
    """Each area, and behind it its procedures."""
    found: dict[str, Words] = {}
    for area, name in AREAS.items():
        found[area] = name
        found |= {one.key: f"{one.key} {one.title}" for one in _newest() if one.area == area}
    return found


def _newest() -> Iterator[Procedure]:
    for revisions in catalogue.current().revisions.values():
        yield revisions[-1]


def _statuses() -> dict[str, Words]:
    return {status.value: words for status, words in STANDS.items()}


def _named(units: Iterable[Unit]) -> dict[str, Words]:
    return {str(one.public_id): str(one) for one in units} | {NOBODY: _("Not assigned yet")}


def _asked_by(chosen: str) -> Q:
    """By one procedure, or by any of an area."""
    keys = [one.key for one in _newest() if chosen in (one.key, one.area)]
    return Q(procedure_key__in=keys)


def _of_status(status: str) -> Q:
    return Q(status=status)


def _of_unit(unit: str) -> Q:
    return Q(unit=None) if unit == NOBODY else Q(unit__public_id=unit)


def _due(when: str, *, at: datetime) -> Q:
    """Of what has not ended; without a calendar nothing is near, and all the rest is far.

    What waits for its applicant is due at no time that could be told.
    """
    until = soon_until(at) or at
    left = {
        "qua-han": RUNNING & Q(due_at__lt=at),
        "sap-den": RUNNING & Q(due_at__gte=at, due_at__lte=until),
        "con-lau": RUNNING & Q(due_at__gt=until),
        "chua-co": Q(ended_at=None) & (Q(due_at=None) | ~RUNNING),
    }
    return left[when]


def _called(typed: str) -> Q:
    """By the names or the code; or all of it is the tracking code."""
    tracked = "".join(fold(typed).split()).replace("-", "").upper()
    return called(typed) | Q(lookup_secret=tracked) if tracked else called(typed)
