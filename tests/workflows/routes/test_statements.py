"""How many statements an act takes: so many, and as many with a thousand dossiers open."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.counting import counted
from tests.lives import DETOURS, Life, a_life
from workflows.dossiers.models import Dossier
from workflows.permissions.rules import visible
from workflows.routes.inbox import open_for
from workflows.routes.lawful import acts_for
from workflows.routes.paging import page
from workflows.routes.perform import perform
from workflows.routes.table import ACTS

from .crowd import a_crowd

# Without BEGIN, COMMIT and savepoints. A change of a number is a decision, not an accident.
STATEMENTS = {
    "submit": 29,
    "ask_completion": 24,
    "resubmit": 27,
    "reject": 25,
    "receive": 29,
    "assign": 13,
    "propose": 20,
    "send_back": 16,
    "approve": 18,
    "sign": 29,
    "number": 25,
    "issue": 38,
    "hand_over": 19,
}


@pytest.fixture(params=[1, 1000])
def life(office: DemoOffice, request: pytest.FixtureRequest) -> Life:
    """One of so many open dossiers; all others wait at the counter."""
    one = a_life(office)
    a_crowd(one.dossier, request.param - 1)
    assert Dossier.objects.count() == request.param
    return one


def statements(life: Life, act: str) -> int:
    details, by, at = life.details(act), life.who(act), timezone.now()
    with counted() as taken:
        perform(life.dossier, act, by=by, at=at, key=uuid4().hex, **details)
    return len(taken)


def test_each_act_takes_as_many_with_one_dossier_open_as_with_a_thousand(life: Life) -> None:
    walk = [(act, statements(life, act)) for act in DETOURS]
    assert walk == [(act, STATEMENTS[act]) for act in DETOURS]


def test_so_does_a_reception_refused(life: Life) -> None:
    assert statements(life.through("submit"), "reject") == STATEMENTS["reject"]


def test_no_act_goes_uncounted() -> None:
    assert STATEMENTS.keys() == ACTS.keys() == {*DETOURS, "reject"}


def test_an_inbox_and_what_is_visible_take_two_each(life: Life) -> None:
    """The posts of the account, then the rows: of the first page and of any other."""
    life.act("submit")
    lan, at = life.who("receive"), timezone.now()
    after = None
    for _page in range(2):
        with counted() as taken:
            found = page(open_for(lan, at=at), size=50, after=after, of="process__dossier__")
            for task in found.rows:
                assert task.process.dossier.status == "SUBMITTED"
                assert str(task.process.dossier.owner)
                assert task.flow_task.name == "receive"
        assert len(taken) == 2
        after = found.following
    with counted() as taken:
        assert page(visible(lan, at=at), size=50).rows
    assert len(taken) == 2


def test_what_is_lawful_now_takes_two(life: Life) -> None:
    life.act("submit")
    lan, at = life.who("receive"), timezone.now()
    whole = Dossier.objects.whole().get(pk=life.dossier.pk)
    with counted() as taken:
        assert acts_for(whole, by=lan, at=at)
    assert len(taken) == 2
