"""Duties after a decision are reminded of before their last day, each once, whoever sweeps."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from onestop.connectors import email
from onestop.demo.office import DemoOffice
from procedures import catalogue
from tests.lives import Life, a_life
from workflows.clock.days import LEGAL_TIME
from workflows.outbox.models import Message
from workflows.results.models import Result
from workflows.routes.duties import last_day, remind

from .racing import race


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """Hoa's fund has its licence, which asks her to publish it and to hand over the assets."""
    life = a_life(office).through("issue")
    Message.objects.all().delete()
    return life


def result_of(life: Life) -> Result:
    return Result.objects.get(dossier_code=life.fresh.code)


def noon(life: Life, key: str, days: int) -> datetime:
    """So many days after the last day of a duty."""
    kind = catalogue.current().of("1.013017")[-1].results[0]
    (duty,) = [one for one in kind.duties if one.key == key]
    last = last_day(duty, result_of(life).issued_on)
    assert last is not None
    return datetime.combine(last + timedelta(days=days), time(12), tzinfo=LEGAL_TIME)


def keys() -> list[str]:
    return sorted(Message.objects.values_list("key", flat=True))


def first_duty() -> str:
    return catalogue.current().of("1.013017")[-1].results[0].duties[0].key


def test_on_the_day_of_the_decision_nobody_is_reminded(life: Life) -> None:
    assert remind(at=timezone.now()) == 0


@pytest.mark.parametrize("days", [-14, -3, 1])
def test_before_the_last_day_and_once_after_it_the_holder_is_told(life: Life, days: int) -> None:
    at = noon(life, first_duty(), days)
    assert remind(at=at) >= 1
    mine = [key for key in keys() if f":{first_duty()}:" in key]
    assert [key.rpartition(":")[2] for key in mine] == ["email", "notice"]
    assert remind(at=at) == 0
    assert remind(at=at + timedelta(hours=6)) == 0


def test_nothing_is_made_up_for_that_lost_its_meaning(life: Life) -> None:
    """A sweep that stood still tells the newest occasion, and none that is long past."""
    assert remind(at=noon(life, first_duty(), -2)) >= 1
    assert len([key for key in keys() if f":{first_duty()}:" in key]) == 2
    Message.objects.all().delete()
    remind(at=noon(life, first_duty(), 60))
    assert not [key for key in keys() if f":{first_duty()}:" in key]


def test_of_a_result_that_ended_nobody_is_reminded(life: Life) -> None:
    Result.objects.update(state=Result.State.REVOKED, state_reason="Cấp sai.")
    assert remind(at=noon(life, first_duty(), -3)) == 0


def test_what_is_done_by_a_later_dossier_is_not_asked_for(office: DemoOffice, life: Life) -> None:
    """The licence asks for the recognition, which is procedure 1.013018."""
    a_life(office, following=True).through("submit")
    Message.objects.all().delete()
    remind(at=noon(life, "recognition", -3))
    assert not [key for key in keys() if ":recognition:" in key]


def test_what_was_not_done_yet_is_asked_for(life: Life) -> None:
    remind(at=noon(life, "recognition", -3))
    assert len([key for key in keys() if ":recognition:" in key]) == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once(life: Life) -> None:
    at = noon(life, first_duty(), -3)
    race(*[lambda: remind(at=at)] * 4)
    assert len(keys()) == len(set(keys()))
    assert len([key for key in keys() if f":{first_duty()}:" in key]) == 2


def test_the_message_can_be_read(life: Life) -> None:
    text = email._text("duty", "H99.01-261126-0001")
    assert "trong thời hạn" in text
    assert "within a time limit" in text


def test_every_duty_that_names_a_procedure_leads_to_one_in_the_catalogue() -> None:
    named = {d.opens for p in catalogue.all_procedures() for r in p.results for d in r.duties}
    assert named - {None} <= catalogue.current().revisions.keys()
