"""Other beginnings: received for another agency, counted from an event, due on the same day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes, refusal
from tests.ways import COMPLAINTS_OVER, Amend
from tests.workflows.clock.makers import NATIONAL, at
from workflows.clock.deadline import Limit, due
from workflows.dossiers.models import ClockSegment, Paper
from workflows.people.models import Unit
from workflows.permissions.rules import NotAllowed, visible
from workflows.routes.errors import NotOpen
from workflows.steps.refusals import DecidedHere, NotYet

RECEIVED = at("2026-03-02T10:00")
LIMIT = "15 working days"


@pytest.fixture
def elsewhere(office: DemoOffice) -> Life:
    """Filed where the citizen lives; another agency decides."""
    return a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.DEPARTMENT).until(
        "receive"
    )


def test_what_another_agency_decides_is_passed_on_and_starts_no_clock(elsewhere: Life) -> None:
    before = elsewhere.fresh
    elsewhere.act("forward")
    dossier = elsewhere.fresh
    assert (dossier.status, dossier.code, dossier.due_at) == (before.status, None, None)
    assert dossier.counter_agency == dossier.competent_agency != dossier.receiving_agency
    assert not ClockSegment.objects.exists()


def test_its_clock_starts_where_it_is_decided(elsewhere: Life, office: DemoOffice) -> None:
    elsewhere.act("forward", at=RECEIVED)
    lan, later = office.posts["lan"].account, RECEIVED + timedelta(days=1)
    elsewhere.act("receive", by=lan, at=later)
    dossier = elsewhere.fresh
    assert dossier.code is not None
    assert dossier.code.startswith("H99.01-")
    limit = Limit.parse("40 working days")
    assert dossier.due_at == due(later, limit, NATIONAL).at


def test_where_it_was_filed_it_stays_in_sight_and_is_handed_over(
    elsewhere: Life, office: DemoOffice
) -> None:
    elsewhere.act("forward")
    counter = office.posts["xa-lan"].account
    assert elsewhere.dossier in visible(counter, at=timezone.now())
    with nothing_changes(refused=1), pytest.raises(NotAllowed):
        elsewhere.act("receive", by=counter)


def test_while_it_is_on_its_way_its_holder_is_told_apart(elsewhere: Life) -> None:
    held = elsewhere.fresh.holdings.get(until=None)
    assert (held.step, held.party) == ("receive", "third")
    elsewhere.act("forward")
    held = elsewhere.fresh.holdings.get(until=None)
    assert (held.step, held.party) == ("receive", "agency")


def test_what_is_decided_here_is_passed_on_to_nobody(office: DemoOffice) -> None:
    refusal(a_life(office).until("receive"), "forward", DecidedHere)


@pytest.fixture
def waiting(office: DemoOffice, amend: Amend) -> Life:
    """A dissolution: the limit counts from the end of the time for complaints."""
    amend(route="event_started", limit=LIMIT, counted_from=COMPLAINTS_OVER)
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    return life


def test_until_the_event_has_come_to_pass_nothing_is_due(waiting: Life) -> None:
    dossier = waiting.fresh
    assert (dossier.due_at, dossier.derivation) == (None, None)
    assert dossier.clock_segments.get().cause == ClockSegment.Cause.EVENT
    assert dossier.papers.filter(kind=Paper.Kind.FORM_01).exists()
    with nothing_changes(), pytest.raises(NotOpen):
        waiting.act("propose")


def test_from_the_event_on_the_limit_counts(waiting: Life) -> None:
    waiting.act(
        "record_event", at=at("2026-03-20"), on=date(2026, 3, 18), note="Không có khiếu nại."
    )
    dossier = waiting.fresh
    assert dossier.due_at == due(at("2026-03-18"), Limit.parse(LIMIT), NATIONAL).at
    assert dossier.event_on == date(2026, 3, 18)
    causes = dossier.due_changes.order_by("number").values_list("cause", flat=True)
    assert list(causes) == ["waiting", "event"]


def test_an_event_before_reception_counts_from_reception(waiting: Life) -> None:
    waiting.act("record_event", at=at("2026-03-20"), on=date(2026, 2, 10))
    assert waiting.fresh.due_at == due(RECEIVED, Limit.parse(LIMIT), NATIONAL).at


@pytest.mark.parametrize("days", [0, 1], ids=["today", "tomorrow"])
def test_until_the_day_of_the_event_is_over_somebody_may_complain(waiting: Life, days: int) -> None:
    day = localdate(RECEIVED) + timedelta(days=days)
    refusal(waiting, "record_event", NotYet, at=RECEIVED, on=day)


def test_who_waits_for_an_event_may_withdraw_all_the_same(waiting: Life) -> None:
    waiting.act("withdraw")
    assert waiting.fresh.ended_at is not None


@pytest.mark.parametrize(
    ("received", "due_at"),
    [
        (at("2026-03-02T10:00"), at("2026-03-02T17:00")),
        (at("2026-03-02T15:00"), at("2026-03-02T17:00")),
        (at("2026-03-02T15:01"), at("2026-03-03T17:00")),
        (at("2026-03-06T15:01"), at("2026-03-09T17:00")),
        (at("2026-03-07T09:00"), at("2026-03-09T17:00")),
    ],
)
def test_what_is_due_the_same_day_is_due_the_next_one_after_fifteen_hundred(
    office: DemoOffice, amend: Amend, received: datetime, due_at: datetime
) -> None:
    amend(route="same_day", limit="same day")
    life = a_life(office)
    life.act("submit", at=received)
    life.act("receive", at=received)
    assert life.fresh.due_at == due_at


def test_what_is_due_the_same_day_is_taken_up_by_a_handler_unnamed(
    office: DemoOffice, amend: Amend
) -> None:
    amend(route="same_day", limit="same day")
    life = a_life(office).through("receive")
    assert life.fresh.holdings.get(until=None).step == "take_up"
    life.act("take_up")
    assert life.fresh.handler == office.posts["hanh"]
    for act in ("propose", "approve", "sign", "number", "issue", "hand_over"):
        life.act(act)
    assert life.fresh.ended_at is not None


def test_the_counter_of_the_committee_receives_for_itself(office: DemoOffice) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=AgencyKey.COMMITTEE)
    life.through("submit").act("forward")
    counter = office.posts["lan"]
    Unit.objects.filter(pk=counter.unit_id).update(agency=office.agencies[AgencyKey.COMMITTEE])
    life.act("receive", by=counter.account)
    assert life.fresh.code is not None
