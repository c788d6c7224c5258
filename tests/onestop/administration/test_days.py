"""Days off at the administrator's door: announced with a source, confirmed by somebody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.markup import of_class, words
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import Visit
from tests.people import a_post
from tests.unchanged import nothing_changes
from workflows.clock import announced
from workflows.clock.days import Calendar
from workflows.clock.models import AnnouncedDay
from workflows.people.models import Account, Role
from workflows.routes.holidays import recount_open

# A working day to come, before anything that is received today is due.
SOON = [timezone.localdate() + timedelta(days=n) for n in range(7, 28)]
FREE = next(day for day in SOON if Calendar.load("national").day(day).working)
SAID: dict[str, Any] = {
    "day": f"{FREE:%d/%m/%Y}",
    "type": "HOLIDAY",
    "name_vi": "Ngày nghỉ bổ sung",
    "name_en": "Additional day off",
    "source": "Thông báo 99/TB-BNV ngày 26/11/2026",
}


@pytest.fixture
def tam(office: DemoOffice) -> Account:
    return office.posts["tam"].account


@pytest.fixture
def sen(office: DemoOffice) -> Account:
    return a_post(Role.ADMINISTRATOR, office.posts["tam"].unit, "Võ Thị Sen").account


def before(client: Client, account: Account) -> Visit:
    as_officer(client, account)
    visit = Visit(client)
    visit.go(reverse("administration:days", query={"nam": str(FREE.year)}))
    return visit


def form_of(visit: Visit) -> int:
    """Which form of the page announces: the last."""
    (main,) = visit.page.iter("main")
    return len(list(main.iter("form"))) - 1


def test_the_days_of_the_year_stand_there_with_their_source(client: Client, tam: Account) -> None:
    as_officer(client, tam)
    visit = Visit(client)
    visit.go(reverse("administration:days", query={"nam": "2026"}))
    (main,) = visit.page.iter("main")
    assert "24/11/2026" in words(main)
    assert "Nghị quyết 28/2026/QH16" in words(main)


def test_one_announces_and_another_confirms(client: Client, tam: Account, sen: Account) -> None:
    visit = before(client, tam)
    visit.send(nth=form_of(visit), **SAID)
    assert AnnouncedDay.objects.get().day == FREE
    assert announced.calendar("national").day(FREE).working
    (main,) = visit.page.iter("main")
    assert reverse("administration:confirm", args=[AnnouncedDay.objects.get().public_id]) not in {
        form.get("action") for form in main.iter("form")
    }
    before(client, sen).send(nth=0)
    assert not announced.calendar("national").day(FREE).working


def test_a_slip_of_the_pen_is_taken_back_and_the_day_announced_anew(
    client: Client, tam: Account
) -> None:
    visit = before(client, tam)
    visit.send(nth=form_of(visit), **SAID)
    visit.send(nth=0)
    wrong = AnnouncedDay.objects.get()
    assert wrong.taken_back_at is not None
    (main,) = visit.page.iter("main")
    assert "Đã rút lại bởi" in words(main)
    visit = before(client, tam)
    visit.send(nth=form_of(visit), **SAID)
    assert AnnouncedDay.objects.filter(taken_back_at=None).get().day == FREE


def test_what_came_of_it_is_told_dossier_by_dossier(
    client: Client, office: DemoOffice, tam: Account, sen: Account
) -> None:
    life = a_life(office).through("receive")
    was = timezone.localtime(life.due)
    visit = before(client, tam)
    visit.send(nth=form_of(visit), **SAID)
    before(client, sen).send(nth=0)
    recount_open(clock=timezone.now)
    (main,) = before(client, tam).page.iter("main")
    now = timezone.localtime(life.due)
    assert f"{life.fresh.code} {was:%d/%m/%Y} → {now:%d/%m/%Y}" in words(main)


@pytest.mark.parametrize("lacking", ["day", "type", "name_vi", "name_en", "source"])
def test_whatever_is_lacking_is_named_and_nothing_is_announced(
    client: Client, tam: Account, lacking: str
) -> None:
    visit = before(client, tam)
    with nothing_changes():
        visit.send(nth=form_of(visit), status=422, **SAID | {lacking: ""})
    assert of_class(visit.page, "errors")


def test_a_day_the_calendar_does_not_know_is_refused_with_a_sentence(
    client: Client, tam: Account
) -> None:
    visit = before(client, tam)
    visit.send(nth=form_of(visit), status=422, **SAID | {"day": "15/12/2099"})
    assert "2099" in words(of_class(visit.page, "errors")[0])


@pytest.mark.parametrize("year", ["1999", "abc", "२०२६"])
def test_a_year_that_is_not_there_is_not_found(client: Client, tam: Account, year: str) -> None:
    as_officer(client, tam)
    where = reverse("administration:days", query={"nam": year})
    assert client.get(where).status_code == 404
