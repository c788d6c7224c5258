"""Whoever acts at the same time: one act stands, and the others are told who did it and when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import ROAD, Life, a_life
from workflows.dossiers.models import DocumentNumber, Dossier
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.outbox.models import Message
from workflows.routes.errors import NotOpen
from workflows.routes.models import Task
from workflows.routes.sweep import finish_open_intents
from workflows.routes.table import ACTS
from workflows.steps.models import PerformedAct
from workflows.steps.once import KeyReused, Performed

from .racing import race

pytestmark = pytest.mark.django_db(transaction=True)

ALL = 16
ACTS_OF_ONE = ("submit", "receive", "approve", "sign", "issue")


def at_once(life: Life, act: str, *, key: str = "") -> list[Performed | Exception]:
    """Sixteen ask for the same act; with a key, all with this one."""
    runners: list[Callable[[], Performed]] = [
        partial(life.act, act, key=key or f"{act}-{n}") for n in range(ALL)
    ]
    return list(race(*runners))


def winner(outcomes: list[Performed | Exception]) -> Performed:
    """The one that stands; all others must have been told."""
    won = [one for one in outcomes if isinstance(one, Performed)]
    lost = [one for one in outcomes if isinstance(one, NotOpen)]
    assert (len(won), len(lost)) == (1, len(outcomes) - 1), outcomes
    return won[0]


def test_of_sixteen_one_acts_and_the_others_are_told_who_and_when(office: DemoOffice) -> None:
    life = a_life(office)
    for act in ACTS_OF_ONE:
        outcomes = at_once(life.until(act), act)
        won = winner(outcomes)
        for lost in outcomes:
            if isinstance(lost, NotOpen):
                assert lost.when is not None
                assert won.at == lost.when.isoformat()
                assert str(life.who(act).person) in lost.who
                assert str(lost.last) == str(ACTS[act].title)
        life.done.append(act)
    life.through("hand_over")
    assert stands(life) == list(ROAD)


def test_the_same_key_sixteen_times_is_one_act_and_one_answer(office: DemoOffice) -> None:
    life = a_life(office)
    for act in ACTS_OF_ONE:
        answers = at_once(life.until(act), act, key=f"{act}-once")
        assert isinstance(answers[0], Performed)
        assert all(answer == answers[0] for answer in answers), answers
        life.done.append(act)
    life.through("hand_over")
    assert stands(life) == list(ROAD)


@pytest.mark.parametrize(
    ("one", "other"),
    [("receive", "reject"), ("receive", "ask_completion"), ("approve", "send_back")],
)
def test_of_two_different_acts_one_wins(office: DemoOffice, one: str, other: str) -> None:
    life = a_life(office).until(one)
    before = len(stands(life))
    runners: list[Callable[[], Performed]] = [
        partial(life.act, act, key=f"{act}-{n}") for n in range(4) for act in (one, other)
    ]
    won = winner(list(race(*runners)))
    assert stands(life)[before:] == [won.act]
    assert life.fresh.status == won.status


def test_one_key_for_two_different_requests_at_once_stands_for_one(office: DemoOffice) -> None:
    """Two dossiers share no lock; the key itself is what the second one stumbles over."""
    lives = [a_life(office).until("receive") for _ in range(8)]
    outcomes = race(*(partial(life.act, "receive", key="the same") for life in lives))
    assert [type(one) for one in outcomes].count(Performed) == 1
    assert [type(one) for one in outcomes].count(KeyReused) == 7
    assert Dossier.objects.filter(status=Status.RECEIVED).count() == 1
    assert PerformedAct.objects.filter(act="receive").count() == 1


def test_a_sweep_and_its_signer_record_one_signature(office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    sign: Callable[[], object] = partial(life.act, "sign")
    sweep: Callable[[], object] = partial(finish_open_intents, clock=timezone.now)
    outcomes = race(sign, sweep, sweep)
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    assert stands(life).count("sign") == 1


def test_sixteen_dossiers_at_two_agencies_leave_no_number_out_and_give_none_twice(
    office: DemoOffice,
) -> None:
    lives = [
        a_life(office, receiving=agency, competent=agency)
        for agency in (AgencyKey.DEPARTMENT, AgencyKey.STRANGER)
        for _ in range(8)
    ]
    outcomes = race(*(partial(life.through, "number") for life in lives))
    assert not [one for one in outcomes if isinstance(one, Exception)], outcomes
    for agency in (AgencyKey.DEPARTMENT, AgencyKey.STRANGER):
        code = office.agencies[agency].code
        dossiers = Dossier.objects.filter(receiving_agency=office.agencies[agency])
        codes = sorted(str(one).removeprefix(f"{code}-")[-4:] for one in dossiers)
        assert codes == [f"{n:04d}" for n in range(1, 9)]
        numbers = DocumentNumber.objects.filter(dossier__in=dossiers)
        assert sorted(n.number for n in numbers) == list(range(1, 9))


def stands(life: Life) -> list[str]:
    """The acts the journal tells of; with each its key, its message and its task, and no more."""
    entries = list(Entry.objects.filter(dossier=life.dossier).order_by("seq"))
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    assert PerformedAct.objects.filter(dossier=life.dossier).count() == len(entries)
    assert Task.objects.filter(process__dossier=life.dossier, finished=None).count() <= 1
    subjects = Message.objects.filter(subject=life.dossier.public_id, topic="notice")
    assert subjects.count() == len({entry.seq for entry in entries if entry.act in TOLD})
    return [entry.act for entry in entries]


TOLD = {"submit", "ask_completion", "reject", "receive", "issue", "hand_over"}
