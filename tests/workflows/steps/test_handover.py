"""Handing over (T18): in one of three ways, to somebody with a name. NĐ 61/2018 art. 20."""

from __future__ import annotations

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import refusal
from workflows.dossiers.status import Status
from workflows.journal.models import PrivateValue
from workflows.steps.refusals import ReceiverNeeded, UnknownDelivery


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("hand_over")


def test_a_result_is_handed_over_in_a_known_way_to_a_named_person(life: Life) -> None:
    said = refusal(life, "hand_over", UnknownDelivery, how="by pigeon")
    assert said == "“by pigeon” is no way to hand over a result."
    said = refusal(life, "hand_over", ReceiverNeeded, received_by="  ")
    assert said == "Write down who received the result."
    done = life.act("hand_over", how="counter")
    assert (done.status, done.national_code) == (Status.RETURNED, 10)


def test_who_received_it_is_kept_outside_the_chain(life: Life) -> None:
    life.act("hand_over")
    entry = life.fresh.entries.latest("seq")
    assert entry.details == {"how": "online"}
    kept = PrivateValue.objects.get(entry=entry, name="received_by")
    assert kept.value == '"Nguyễn Thị Hoa"'
