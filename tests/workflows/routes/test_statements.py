"""How many statements an act takes: so many, and as many with a thousand dossiers open."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.counting import counted
from tests.lives import Life, a_life
from tests.ways import COMPLAINTS_OVER, Amend
from workflows.dossiers.models import CompletionRequest, Dossier
from workflows.permissions.rules import visible
from workflows.routes.inbox import open_for
from workflows.routes.lawful import acts_for
from workflows.routes.paging import page
from workflows.routes.perform import perform
from workflows.routes.table import ACTS

from .crowd import a_crowd

# Without BEGIN, COMMIT and savepoints. A change of a number is a decision, not an accident.
STATEMENTS = {
    "submit": 31,
    "ask_completion": 31,
    "resubmit": 31,
    "reject": 35,
    "forward": 20,
    "receive": 36,
    "assign": 16,
    "take_up": 15,
    "record_event": 22,
    "ask_supplement": 34,
    "supplement": 39,
    "judge": 12,
    "propose": 26,
    "send_back": 19,
    "approve": 22,
    "sign": 31,
    "number": 27,
    "issue": 40,
    "hand_over": 29,
    "apologise": 22,
    "withdraw": 29,
    "stop": 32,
    "stop_for_silence": 31,
    "correct": 34,
}
# With detours at the counter and at the desk, and a mistake at its end.
EVERY_DETOUR = (
    "submit", "ask_completion", "resubmit", "receive", "assign", "ask_supplement", "supplement",
    "judge", "propose", "send_back", "propose", "approve", "sign", "number", "issue", "hand_over",
    "correct",
)  # fmt: skip


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
    walk = [(act, statements(life, act)) for act in EVERY_DETOUR]
    assert walk == [(act, STATEMENTS[act]) for act in EVERY_DETOUR]


# Acts beside the road, and what comes before each here.
BESIDE: dict[str, tuple[str, ...]] = {
    "reject": (),
    "withdraw": ("receive", "assign"),
    "apologise": ("receive", "assign"),
    "stop": ("receive", "assign"),
    "stop_for_silence": ("receive", "assign", "ask_supplement"),
}


@pytest.mark.parametrize("act", BESIDE)
def test_so_does_each_act_beside_the_road(life: Life, act: str) -> None:
    life.act("submit")
    for before in BESIDE[act]:
        life.act(before)
    if act == "stop_for_silence":
        asked = CompletionRequest.objects.filter(dossier=life.dossier)
        asked.update(asked_at=timezone.now() - timedelta(days=400))
    assert statements(life, act) == STATEMENTS[act]


def test_so_does_a_dossier_passed_on_to_whoever_decides(office: DemoOffice) -> None:
    passed = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.COMMITTEE)
    assert statements(passed.through("submit"), "forward") == STATEMENTS["forward"]


def test_so_does_an_event_recorded(office: DemoOffice, amend: Amend) -> None:
    amend(route="event_started", counted_from=COMPLAINTS_OVER)
    waiting = a_life(office).through("assign")
    assert statements(waiting, "record_event") == STATEMENTS["record_event"]


def test_so_does_a_dossier_taken_up(office: DemoOffice, amend: Amend) -> None:
    amend(route="same_day", limit="same day")
    waiting = a_life(office).through("receive")
    assert statements(waiting, "take_up") == STATEMENTS["take_up"]


def test_no_act_goes_uncounted() -> None:
    apart = {"forward", "record_event", "take_up"}
    assert STATEMENTS.keys() == ACTS.keys() == {*EVERY_DETOUR, *BESIDE, *apart}


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
