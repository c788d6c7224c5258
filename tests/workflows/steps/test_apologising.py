"""Lateness announced (T22): one apology, in time, with a reason and one new day of return."""

from __future__ import annotations

from datetime import date

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.people import a_post
from tests.unchanged import nothing_changes, refusal
from tests.ways import COMPLAINTS_OVER, Amend
from tests.workflows.clock.makers import at
from tests.workflows.documents.reading import words
from workflows.dossiers.models import Paper
from workflows.files import store
from workflows.people.models import Role
from workflows.routes.errors import NotOpen
from workflows.routes.holidays import announce, confirm, recount_open
from workflows.routes.perform import relating
from workflows.steps.refusals import (
    AlreadyApologised,
    NoDayYet,
    NoEarlierDay,
    ReasonNeeded,
    TooLateToApologise,
)

RECEIVED = at("2026-03-02T10:00")
# Forty working days later.
DUE_ON, NEW = date(2026, 4, 28), date(2026, 5, 15)


@pytest.fixture
def life(office: DemoOffice) -> Life:
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    return life


def test_the_day_of_return_moves_with_the_reason_and_the_new_day_in_writing(life: Life) -> None:
    before = life.fresh
    done = life.act("apologise", at=at("2026-04-20"), due_on=NEW)
    dossier = life.fresh
    assert (dossier.due_at, dossier.original_due_at) == (at("2026-05-15T17:00"), before.due_at)
    assert dossier.status == before.status
    slip = dossier.papers.get(kind=Paper.Kind.FORM_04)
    assert done.digest == slip.file.digest
    last = dossier.due_changes.last()
    assert last is not None
    assert (last.cause, last.promised, last.by) == ("apology", True, life.office.posts["dung"])


def test_where_no_day_was_promised_yet_there_is_none_to_move(
    office: DemoOffice, amend: Amend
) -> None:
    amend(route="event_started", limit="15 working days", counted_from=COMPLAINTS_OVER)
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    refusal(life, "apologise", NoDayYet, at=at("2026-03-03"), due_on=NEW)


def test_it_moves_once_and_a_second_lateness_makes_no_second_form(life: Life) -> None:
    life.act("apologise", at=at("2026-04-20"), due_on=NEW)
    said = refusal(
        life, "apologise", AlreadyApologised, at=at("2026-05-04"), due_on=date(2026, 6, 1)
    )
    assert said.startswith("The day of return was moved once already, by Bùi Văn Dũng at ")
    assert life.fresh.papers.filter(kind=Paper.Kind.FORM_04).count() == 1


def test_a_day_before_it_ends_is_the_last_day_for_an_apology(life: Life) -> None:
    assert life.due.date() == DUE_ON
    said = refusal(life, "apologise", TooLateToApologise, at=at("2026-04-28T00:01"), due_on=NEW)
    assert "27" in said
    life.act("apologise", at=at("2026-04-27T23:59"), due_on=NEW)


@pytest.mark.parametrize("day", [DUE_ON, date(2026, 4, 1)])
def test_the_new_day_is_later_than_the_old_one(life: Life, day: date) -> None:
    refusal(life, "apologise", NoEarlierDay, at=at("2026-04-20"), due_on=day)


def test_a_new_day_that_is_a_day_off_leads_to_the_next_working_day(life: Life) -> None:
    life.act("apologise", at=at("2026-04-20"), due_on=date(2026, 5, 16))
    assert life.fresh.due_at == at("2026-05-18T17:00")


def test_an_apology_says_why(life: Life) -> None:
    refusal(life, "apologise", ReasonNeeded, at=at("2026-04-20"), due_on=NEW, reason="  ")


def test_while_the_citizen_answers_the_agency_has_no_lateness_to_announce(life: Life) -> None:
    life.act("ask_supplement", at=at("2026-03-03"))
    with nothing_changes(), pytest.raises(NotOpen):
        life.act("apologise", at=at("2026-03-05"), due_on=NEW)


def test_what_is_signed_and_not_yet_issued_may_still_need_an_apology(office: DemoOffice) -> None:
    life = a_life(office).until("number")
    life.act("apologise")
    assert life.fresh.due_changes.count() == 2


def test_the_form_names_the_day_that_was_last_put_on_paper(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A day off announced late moves the day, and no paper."""
    tam = life.office.posts["tam"]
    second = a_post(Role.ADMINISTRATOR, tam.unit, "Võ Thị Sen").account
    day = announce(
        calendar="national",
        day=date(2026, 4, 20),
        type="HOLIDAY",
        name_vi="Ngày nghỉ bổ sung",
        name_en="Additional day off",
        source="Thông báo 99/TB-BNV",
        by=tam.account,
        at=RECEIVED,
    )
    confirm(day, by=second, at=RECEIVED)
    with relating():
        recount_open(clock=lambda: RECEIVED)
    assert life.due == at("2026-04-29T17:00")
    done = life.act("apologise", at=at("2026-04-20"), due_on=NEW)
    assert done.digest is not None
    assert "28/04/2026" in words(store.read(done.digest))
