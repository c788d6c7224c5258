"""A base in which everything went by the acts themselves breaks no rule, on whatever road."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import DETOURS, Life, a_life
from tests.ways import COMPLAINTS_OVER, Amend
from workflows.dossiers.models import Dossier
from workflows.proving.proof import INVARIANTS

from .proving import found, proved

WAYS = {
    "to the end, with every detour": DETOURS,
    "not received": ("submit", "reject"),
    "withdrawn at once": ("submit", "withdraw"),
    "withdrawn while something is asked for": ("submit", "ask_completion", "withdraw"),
    "stopped after a supplement was asked for": (
        "submit", "receive", "assign", "ask_supplement", "stop",
    ),
    "supplemented, judged and apologised for": (
        "submit", "receive", "assign", "ask_supplement", "supplement", "judge", "apologise",
        "propose",
    ),
}  # fmt: skip


@pytest.mark.parametrize("acts", WAYS.values(), ids=WAYS.keys())
def test_a_life_by_its_acts_breaks_no_rule(
    office: DemoOffice, demo_pki: DemoPki, acts: tuple[str, ...]
) -> None:
    life = a_life(office)
    for act in acts:
        life.act(act)
    assert found(demo_pki) == []


@pytest.fixture
def issued(office: DemoOffice) -> Life:
    return a_life(office).through("issue")


def test_every_rule_is_held_against_something(issued: Life, demo_pki: DemoPki) -> None:
    faults, came = proved(demo_pki)
    assert faults == []
    assert set(came) == {one.code for one in INVARIANTS}
    assert all(one.rows for one in came.values())


def test_of_an_empty_base_nothing_is_proven(db: None, demo_pki: DemoPki) -> None:
    _faults, came = proved(demo_pki)
    assert {one.rows for one in came.values()} == {0}


@pytest.mark.parametrize("kind", ["amend", "replace", "revoke"])
def test_a_result_put_right_breaks_no_rule(issued: Life, demo_pki: DemoPki, kind: str) -> None:
    issued.act("correct", kind=kind)
    assert found(demo_pki) == []
    opened = Dossier.objects.get(correction=kind)
    second = Life(
        issued.office, issued.filing, issued.receiving, issued.competent, issued.citizen, opened
    )
    second.act("propose", reason="Ghi sai ngày cấp.")
    for act in ("approve", "sign", "number", "issue", "hand_over"):
        second.act(act)
    assert found(demo_pki) == []


def test_a_dossier_that_relies_on_a_result_breaks_no_rule(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    a_life(office).through("hand_over")
    a_life(office, following=True).through("hand_over")
    assert found(demo_pki) == []


@pytest.mark.parametrize("effect", ["PAUSE", "RESTART"])
def test_the_clock_may_stand_still_or_begin_anew(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend, effect: str
) -> None:
    amend(effect=effect)
    life = a_life(office).through("assign")
    life.act("ask_supplement")
    life.act("supplement")
    life.through("issue")
    assert found(demo_pki) == []


def test_a_limit_may_wait_for_its_event(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend
) -> None:
    amend(route="event_started", counted_from=COMPLAINTS_OVER)
    life = a_life(office).through("assign")
    assert found(demo_pki) == []
    life.act("record_event", on=localdate() - timedelta(days=1))
    life.through("issue")
    assert found(demo_pki) == []


def test_what_is_due_the_same_day_is_taken_up(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend
) -> None:
    amend(route="same_day", limit="same day")
    life = a_life(office).through("receive")
    assert found(demo_pki) == []
    life.act("take_up")
    life.done.append("assign")
    life.through("issue")
    assert found(demo_pki) == []


def test_a_plan_names_the_day(office: DemoOffice, demo_pki: DemoPki) -> None:
    a_life(office, "civil-servants").through("issue")
    assert found(demo_pki) == []


def test_an_agency_that_is_not_competent_passes_the_dossier_on(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.DEPARTMENT)
    life.act("submit")
    life.act("forward")
    assert found(demo_pki) == []


def test_a_draft_breaks_no_rule(office: DemoOffice, demo_pki: DemoPki) -> None:
    assert a_life(office).dossier.created_at < timezone.now()
    assert found(demo_pki) == []
