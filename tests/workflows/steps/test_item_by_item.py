"""A request is answered item by item, kept at once, and sent when everything is there (T3, T9)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life, a_paper
from tests.unchanged import nothing_changes, refusal
from workflows.dossiers.models import CompletionItem, Component
from workflows.dossiers.status import Status
from workflows.people.standing import NotEntitled
from workflows.routes.giving import give, mark_of, take_back
from workflows.steps.refusals import (
    AnsweredMeanwhile,
    AnswersWrong,
    NotAsked,
    OpenedByTheAgency,
    StillOpen,
)

BOTH = {"draft-charter": "Bản quét mờ.", "purpose": "Quá chung chung."}
State = CompletionItem.State


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """A paper and an answer are to be supplemented after assessment began."""
    life = a_life(office).until("propose")
    life.act("ask_supplement", items=BOTH)
    return life


def given(life: Life, key: str, **what: Any) -> CompletionItem:
    return give(life.dossier, key, by=life.citizen, at=timezone.now(), **what)


def item(key: str) -> CompletionItem:
    return CompletionItem.objects.get(key=key)


def test_each_answer_is_kept_by_itself_and_the_dossier_stays_as_it_was(life: Life) -> None:
    before = life.fresh.answers
    given(life, "purpose", value="Học bổng cho học sinh nghèo vượt khó của xã")
    assert (item("purpose").state, item("draft-charter").state) == (State.GIVEN, State.ASKED)
    assert life.fresh.answers == before
    assert life.fresh.status == Status.SUPPLEMENT_REQUESTED


def test_it_is_sent_only_when_every_item_is_answered(life: Life) -> None:
    given(life, "purpose", value="Học bổng cho học sinh nghèo vượt khó của xã")
    assert "Draft charter" in refusal(life, "supplement", StillOpen, papers={})
    given(life, "draft-charter", paper=a_paper("bản rõ"))
    life.act("supplement", papers={})
    assert life.fresh.status == Status.PROCESSING
    assert life.fresh.answers["purpose"]["value"].startswith("Học bổng cho học sinh nghèo")
    newest = Component.objects.filter(requirement="draft-charter").latest("version")
    assert (newest.version, newest.name) == (2, "bản rõ.pdf")
    assert {one.state for one in CompletionItem.objects.all()} == {State.SENT}


def test_before_reception_it_goes_the_same_way(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    life.act("ask_completion", items=BOTH)
    given(life, "draft-charter", paper=a_paper("bản rõ"))
    given(life, "purpose", value="Học bổng cho học sinh nghèo vượt khó của xã")
    life.act("resubmit", papers={})
    assert life.fresh.status == Status.SUBMITTED


def test_the_same_answer_given_twice_is_given_once(life: Life) -> None:
    first = given(life, "draft-charter", paper=a_paper("bản rõ"))
    again = given(life, "draft-charter", paper=a_paper("bản rõ"), over="")
    assert again.given_at == first.given_at


def test_another_answer_given_meanwhile_is_not_overwritten_unseen(life: Life) -> None:
    seen = mark_of(item("purpose"))
    given(life, "purpose", value="Học bổng cho học sinh nghèo", over=seen)
    with nothing_changes(), pytest.raises(AnsweredMeanwhile):
        given(life, "purpose", value="Học bổng cho sinh viên nghèo", over=seen)
    given(life, "purpose", value="Học bổng cho sinh viên nghèo", over=mark_of(item("purpose")))
    assert item("purpose").value == "Học bổng cho sinh viên nghèo"


def test_an_answer_is_taken_back_until_it_is_sent(life: Life) -> None:
    given(life, "draft-charter", paper=a_paper("bản rõ"))
    take_back(life.dossier, "draft-charter", by=life.citizen, at=timezone.now())
    assert (item("draft-charter").state, item("draft-charter").file) == (State.ASKED, None)
    life.act("supplement", answers={"purpose": "Học bổng"}, papers={"draft-charter": a_paper("b")})
    with nothing_changes(), pytest.raises(NotAsked):
        take_back(life.dossier, "draft-charter", by=life.citizen, at=timezone.now())


def test_what_is_no_answer_is_not_kept(life: Life) -> None:
    with nothing_changes(), pytest.raises(AnswersWrong):
        given(life, "purpose", value="")
    with nothing_changes(), pytest.raises(NotAsked):
        given(life, "headquarters", value="Xã Bến Trăng")


def test_nobody_else_answers(life: Life) -> None:
    stranger = life.office.posts["lan"].account
    with nothing_changes(), pytest.raises(NotEntitled):
        give(life.dossier, "purpose", by=stranger, at=timezone.now(), value="Học bổng")


def test_once_the_dossier_has_ended_nothing_is_kept_any_more(life: Life) -> None:
    life.act("withdraw")
    with nothing_changes(), pytest.raises(NotAsked):
        given(life, "draft-charter", paper=a_paper("bản rõ"))


def test_what_the_agency_opened_itself_is_not_withdrawn(office: DemoOffice) -> None:
    life = a_life(office).through("issue")
    life.act("correct")
    opened = type(life.dossier).objects.exclude(correction="").get()
    life.dossier = opened
    assert "itself" in refusal(life, "withdraw", OpenedByTheAgency)
