"""A day off announced late: by two persons, with its source; then open dossiers count again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import override

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from tests.people import a_post
from tests.unchanged import nothing_changes
from tests.ways import Amend
from tests.workflows.clock.makers import at
from tests.workflows.proving.proving import proved
from workflows.clock import announced
from workflows.clock.models import AnnouncedDay
from workflows.dossiers.models import CodeSequence, Dossier
from workflows.outbox.models import Message
from workflows.people.models import Account, Role
from workflows.permissions.rules import NotAllowed
from workflows.routes.errors import ClockAstray
from workflows.routes.holidays import (
    OUTLASTED,
    DayNotAnnounced,
    Recounted,
    announce,
    confirm,
    recount_open,
    take_back,
)
from workflows.routes.perform import relating
from workflows.steps.once import Performed

from .racing import race, until_it_waits

RECEIVED, NOW = at("2026-03-02T10:00"), at("2026-04-01T08:00")
FREE = date(2026, 4, 20)
LAW = "Nghị định 93/2019/NĐ-CP, điều 17"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """Due on 28 April."""
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    return life


@pytest.fixture
def tam(office: DemoOffice) -> Account:
    """Who controls procedures, and may administer."""
    return office.posts["tam"].account


@pytest.fixture
def second(office: DemoOffice) -> Account:
    return a_post(Role.ADMINISTRATOR, office.posts["tam"].unit, "Võ Thị Sen").account


def said(by: Account, **what: Any) -> AnnouncedDay:
    plain: dict[str, Any] = {
        "calendar": "national",
        "day": FREE,
        "type": "HOLIDAY",
        "name_vi": "Ngày nghỉ bổ sung",
        "name_en": "Additional day off",
        "source": "Thông báo 99/TB-BNV",
    }
    return announce(**plain | what, by=by, at=NOW)


def counted(moment: datetime = NOW) -> tuple[Recounted, ...]:
    with relating():
        return recount_open(clock=lambda: moment)


def test_a_day_counts_once_another_person_has_confirmed_it(tam: Account, second: Account) -> None:
    day = said(tam)
    assert announced.calendar("national").day(FREE).working
    confirm(day, by=second, at=NOW)
    assert not announced.calendar("national").day(FREE).working


def test_whoever_announced_it_does_not_confirm_it(tam: Account) -> None:
    day = said(tam)
    with nothing_changes(), pytest.raises(DayNotAnnounced), override("en"):
        confirm(day, by=tam, at=NOW)


def test_it_is_confirmed_once(tam: Account, second: Account) -> None:
    day = confirm(said(tam), by=second, at=NOW)
    with nothing_changes(), pytest.raises(DayNotAnnounced):
        confirm(day, by=second, at=NOW)


@pytest.mark.parametrize("lacking", ["source", "name_vi", "name_en"])
def test_a_day_without_source_or_name_is_not_announced(tam: Account, lacking: str) -> None:
    with nothing_changes(), pytest.raises(DayNotAnnounced):
        said(tam, **{lacking: "  "})


@pytest.mark.parametrize(
    "what",
    [
        {"day": date(2026, 4, 30)},
        {"day": date(2026, 4, 25)},
        {"type": "SWAP_WORKING"},
        {"type": "CARNIVAL"},
    ],
)
def test_what_the_calendar_says_already_or_cannot_say_is_not_announced(
    tam: Account, what: dict[str, Any]
) -> None:
    with nothing_changes(), pytest.raises(DayNotAnnounced):
        said(tam, **what)


def test_a_day_is_announced_once(tam: Account) -> None:
    said(tam)
    with nothing_changes(), pytest.raises(DayNotAnnounced):
        said(tam)


def test_what_was_announced_in_error_is_taken_back_and_stays_to_be_seen(
    tam: Account, second: Account
) -> None:
    wrong = take_back(said(tam, name_vi="Nhầm"), by=tam, at=NOW)
    right = confirm(said(tam), by=second, at=NOW)
    assert set(AnnouncedDay.objects.all()) == {wrong, right}
    assert not announced.calendar("national").day(FREE).working
    assert (wrong.taken_back_by, wrong.confirmed_at) == (wrong.announced_by, None)


def test_what_counts_already_is_not_taken_back(tam: Account, second: Account) -> None:
    day = confirm(said(tam), by=second, at=NOW)
    with nothing_changes(), pytest.raises(DayNotAnnounced):
        take_back(day, by=tam, at=NOW)


def test_what_was_taken_back_is_neither_confirmed_nor_taken_back_again(
    tam: Account, second: Account
) -> None:
    day = take_back(said(tam), by=second, at=NOW)
    with nothing_changes():
        for act in (confirm, take_back):
            with pytest.raises(DayNotAnnounced):
                act(day, by=second, at=NOW)


def test_nobody_but_an_administrator_announces(office: DemoOffice) -> None:
    with nothing_changes(), pytest.raises(NotAllowed):
        said(office.posts["dung"].account)


def test_nobody_but_an_administrator_takes_back(office: DemoOffice, tam: Account) -> None:
    day = said(tam)
    with nothing_changes(), pytest.raises(NotAllowed):
        take_back(day, by=office.posts["dung"].account, at=NOW)


def test_open_dossiers_get_the_later_day_and_keep_what_was_promised(
    life: Life, tam: Account, second: Account
) -> None:
    confirm(said(tam), by=second, at=NOW)
    (done,) = counted()
    assert (done.moved, done.failed) == ((life.dossier.public_id,), ())
    assert life.fresh.due_at == at("2026-04-29T17:00")
    first, last = life.fresh.due_changes.order_by("number")
    assert (first.promised, first.due_at) == (True, at("2026-04-28T17:00"))
    assert (last.cause, last.promised, last.basis) == ("holiday", False, "Thông báo 99/TB-BNV")
    assert (last.by and last.by.account) == second


def test_the_recount_is_an_act_with_its_author_and_those_concerned_are_told(
    life: Life, tam: Account, second: Account
) -> None:
    day = confirm(said(tam), by=second, at=NOW)
    counted()
    entry = life.fresh.entries.latest("seq")
    assert (entry.act, entry.actor) == ("recount", second.public_id)
    assert entry.details["announced"] == str(day.public_id)
    told = Message.objects.filter(subject=life.dossier.public_id, payload__act="recount")
    assert {one.topic for one in told} >= {"email", "notice"}


def test_counted_once_nothing_moves_again(life: Life, tam: Account, second: Account) -> None:
    confirm(said(tam), by=second, at=NOW)
    counted()
    with nothing_changes():
        assert all(not one.moved and not one.failed for one in counted())


def test_a_day_that_lies_behind_or_beyond_moves_nothing(
    life: Life, tam: Account, second: Account
) -> None:
    confirm(said(tam, day=date(2026, 6, 10)), by=second, at=NOW)
    confirm(said(tam, day=date(2026, 2, 10)), by=second, at=NOW)
    assert all(not one.moved and not one.failed for one in counted())
    assert life.fresh.due_changes.count() == 1


def test_a_saturday_worked_in_its_place_brings_no_day_earlier(
    life: Life, tam: Account, second: Account
) -> None:
    """What was promised stays promised: a swap may not make anybody late."""
    confirm(said(tam, day=date(2026, 4, 18), type="SWAP_WORKING"), by=second, at=NOW)
    counted()
    assert life.fresh.due_at == at("2026-04-28T17:00")


def test_what_has_ended_is_not_counted_again(life: Life, tam: Account, second: Account) -> None:
    life.act("withdraw", at=RECEIVED)
    confirm(said(tam), by=second, at=NOW)
    (done,) = counted()
    assert done.moved == ()


def test_what_waits_for_the_citizen_is_counted_again_on_the_ground_its_day_was_found(
    life: Life, tam: Account, second: Account
) -> None:
    life.act("ask_supplement", at=RECEIVED)
    confirm(said(tam), by=second, at=NOW)
    (done,) = counted()
    assert done.moved == (life.dossier.public_id,)
    assert life.fresh.due_at == at("2026-04-29T17:00")
    life.act("supplement", at=at("2026-04-02T09:00"))
    again: dict[str, Any] = {"legal_basis": LAW, "approved_by": str(life.superior.public_id)}
    # Asked again: the day stands that the first answer brought, and moves with the calendar.
    life.act("ask_supplement", at=at("2026-04-02T10:00"), **again)
    stood = life.fresh.due_at
    confirm(said(tam, day=date(2026, 4, 21)), by=second, at=at("2026-04-02T11:00"))
    counted(at("2026-04-02T12:00"))
    assert (stood, life.fresh.due_at) == (at("2026-06-03T17:00"), at("2026-06-04T17:00"))


def test_what_was_asked_for_when_it_was_late_already_is_counted_as_if_nobody_had_asked(
    life: Life, tam: Account, second: Account, demo_pki: DemoPki
) -> None:
    """A second supplement moved no day, so a day off does not move it by the time it took."""
    life.act("ask_supplement", at=at("2026-03-04T15:00"))
    life.act("supplement", at=at("2026-03-13T08:00"))
    assert life.fresh.due_at == at("2026-05-13T17:00")
    again: dict[str, Any] = {"legal_basis": LAW, "approved_by": str(life.superior.public_id)}
    life.act("ask_supplement", at=at("2026-05-18T08:00"), **again)
    life.act("supplement", at=at("2026-05-20T08:00"))
    told = at("2026-05-21T08:00")
    confirm(said(tam, day=date(2026, 5, 12)), by=second, at=told)
    counted(told)
    assert life.fresh.due_at == at("2026-05-14T17:00")
    faults, _counts = proved(demo_pki)
    assert not faults


def test_a_day_that_was_named_does_not_stay_on_a_day_off_while_the_citizen_answers(
    life: Life, tam: Account, second: Account
) -> None:
    life.act("apologise", at=at("2026-03-03T08:00"), due_on=date(2026, 5, 15))
    life.act("ask_supplement", at=at("2026-03-03T09:00"))
    confirm(said(tam, day=date(2026, 5, 15)), by=second, at=NOW)
    counted()
    assert life.fresh.due_at == at("2026-05-18T17:00")


def test_what_an_apology_promised_stays_unless_its_own_day_is_free(
    life: Life, tam: Account, second: Account
) -> None:
    life.act("apologise", at=NOW, due_on=date(2026, 5, 15))
    confirm(said(tam), by=second, at=NOW)
    counted()
    assert life.fresh.due_at == at("2026-05-15T17:00")
    confirm(said(tam, day=date(2026, 5, 15)), by=second, at=NOW)
    counted()
    assert life.fresh.due_at == at("2026-05-18T17:00")


def test_one_dossier_s_trouble_does_not_stop_the_others_and_is_tried_again(
    life: Life, tam: Account, second: Account, caplog: pytest.LogCaptureFixture
) -> None:
    other = a_life(life.office)
    for act in ("submit", "receive", "assign"):
        other.act(act, at=RECEIVED)
    broken = Dossier.objects.filter(pk=life.dossier.pk)
    true_hash = life.fresh.bundle_hash
    broken.update(bundle_hash="0" * 64)
    confirm(said(tam), by=second, at=NOW)
    (done,) = counted()
    assert (done.moved, done.failed) == ((other.dossier.public_id,), (life.dossier.public_id,))
    assert str(life.dossier.public_id) in caplog.text
    broken.update(bundle_hash=true_hash)
    (again,) = counted()
    assert (again.moved, again.failed) == ((life.dossier.public_id,), ())


@pytest.mark.parametrize(
    ("planned", "due", "moves"),
    [
        pytest.param(date(2026, 5, 31), "2026-05-31T17:00", False, id="a Sunday from the start"),
        pytest.param(FREE, "2026-04-21T17:00", True, id="a day off since"),
    ],
)
def test_a_planned_day_moves_only_where_it_has_become_a_day_off_since(
    office: DemoOffice,
    amend: Amend,
    tam: Account,
    second: Account,
    demo_pki: DemoPki,
    planned: date,
    due: str,
    moves: bool,
) -> None:
    """No count led to the day of a plan, so nothing is rolled forward."""
    amend(limit="by plan")
    life = a_life(office)
    life.act("submit", at=RECEIVED)
    life.act("receive", at=RECEIVED, due_on=planned)
    confirm(said(tam), by=second, at=NOW)
    assert [one.moved for one in counted()] == [(life.dossier.public_id,) if moves else ()]
    assert life.fresh.due_at == at(due)
    assert proved(demo_pki, "I10")[0] == []


def test_where_the_clock_is_wrong_nothing_is_counted(
    life: Life, tam: Account, second: Account
) -> None:
    confirm(said(tam), by=second, at=NOW)
    behind = timezone.now() - timedelta(days=3)
    with nothing_changes(), pytest.raises(ClockAstray):
        recount_open(clock=lambda: behind)


@pytest.mark.django_db(transaction=True)
def test_an_act_that_read_the_calendar_before_and_ends_after_the_first_look_is_counted_again(
    office: DemoOffice, tam: Account, second: Account
) -> None:
    """It has counted by the old calendar, and stands once the open dossiers have been listed."""
    earlier, late = a_life(office).through("receive"), a_life(office).through("submit")
    on = localdate(earlier.due)
    day, counter = said(tam, day=on), earlier.fresh.counter_agency

    def first_look() -> tuple[Recounted, ...]:
        confirm(day, by=second, at=timezone.now())
        return recount_open(clock=timezone.now)

    with transaction.atomic():
        # The code is given when the day has been counted.
        CodeSequence.objects.select_for_update().get(agency=counter, last__gt=0)
        receives = until_it_waits(lambda: late.act("receive"))
        (looked,) = race(first_look)
    assert isinstance(receives.result(), Performed)
    assert isinstance(looked, tuple), looked
    assert [one.moved for one in looked] == [(earlier.dossier.public_id,)]
    assert localdate(late.due) == on
    assert [one.moved for one in recount_open(clock=timezone.now)] == [(late.dossier.public_id,)]
    assert localdate(late.due) > on


@pytest.mark.django_db(transaction=True)
def test_a_day_is_looked_at_until_no_act_can_have_begun_before_it(
    life: Life, tam: Account, second: Account
) -> None:
    day = confirm(said(tam), by=second, at=NOW)
    assert counted(NOW + OUTLASTED)[0].moved == (life.dossier.public_id,)
    day.refresh_from_db()
    assert day.recounted_at is None
    after = NOW + OUTLASTED + timedelta(seconds=1)
    assert [(one.moved, one.failed) for one in counted(after)] == [((), ())]
    day.refresh_from_db()
    assert day.recounted_at == after
    with nothing_changes():
        assert counted(after) == ()


def test_what_a_later_day_moves_is_not_told_of_an_earlier_one_that_is_still_looked_at(
    life: Life, tam: Account, second: Account
) -> None:
    first = confirm(said(tam), by=second, at=NOW)
    counted()
    then = NOW + timedelta(seconds=30)
    later = confirm(said(tam, day=date(2026, 4, 21)), by=second, at=then)
    counted(then)
    told = life.fresh.entries.filter(act="recount").order_by("seq")
    assert [one.details["announced"] for one in told] == [
        str(first.public_id),
        str(later.public_id),
    ]
