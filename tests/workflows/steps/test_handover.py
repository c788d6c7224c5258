"""Handing over (T18): in one of three ways, to somebody with a name. NĐ 61/2018 art. 20."""

from __future__ import annotations

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import refusal
from workflows.documents.printable import UnprintableText
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


@pytest.mark.parametrize("unseen", ["\u200b", "\u200d", "\ufeff", "\u00ad", "\u200e"])
def test_what_has_no_width_is_no_part_of_a_name(life: Life, unseen: str) -> None:
    refusal(life, "hand_over", ReceiverNeeded, received_by=unseen)
    life.act("hand_over", received_by=f"{unseen}Nguyễn Văn{unseen} An ")
    kept = PrivateValue.objects.get(entry=life.fresh.entries.latest("seq"), name="received_by")
    assert kept.value == '"Nguyễn Văn An"'


@pytest.mark.parametrize("unknown", ["😀", "漢", "\u202e", "\x07", "\ue000", "\ufffd"])
def test_a_name_that_no_register_could_print_is_refused(life: Life, unknown: str) -> None:
    said = refusal(life, "hand_over", UnprintableText, received_by=f"Nguyễn Văn {unknown}An")
    assert f"U+{ord(unknown):04X}" in said
    life.act("hand_over")


def test_who_received_it_is_kept_outside_the_chain(life: Life) -> None:
    life.act("hand_over")
    entry = life.fresh.entries.latest("seq")
    assert entry.details == {"how": "online"}
    kept = PrivateValue.objects.get(entry=entry, name="received_by")
    assert kept.value == '"Nguyễn Thị Hoa"'
