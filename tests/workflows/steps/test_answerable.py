"""Only what the applicant can answer is asked, and an empty answer is one where it may be."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from onestop.demo.filings import Filing
from onestop.demo.office import DemoOffice
from tests.lives import a_life
from tests.unchanged import nothing_changes, refusal
from workflows.dossiers.models import CompletionItem
from workflows.dossiers.status import Status
from workflows.routes.giving import give
from workflows.steps.asking import NotAnswerable
from workflows.steps.refusals import AnswersWrong, NoSuchItem

from .filings import COPIES, RENAME, a_life_of

ASKS = pytest.mark.parametrize(
    ("act", "before"), [("ask_completion", "receive"), ("ask_supplement", "propose")]
)
LAW = "Nghị định 309/2025/NĐ-CP, điều 4 khoản 2"
DROP = {"contact_phone": "Xin bỏ số điện thoại này."}


@ASKS
@pytest.mark.parametrize(
    ("filing", "key", "title"),
    [(COPIES, "delivery_address", "Address for delivery"), (RENAME, "licence", "Licence to")],
)
def test_what_nobody_could_answer_is_not_asked(
    office: DemoOffice, filing: Filing, key: str, title: str, act: str, before: str
) -> None:
    life = a_life_of(office, filing).until(before)
    for basis in ("", LAW):
        said = refusal(life, act, NotAnswerable, items={key: "Thiếu."}, legal_basis=basis)
        assert title in said
    said = refusal(life, act, NoSuchItem, items={"passport": "Thiếu."})
    assert "passport" in said


def test_what_another_answer_raises_is_asked_once_it_is_raised(office: DemoOffice) -> None:
    paper = {"form": "paper", "delivery": "post", "delivery_address": "12 đường Bờ Sông"}
    filing = Filing("archive-copies", "copy", {**COPIES.answers, **paper}, COPIES.papers)
    life = a_life_of(office, filing).until("receive")
    life.act("ask_completion", items={"delivery_address": "Thiếu tên xã.", "form": "Chưa rõ."})
    at = timezone.now()
    give(life.dossier, "form", by=life.citizen, at=at, value="electronic")
    # Meanwhile it is not asked any more: nothing is there to be said, and nothing is stuck.
    give(life.dossier, "delivery_address", by=life.citizen, at=at)
    life.act("resubmit", papers={})
    assert life.fresh.answers["form"]["value"] == "electronic"
    assert not {"delivery", "delivery_address"} & life.fresh.answers.keys()


def test_a_paper_of_the_register_that_lies_in_the_dossier_is_asked(office: DemoOffice) -> None:
    a_life(office).through("issue")
    life = a_life(office, following=True).until("receive")
    life.act("ask_completion", items={"licence": "Bản in bị mờ."}, legal_basis=LAW)
    life.act("resubmit")
    assert life.fresh.status == Status.SUBMITTED


@ASKS
@pytest.mark.parametrize("empty", ["", None])
def test_what_may_stay_empty_is_dropped(
    office: DemoOffice, act: str, before: str, empty: Any
) -> None:
    life = a_life_of(office, COPIES).until(before)
    life.act(act, items=DROP)
    item = give(life.dossier, "contact_phone", by=life.citizen, at=timezone.now(), value=empty)
    assert item.state == CompletionItem.State.GIVEN
    life.act("resubmit" if act == "ask_completion" else "supplement", papers={})
    item.refresh_from_db()
    assert not life.fresh.answers["contact_phone"]["value"]
    assert (item.state, item.before) == (CompletionItem.State.SENT, {"value": "0900 000 001"})


def test_what_must_be_answered_is_not_left_empty(office: DemoOffice) -> None:
    life = a_life_of(office, COPIES).until("receive")
    life.act("ask_completion", items={"copies": "Quá nhiều."})
    with nothing_changes(), pytest.raises(AnswersWrong):
        give(life.dossier, "copies", by=life.citizen, at=timezone.now(), value=None)
