"""Answers given in several windows at the same instant, and sent meanwhile: none is half there."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from workflows.dossiers.models import CompletionItem
from workflows.dossiers.status import Status
from workflows.routes.giving import give
from workflows.steps.once import Performed
from workflows.steps.refusals import AnsweredMeanwhile, NotAsked

from .racing import race

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 8


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """One answer is to be supplemented."""
    life = a_life(office).until("propose")
    life.act("ask_supplement", items={"purpose": "Quá chung chung."})
    return life


def given(life: Life, value: str, *, over: str | None = None) -> CompletionItem:
    at = timezone.now()
    return give(life.dossier, "purpose", by=life.citizen, at=at, value=value, over=over)


def test_of_many_windows_that_saw_no_answer_one_keeps_its_own(life: Life) -> None:
    runners = [partial(given, life, f"Học bổng số {n}", over="") for n in range(MANY)]
    outcomes = list(race(*runners))
    kept = [one for one in outcomes if isinstance(one, CompletionItem)]
    lost = [one for one in outcomes if isinstance(one, AnsweredMeanwhile)]
    assert (len(kept), len(lost)) == (1, MANY - 1), outcomes
    assert CompletionItem.objects.get().value == kept[0].value


def test_an_answer_is_sent_or_told_to_be_too_late(life: Life) -> None:
    first = given(life, "Học bổng đầu tiên")
    runners: list[Callable[[], Any]] = [
        partial(life.act, "supplement", papers={}),
        *(partial(given, life, f"Học bổng số {n}") for n in range(MANY)),
    ]
    outcomes = list(race(*runners))
    assert isinstance(outcomes[0], Performed), outcomes
    assert life.fresh.status == Status.PROCESSING
    kept = {one.value for one in outcomes[1:] if isinstance(one, CompletionItem)}
    assert all(isinstance(one, CompletionItem | NotAsked) for one in outcomes[1:]), outcomes
    # What was sent is one of those that were kept before, and the dossier says the same.
    item = CompletionItem.objects.get()
    assert item.value in kept | {first.value}
    assert life.fresh.answers["purpose"]["value"] == item.value
    assert item.state == CompletionItem.State.SENT
