"""Whose time runs, until when and why; which days were due; who has held the file how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from onestop.ui.components.reading import Fact, TrailItem
from onestop.ui.components.words import clock_time, day
from onestop.ui.stands import STEPS
from workflows.clock.errors import NoCalendarForYear
from workflows.dossiers.lateness import Share, shares
from workflows.dossiers.models import Holding
from workflows.dossiers.status import Status

from .asking import named
from .opened import Opened

Party = Holding.Party


@dataclass(frozen=True)
class Held:
    """One stretch in one pair of hands, as a line of the control slip tells it."""

    step: Promise | str
    who: str
    since: str
    until: str
    days: int | None
    late_days: int
    caused: bool


@dataclass(frozen=True)
class Standing:
    """`whose` is empty once the dossier has ended."""

    whose: tuple[Fact, ...]
    days: tuple[TrailItem, ...]
    held: tuple[Held, ...]
    control: bool


def standing_of(opened: Opened) -> Standing:
    return Standing(
        whose=tuple(_whose(opened)),
        days=tuple(_days(opened)) if len(opened.due_changes) > 1 else (),
        held=tuple(_held(opened)),
        control=opened.dossier.received_at is not None,
    )


def _whose(opened: Opened) -> Iterator[Fact]:
    held = next((one for one in opened.holdings if one.until is None), None)
    if held is None:
        return
    yield Fact(_("The time is"), _clock(opened, held))
    yield Fact(_("With"), _who(opened, held))
    yield Fact(_("Since"), f"{clock_time(held.since)}, {day(held.since)}", kind="num")
    yield Fact(_("What for"), str(STEPS.get(held.step, held.step)))
    promised = [one for one in opened.due_changes if one.promised and one.due_at]
    due_at = opened.dossier.due_at
    if due_at is not None:
        yield Fact(_("Due by law"), f"{clock_time(due_at)}, {day(due_at)}", kind="num")
    if promised and day(promised[-1].due_at) != day(due_at):
        yield Fact(_("Promised on paper"), day(promised[-1].due_at), kind="num")


def _clock(opened: Opened, held: Holding) -> str:
    """Whose it is to act, and whether the agency's time passes meanwhile."""
    dossier = opened.dossier
    status = Status(dossier.status)
    if held.party == Party.THIRD:
        return _("another agency's: it has not reached the one that decides")
    if status == Status.SUPPLEMENT_REQUESTED:
        return _("the applicant's: the agency's time stands still")
    if held.party == Party.CITIZEN:
        return _("the applicant's: the time limit has not begun")
    if dossier.received_at is None:
        return _("the agency's: the time limit begins with reception")
    if dossier.waits_for_event:
        return _("nobody's: the time limit waits for the event")
    if dossier.ended_at is not None:
        return _("nobody's: the result was issued")
    return _("the agency's")


def _who(opened: Opened, held: Holding) -> str:
    if held.party == Party.CITIZEN:
        return str(opened.dossier.submitter)
    if held.post is not None:
        return named(held.post)
    assert held.agency is not None, "the constraint whoever_holds_is_somewhere"  # noqa: S101
    then = localdate(held.since)
    names = [one for one in held.agency.names.all() if one.valid_from <= then]
    return str(max(names, key=lambda one: one.valid_from))


def _days(opened: Opened) -> Iterator[TrailItem]:
    """The days on which it was due: who set each, when, why, and whether it is on paper."""
    for number, one in enumerate(opened.due_changes, start=1):
        said = [str(one.get_cause_display())]
        if one.by is not None:
            said.append(str(one.by.account.person or one.by.account))
        said.append(f"{clock_time(one.at)} {day(one.at)}")
        if one.basis:
            said.append(one.basis)
        if not one.promised and one.due_at:
            said.append(_("not on paper"))
        last = number == len(opened.due_changes)
        yield TrailItem(
            day(one.due_at) or _("No day yet"), ", ".join(said), "now" if last else "done"
        )


def _held(opened: Opened) -> Iterator[Held]:
    try:
        found = shares(opened.dossier, opened.holdings, opened.calendar, at=opened.at)
    except NoCalendarForYear:
        found = ()
    by_holding: dict[int, Share] = {one.holding.pk: one for one in found}
    for one in opened.holdings:
        share = by_holding.get(one.pk)
        yield Held(
            step=STEPS.get(one.step, one.step),
            who=_who(opened, one),
            since=f"{clock_time(one.since)} {day(one.since)}",
            until=f"{clock_time(one.until)} {day(one.until)}" if one.until else "",
            days=share.days if share else None,
            late_days=share.late_days if share else 0,
            caused=bool(share and share.caused),
        )
