"""Approval, withdrawal, supplement, stop and apology at the same instant: one end, told to all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle, islice

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from workflows.dossiers.models import DueChange, Ending, Holding
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.routes.errors import NotOpen
from workflows.routes.models import Task
from workflows.routes.table import title_of
from workflows.steps.once import Performed
from workflows.steps.refusals import AlreadyApologised

from .racing import race

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = (2, 4, 16)
Outcomes = Sequence[Performed | Exception]
ENDS = {"withdraw", "stop"}
DECIDES = ("approve", "withdraw", "stop")
DECIDES_OR_EXCUSES = ("approve", "apologise", "withdraw", "stop")
AT_ASSESSMENT = ("ask_supplement", "withdraw", "stop", "apologise")


def at_once(life: Life, acts: Sequence[str], threads: int) -> Outcomes:
    """So many people each ask for one of these acts; with few threads only the first of them."""
    runners: list[Callable[[], Performed]] = [
        partial(life.act, act, key=f"{act}-{n}", **life.details(act))
        for n, act in enumerate(islice(cycle(acts), threads))
    ]
    return race(*runners)


def turns(acts: Sequence[str], threads: int) -> range:
    """Each act is once the first; where all of them run at once, no order need be tried."""
    return range(len(acts) if threads < len(acts) else 1)


def stood(outcomes: Outcomes) -> list[Performed]:
    """In the order in which they stand; nobody waited in a ring, and everybody else was told."""
    won = [one for one in outcomes if isinstance(one, Performed)]
    for lost in outcomes:
        if isinstance(lost, AlreadyApologised):
            continue
        if not isinstance(lost, Performed):
            assert isinstance(lost, NotOpen), repr(lost)
            assert lost.when is not None
            assert (lost.when.isoformat(), str(lost.last)) in {
                (one.at, str(title_of(one.act))) for one in won
            }
            assert lost.who
    return won


def history(life: Life, since: int) -> list[str]:
    entries = Entry.objects.filter(dossier=life.dossier, seq__gt=since).order_by("seq")
    return list(entries.values_list("act", flat=True))


def holds_together(life: Life) -> None:
    """One status, one owner and one next act; or an end, of one kind, and nothing that waits."""
    dossier = life.fresh
    waiting = Task.objects.filter(process__dossier=dossier, finished=None).count()
    held = Holding.objects.filter(dossier=dossier, until=None).count()
    running = dossier.clock_segments.filter(ended_at=None).count()
    endings = Ending.objects.filter(dossier=dossier).count()
    over = dossier.status in {Status.WITHDRAWN, Status.STOPPED}
    assert (waiting, held, running, endings) == ((0, 0, 0, 1) if over else (1, 1, 1, 0))
    assert (dossier.ended_at is not None) == over
    apologies = dossier.due_changes.filter(cause=DueChange.Cause.APOLOGY)
    told = Entry.objects.filter(dossier=dossier, act="apologise")
    assert apologies.count() == told.count() <= 1


@pytest.mark.parametrize("threads", THREADS)
def test_of_approval_withdrawal_and_stop_one_stands(office: DemoOffice, threads: int) -> None:
    for turn in turns(DECIDES, threads):
        life = a_life(office).until("approve")
        before = life.fresh.journal_count
        acts = DECIDES[turn:] + DECIDES[:turn]
        (won,) = stood(at_once(life, acts, threads))
        assert history(life, before) == [won.act]
        assert life.fresh.status == won.status
        holds_together(life)


@pytest.mark.parametrize("threads", THREADS)
def test_an_apology_stands_beside_a_decision_or_comes_too_late(
    office: DemoOffice, threads: int
) -> None:
    for turn in turns(DECIDES_OR_EXCUSES, threads):
        life = a_life(office).until("approve")
        before = life.fresh.journal_count
        acts = DECIDES_OR_EXCUSES[turn:] + DECIDES_OR_EXCUSES[:turn]
        won = {one.act for one in stood(at_once(life, acts, threads))}
        told = history(life, before)
        assert sorted(told) == sorted(won)
        assert len([act for act in told if act != "apologise"]) <= 1
        # Once it has ended there is nothing left to apologise for.
        assert not set(told[:-1]) & ENDS
        holds_together(life)


@pytest.mark.parametrize("threads", THREADS)
def test_what_is_asked_of_the_applicant_never_follows_an_end(
    office: DemoOffice, threads: int
) -> None:
    for turn in turns(AT_ASSESSMENT, threads):
        life = a_life(office).through("assign")
        before = life.fresh.journal_count
        acts = AT_ASSESSMENT[turn:] + AT_ASSESSMENT[:turn]
        won = {one.act for one in stood(at_once(life, acts, threads))}
        told = history(life, before)
        assert sorted(told) == sorted(won)
        assert len(told) == len(set(told))
        assert not set(told[:-1]) & ENDS
        if "ask_supplement" in told:
            # The clock stands still: no day of return is there to be moved.
            assert "apologise" not in told[told.index("ask_supplement") :]
        holds_together(life)


@pytest.mark.parametrize("threads", THREADS)
def test_of_two_ends_one_stands_while_a_supplement_is_awaited(
    office: DemoOffice, threads: int
) -> None:
    life = a_life(office).through("assign")
    life.act("ask_supplement", at=timezone.now())
    before = life.fresh.journal_count
    won = stood(at_once(life, ("stop", "withdraw"), threads))
    assert history(life, before) == [won[0].act]
    assert len(won) == 1
    holds_together(life)
