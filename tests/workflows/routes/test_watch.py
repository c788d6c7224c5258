"""The daily look at the clock: each is told once, in time, and nothing is late by an error."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.counting import counted
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes
from tests.ways import COMPLAINTS_OVER, Amend
from tests.workflows.clock.makers import at
from workflows.dossiers.models import Alert, Dossier
from workflows.outbox.models import Message
from workflows.routes.concerned import officers_of
from workflows.routes.errors import ClockAstray
from workflows.routes.perform import relating
from workflows.routes.watch import Watched, watch

RECEIVED = at("2026-03-02T10:00")
# Due on Tuesday, 28 April; Monday is a public holiday.
DUE = at("2026-04-28T17:00")


@pytest.fixture
def life(office: DemoOffice) -> Life:
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    assert life.due == DUE
    return life


def looked(moment: datetime) -> Watched:
    with relating():
        return watch(clock=lambda: moment)


def told() -> list[str]:
    return [alert.kind for alert in Alert.objects.order_by("at", "pk")]


def test_who_has_time_is_left_alone(life: Life) -> None:
    assert looked(at("2026-04-22T17:00")) == Watched(told=0, failed=())


def test_two_working_days_before_the_office_is_warned_and_only_once(life: Life) -> None:
    assert looked(at("2026-04-23T08:00")) == Watched(told=1, failed=())
    with nothing_changes():
        assert looked(at("2026-04-28T16:00")) == Watched(told=0, failed=())
    assert told() == ["warning"]
    message = Message.objects.get(topic="office")
    assert (message.subject, message.payload["act"]) == (life.dossier.public_id, "warning")


def test_whoever_holds_it_is_warned_beside_whoever_handles_it(life: Life) -> None:
    life.act("propose", at=RECEIVED)
    looked(at("2026-04-23T08:00"))
    message = Message.objects.get(topic="office")
    named = officers_of(message.subject, message.payload["act"], at=message.created_at)
    assert {life.who(act).public_id for act in ("propose", "approve", "assign")} == set(named)


def test_how_early_is_the_site_s_to_say(life: Life, settings: LazySettings) -> None:
    settings.WARN_DAYS = 10
    assert looked(at("2026-04-14T08:00")).told == 1


def test_after_the_day_it_is_late_and_that_is_told_once(life: Life) -> None:
    assert looked(DUE).told == 1
    looked(DUE + timedelta(seconds=1))
    looked(DUE + timedelta(days=30))
    assert told() == ["warning", "late"]


def test_late_after_an_apology_goes_to_whoever_is_above(life: Life) -> None:
    life.act("apologise", at=at("2026-04-20"), due_on=at("2026-05-15").date())
    looked(DUE + timedelta(days=1))
    assert told() == []
    looked(at("2026-05-15T17:01"))
    assert told() == ["escalated"]


def test_a_new_day_is_warned_of_anew(life: Life) -> None:
    looked(at("2026-04-24T08:00"))
    life.act("apologise", at=at("2026-04-24T09:00"), due_on=at("2026-05-15").date())
    looked(at("2026-05-14T08:00"))
    assert told() == ["warning", "warning"]


def test_while_the_citizen_answers_nobody_is_late(life: Life) -> None:
    life.act("ask_supplement", at=at("2026-03-04T10:00"))
    looked(at("2026-05-01T08:00"))
    assert told() == []


def test_who_does_not_answer_for_long_is_told_of_and_ended_by_nobody(life: Life) -> None:
    life.act("ask_supplement", at=at("2026-03-04T10:00"))
    looked(at("2026-06-01T08:00"))
    assert told() == ["silent"]
    assert life.fresh.ended_at is None


def test_the_head_is_told_as_well_who_leaves_it_unanswered_before_reception(
    office: DemoOffice,
) -> None:
    """For nobody handles it yet, and the head alone may stop it."""
    life = a_life(office)
    for act in ("submit", "ask_completion"):
        life.act(act, at=RECEIVED)
    looked(at("2026-04-30T08:00"))
    assert told() == []
    looked(at("2026-06-01T08:00"))
    assert told() == ["silent"]
    message = Message.objects.get(topic="office")
    named = officers_of(message.subject, message.payload["act"], at=message.created_at)
    assert life.who("stop").public_id in named
    life.act("stop", at=at("2026-06-01T09:00"))
    assert life.fresh.ended_at is not None


def test_what_waits_for_an_event_is_not_late(office: DemoOffice, amend: Amend) -> None:
    amend(route="event_started", limit="15 working days", counted_from=COMPLAINTS_OVER)
    life = a_life(office)
    for act in ("submit", "receive"):
        life.act(act, at=RECEIVED)
    looked(at("2026-11-01"))
    assert told() == []


def test_what_has_ended_is_not_late(life: Life) -> None:
    life.act("withdraw", at=RECEIVED)
    looked(DUE + timedelta(days=1))
    assert told() == []


def test_one_dossier_s_trouble_does_not_stop_the_others(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    other = a_life(life.office)
    for act in ("submit", "receive", "assign"):
        other.act(act, at=RECEIVED)
    life.act("ask_supplement", at=RECEIVED)
    # What no act could do: the request is gone, and with it the day it was asked.
    life.fresh.completion_requests.all().update(answered_at=RECEIVED)
    seen = looked(DUE + timedelta(days=90))
    assert (seen.told, seen.failed) == (1, (life.dossier.public_id,))
    assert Alert.objects.get().dossier == other.dossier
    assert str(life.dossier.public_id) in caplog.text


def test_a_look_takes_as_many_statements_for_many_as_for_one(life: Life) -> None:
    """Of what is late, told of already, or waited for."""
    life.act("apologise", at=RECEIVED)
    with counted() as alone:
        assert looked(DUE + timedelta(days=30)).told == 1
    others = [a_life(life.office) for _number in range(4)]
    for number, other in enumerate(others):
        for act in ("submit", "receive", "assign", *(["ask_supplement"] if number % 2 else [])):
            other.act(act, at=RECEIVED)
    looked(DUE + timedelta(days=90))
    with counted() as together:
        assert looked(DUE + timedelta(days=91)) == Watched(told=0, failed=())
    assert Alert.objects.count() == 1 + len(others)
    # Alone, the row of the alert and its news were written.
    assert len(together) == len(alone) - 3


def test_a_machine_whose_clock_is_wrong_makes_nothing_late(life: Life) -> None:
    ahead = timezone.now() + timedelta(days=30)
    with nothing_changes(), pytest.raises(ClockAstray):
        watch(clock=lambda: ahead)


def test_lateness_is_nowhere_written_down(life: Life) -> None:
    before = Dossier.objects.filter(pk=life.dossier.pk).values().get()
    looked(DUE + timedelta(days=1))
    assert Dossier.objects.filter(pk=life.dossier.pk).values().get() == before
