"""A new version of a route leaves running dossiers on theirs."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes
from workflows.dossiers.models import Dossier
from workflows.dossiers.status import Status
from workflows.routes.errors import NotThisWay
from workflows.routes.lawful import acts_for
from workflows.routes.models import Run, Task
from workflows.routes.standard import Standard, StandardWithSupplement
from workflows.routes.table import ROUTES


@pytest.fixture
def older(office: DemoOffice) -> Life:
    """It set out before there was a way with supplements, and is being assessed."""
    life = a_life(office).until("propose")
    Run.objects.filter(dossier=life.dossier).update(flow_class=Standard)
    waiting = Task.objects.filter(process__dossier=life.dossier, finished=None)
    waiting.update(flow_task=Standard.assess)
    return life


def test_what_sets_out_now_takes_the_newest_way(office: DemoOffice) -> None:
    life = a_life(office).through("submit")
    assert Run.objects.get(dossier=life.dossier).flow_class is StandardWithSupplement
    assert ROUTES["standard"] is StandardWithSupplement


def test_an_older_dossier_ends_on_the_way_it_set_out_on(older: Life) -> None:
    older.through("hand_over")
    assert older.fresh.status == Status.RETURNED
    assert Run.objects.get(dossier=older.dossier).flow_class is Standard


def test_what_only_a_newer_way_knows_is_refused_in_a_sentence(older: Life) -> None:
    with nothing_changes(), pytest.raises(NotThisWay) as told, override("en"):
        older.act("ask_supplement")
    with override("en"):
        said = str(told.value)
    assert said.startswith("The way of this dossier through the office")
    whole = Dossier.objects.whole().get(pk=older.dossier.pk)
    offered = acts_for(whole, by=older.who("ask_supplement"), at=timezone.now())
    with override("en"):
        (choice,) = (one for one in offered if one.act == "ask_supplement")
    assert not choice.allowed


@pytest.mark.parametrize("act", ["withdraw", "stop", "apologise"])
def test_what_stands_beside_every_way_is_open_on_an_older_one(older: Life, act: str) -> None:
    older.act(act)
    assert older.fresh.entries.latest("seq").act == act
