"""A due date that does not follow is named, however well it hides: in itself, or by the facts."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from tests.ways import COMPLAINTS_OVER, Amend
from tests.workflows.journal.intruder import tamper
from workflows.clock import announced
from workflows.clock.deadline import Limit, due
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import ClockSegment, DueChange
from workflows.dossiers.pinned import procedure_of
from workflows.people.models import Post, Role
from workflows.routes import holidays
from workflows.routes.perform import perform, relating

from .intruder import drop, put, undone
from .proving import found

WEEK = timedelta(days=7)


@pytest.fixture
def received(office: DemoOffice) -> Life:
    return a_life(office).through("receive")


def last(life: Life) -> DueChange:
    change = life.fresh.due_changes.last()
    assert change is not None
    return change


def i10(pki: DemoPki) -> list[str]:
    return [one.partition(": ")[2] for one in found(pki, "I10")]


def set_everywhere(life: Life, due_at: datetime, derivation: list[dict[str, Any]]) -> None:
    """Wherever a due date stands, in the dossier, its history and the journal, it is this one."""
    told = {"due": due_at, "derivation": json.dumps(derivation)}
    put(last(life), "due_at = %(due)s, derivation = %(derivation)s", **told)
    put(
        life.fresh,
        "due_at = %(due)s, original_due_at = %(due)s, derivation = %(derivation)s",
        **told,
    )
    tamper(
        f"UPDATE journal_entry SET due = '{localdate(due_at)}'"  # noqa: S608
        " WHERE dossier_id = %(pk)s AND act = 'receive'",
        pk=life.dossier.pk,
    )


def test_a_date_moved_by_itself_does_not_follow_from_its_derivation(
    received: Life, demo_pki: DemoPki
) -> None:
    set_everywhere(received, received.due + WEEK, last(received).derivation)
    told = i10(demo_pki)
    assert "Due date 1 does not follow from its derivation." in told
    assert "Due date 1 does not follow from the facts of the dossier." in told


def test_a_date_that_is_right_in_itself_but_of_another_reception_is_named(
    received: Life, demo_pki: DemoPki
) -> None:
    """Derived by our own clock, from a week later; in the journal, too."""
    dossier = received.fresh
    assert dossier.received_at is not None
    limit = Limit.parse(procedure_of(dossier).channel(dossier.channel).limit)
    other = due(dossier.received_at + WEEK, limit, announced.calendar("national"))
    set_everywhere(received, other.at, other.derivation_json())
    assert i10(demo_pki) == ["Due date 1 does not follow from the facts of the dossier."]


def test_a_date_of_another_limit_is_named(received: Life, demo_pki: DemoPki) -> None:
    dossier = received.fresh
    assert dossier.received_at is not None
    other = due(dossier.received_at, Limit.parse("3 working days"), announced.calendar("national"))
    set_everywhere(received, other.at, other.derivation_json())
    assert i10(demo_pki) == ["Due date 1 does not follow from the facts of the dossier."]


def test_a_date_that_the_dossier_alone_bears_is_named(received: Life, demo_pki: DemoPki) -> None:
    put(received.fresh, "due_at = due_at + interval '7 days'")
    assert i10(demo_pki) == ["The dossier is due at another moment than its last due date."]


def test_a_derivation_that_contradicts_itself_is_named(received: Life, demo_pki: DemoPki) -> None:
    put(last(received), "derivation = '[]'")
    assert "The derivation of due date 1 contradicts itself." in i10(demo_pki)


def test_the_journal_must_tell_the_same_day(received: Life, demo_pki: DemoPki) -> None:
    tamper("UPDATE journal_entry SET due = '2020-01-01' WHERE act = 'receive'")
    assert "The journal tells another day than due date 1." in i10(demo_pki)


def test_a_history_with_a_gap_an_extra_or_a_step_back_is_named(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    life = a_life(office).through("receive")
    life.act("apologise")
    assert i10(demo_pki) == []
    with undone():
        drop(life.fresh.due_changes.get(cause="apology"))
        assert "Entry 3 set a due date that is missing." in i10(demo_pki)
    with undone():
        tamper("UPDATE journal_entry SET act = 'forward' WHERE act = 'apologise'")
        assert "Due date 2 was set by no act." in i10(demo_pki)
    with undone():
        put(last(life), "due_at = due_at - interval '60 days'")
        assert "Due date 2 is earlier than the one before." in i10(demo_pki)


def test_a_stretch_of_the_clock_that_was_made_shorter_is_named(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend
) -> None:
    """As if the agency had not used the days before it asked for anything."""
    amend(effect="PAUSE", limit="10 working days")
    life = a_life(office)
    with relating():
        then(life, 20, "submit", "receive", "assign")
        then(life, 17, "ask_supplement")
        then(life, 5, "supplement")
    assert last(life).cause == "supplement"
    assert i10(demo_pki) == []
    running = ClockSegment.objects.filter(cause="running").earliest("started_at")
    put(running, "started_at = ended_at - interval '1 hour'")
    assert i10(demo_pki) == ["Due date 2 does not follow from the facts of the dossier."]


@pytest.mark.parametrize("limit", ["10 working days", "15 calendar days", "60 working hours"])
@pytest.mark.parametrize("effect", ["PAUSE", "RESTART"])
def test_whatever_the_limit_counts_and_the_procedure_says_of_waiting_both_clocks_agree(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend, limit: str, effect: str
) -> None:
    amend(effect=effect, limit=limit)
    life = a_life(office)
    with relating():
        then(life, 20, "submit", "receive", "assign")
        then(life, 17, "ask_supplement")
        then(life, 6, "supplement")
    a_day_off_before(life)
    assert i10(demo_pki) == []
    assert [one.cause for one in life.fresh.due_changes.all()] == [
        "received",
        "supplement",
        "holiday",
    ]


def then(life: Life, days_ago: int, *acts: str) -> None:
    """The acts so many days ago, in the morning, each a minute after the other."""
    day = timezone.localtime(timezone.now()) - timedelta(days=days_ago)
    for minute, act in enumerate(acts):
        at = day.replace(hour=9, minute=minute)
        details = life.details(act)
        perform(life.dossier, act, by=life.who(act), at=at, key=uuid4().hex, **details)


def test_an_event_of_another_day_is_named(
    office: DemoOffice, demo_pki: DemoPki, amend: Amend
) -> None:
    amend(route="event_started", counted_from=COMPLAINTS_OVER)
    life = a_life(office).through("assign")
    life.act("record_event")
    assert i10(demo_pki) == []
    put(life.fresh, "event_on = event_on + 5")
    assert "Due date 2 does not follow from the facts of the dossier." in i10(demo_pki)


def test_days_off_announced_late_move_the_date_and_are_proven(
    received: Life, demo_pki: DemoPki, office: DemoOffice
) -> None:
    a_day_off_before(received)
    assert last(received).cause == "holiday"
    assert i10(demo_pki) == []
    put(AnnouncedDay.objects.get(), "type = 'SWAP_WORKING'")
    # Announced otherwise since then: what is left to go by are the steps, which still agree.
    assert i10(demo_pki) == []
    put(last(received), "due_at = due_at + interval '7 days'")
    assert "Due date 2 does not follow from its derivation." in i10(demo_pki)


def a_day_off_before(life: Life) -> None:
    """Announced by one administrator, confirmed by another, and counted."""
    first, second = (an_administrator(life, login) for login in ("lan", "dung"))
    day = localdate(life.due)
    while not announced.calendar("national").day(day).working:
        day -= timedelta(days=1)
    told = holidays.announce(
        calendar="national",
        day=day,
        type="HOLIDAY",
        name_vi="Ngày nghỉ đột xuất",
        name_en="A sudden day off",
        source="Quyết định 1/QĐ-TTg",
        by=first.account,
        at=timezone.now(),
    )
    holidays.confirm(told, by=second.account, at=timezone.now())
    holidays.recount_open(clock=timezone.now)


def an_administrator(life: Life, login: str) -> Post:
    """A second post of somebody in office."""
    post = life.office.posts[login]
    return Post.objects.create(
        account=post.account,
        unit=post.unit,
        role=Role.ADMINISTRATOR,
        title_vi="Quản trị",
        title_en="Administrator",
        valid_from=post.valid_from,
    )


def test_a_dossier_whose_revision_is_not_to_be_had_is_named_and_hides_no_other(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    lost, other = (a_life(office).through("receive") for _ in range(2))
    put(lost.fresh, "procedure_revision = '2020-01-01'")
    put(last(other), "due_at = due_at + interval '7 days'")
    told = found(demo_pki, "I10")
    lost_told = [one for one in told if str(lost.dossier.public_id) in one]
    assert [one.partition(": ")[2] for one in lost_told] == [
        "The facts do not suffice to find the due dates again."
    ]
    assert [one for one in told if str(other.dossier.public_id) in one]
