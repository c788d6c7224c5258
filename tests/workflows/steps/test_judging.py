"""What was sent is judged item by item, for both sides to see."""

from __future__ import annotations

import pytest

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import refusal
from workflows.dossiers.models import CompletionItem
from workflows.steps.refusals import NothingSent, ReasonNeeded

State = CompletionItem.State


@pytest.fixture
def sent(office: DemoOffice) -> Life:
    life = a_life(office).until("propose")
    life.act("ask_supplement")
    life.act("supplement")
    return life


def test_what_suffices_is_said_by_the_officer_who_saw_it(sent: Life) -> None:
    sent.act("judge")
    item = CompletionItem.objects.get(request__dossier=sent.dossier)
    assert (item.state, item.judged_by) == (State.ACCEPTED, sent.office.posts["hanh"])
    assert item.judged_at is not None


def test_what_does_not_suffice_is_said_with_a_reason(sent: Life) -> None:
    refusal(sent, "judge", ReasonNeeded, accepted=False)
    sent.act("judge", accepted=False, note="Vẫn thiếu trang 3.")
    item = CompletionItem.objects.get(request__dossier=sent.dossier)
    assert (item.state, item.note) == (State.INSUFFICIENT, "Vẫn thiếu trang 3.")


def test_a_judgement_can_be_put_right(sent: Life) -> None:
    sent.act("judge", accepted=False, note="Vẫn thiếu trang 3.")
    sent.act("judge")
    item = CompletionItem.objects.get(request__dossier=sent.dossier)
    assert (item.state, item.note) == (State.ACCEPTED, "")


def test_what_was_not_asked_for_is_not_judged(sent: Life) -> None:
    said = refusal(sent, "judge", NothingSent, item="asset-commitment")
    assert said == "Nothing was sent for “asset-commitment” that could be judged."


def test_nothing_is_judged_before_it_is_sent(office: DemoOffice) -> None:
    refusal(a_life(office).until("propose"), "judge", NothingSent)


def test_before_reception_the_counter_judges(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    life.act("ask_completion")
    life.act("resubmit")
    life.act("judge", by=office.posts["lan"].account)
    assert CompletionItem.objects.get().state == State.ACCEPTED
