"""What the journal tells of results, clocks, requests, promises, hands and news is held to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Model, QuerySet

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from workflows.dossiers.models import (
    ClockSegment,
    CompletionItem,
    CompletionRequest,
    Dossier,
    DueChange,
    Holding,
)
from workflows.outbox.models import Message
from workflows.results.models import Result

from .intruder import drop, lift, put, undone
from .proving import found

LAW = "Nghị định 93/2019/NĐ-CP, điều 17"
Plant = Callable[[Life], None]


@pytest.fixture
def over(office: DemoOffice) -> Life:
    """Asked for something at either stage, with a superior's consent, and at its end."""
    life = a_life(office)
    for act in ("submit", "ask_completion", "resubmit", "receive", "assign"):
        life.act(act)
    life.act("ask_supplement", legal_basis=LAW, approved_by=str(life.superior.public_id))
    life.act("supplement")
    return life.through("hand_over")


def only(rows: QuerySet[Any], **which: Any) -> Model:
    row: Model = rows.get(**which)
    return row


def a_stretch(cause: str) -> Model:
    return only(ClockSegment.objects.all(), cause=cause)


def the_item(stage: str) -> Model:
    return only(CompletionItem.objects.all(), request__stage=stage)


def a_supplement_lasted_longer(life: Life) -> None:
    put(a_stretch("supplement"), "started_at = started_at - interval '9 days'")


def a_supplement_was_the_agency_s_time(life: Life) -> None:
    put(a_stretch("supplement"), "cause = 'running'")


def the_clock_ran_on_after_the_end(life: Life) -> None:
    last = ClockSegment.objects.order_by("pk").last()
    put(last or ClockSegment(), "ended_at = ended_at + interval '20 days'")


def a_request_at_another_stage(life: Life) -> None:
    put(only(CompletionRequest.objects.all(), stage="assessment"), "stage = 'reception', number=2")


def a_request_with_an_item_less(life: Life) -> None:
    drop(the_item("reception"))


def a_request_for_something_else(life: Life) -> None:
    put(the_item("assessment"), "key = 'something-else'")


def a_request_by_another_s_consent(life: Life) -> None:
    other = life.office.posts["dung"].pk
    put(only(CompletionRequest.objects.all(), stage="assessment"), f"approved_by_id = {other}")


def a_request_by_nobody_s_consent(life: Life) -> None:
    lift(CompletionRequest, "c")
    put(only(CompletionRequest.objects.all(), stage="assessment"), "approved_by_id = NULL")


def nothing_was_promised(life: Life) -> None:
    put(DueChange.objects.order_by("number").first() or DueChange(), "promised = NOT promised")


def held_by_another(step: str) -> Plant:
    def by(life: Life) -> None:
        holding = Holding.objects.filter(step=step).order_by("number").last() or Holding()
        other = life.office.posts["dung"]
        assert holding.post_id not in (None, other.pk)
        put(holding, f"post_id = {other.pk}")

    by.__name__ = f"held_by_another_to_{step}"
    return by


def held_since_another_moment(life: Life) -> None:
    put(only(Holding.objects.all(), step="approve"), "since = since - interval '1 day'")


def the_office_was_not_told(life: Life) -> None:
    drop(only(Message.objects.all(), topic="office", payload__act="supplement"))


def the_superior_was_not_told(life: Life) -> None:
    drop(only(Message.objects.all(), topic="office", payload__act="consented"))


def the_office_was_told_of_nothing(life: Life) -> None:
    row = only(Message.objects.all(), topic="office", payload__act="consented")
    put(row, "key = %(key)s", key=f"{life.dossier.public_id}:99:office")


def revoked_by_no_act(life: Life) -> None:
    put(only(Result.objects.all()), "state = 'revoked', state_reason = 'Cấp sai.'")


PLANTED: list[tuple[str, str, Plant]] = [
    ("replay", "“clock” is not", a_supplement_lasted_longer),
    ("replay", "“clock” is not", a_supplement_was_the_agency_s_time),
    ("replay", "“clock” is not", the_clock_ran_on_after_the_end),
    ("replay", "“requests” is not", a_request_at_another_stage),
    ("replay", "“requests” is not", a_request_with_an_item_less),
    ("replay", "“requests” is not", a_request_for_something_else),
    ("replay", "“requests” is not", a_request_by_another_s_consent),
    ("replay", "“requests” is not", a_request_by_nobody_s_consent),
    ("replay", "“promised” is not", nothing_was_promised),
    ("replay", "“holdings” is not", held_by_another("assess")),
    ("replay", "“holdings” is not", held_by_another("approve")),
    ("replay", "“holdings” is not", held_by_another("receive")),
    ("replay", "“holdings” is not", held_since_another_moment),
    ("replay", "“state” is not", revoked_by_no_act),
    ("I7", "no news was written", the_office_was_not_told),
    ("I7", "no news was written", the_superior_was_not_told),
    ("I7", "that nobody did", the_office_was_told_of_nothing),
]


def test_what_the_journal_tells_otherwise_is_named(over: Life, demo_pki: DemoPki) -> None:
    missed = []
    for code, phrase, by in PLANTED:
        with undone():
            by(over)
            told = found(demo_pki, code)
            if not any(phrase in one for one in told):
                missed.append((by.__name__, told))
    assert missed == []
    assert found(demo_pki) == []


def put_right(issued: Life, kind: str) -> Life:
    """A second dossier, by which the result of the first is put right, issued too."""
    issued.act("correct", kind=kind)
    opened = Dossier.objects.filter(correction=kind).latest("pk")
    second = Life(
        issued.office, issued.filing, issued.receiving, issued.competent, issued.citizen, opened
    )
    second.act("propose", reason="Ghi sai ngày cấp.")
    for act in ("approve", "sign", "number", "issue"):
        second.act(act)
    return second


BACK = "state = 'active', state_reason = '', replaced_by_id = NULL"


@pytest.mark.parametrize("kind", ["replace", "revoke"])
def test_a_result_that_an_act_ended_does_not_come_back(
    office: DemoOffice, demo_pki: DemoPki, kind: str
) -> None:
    first = a_life(office).through("issue")
    second = put_right(first, kind)
    assert found(demo_pki) == []
    ended = Result.objects.get(dossier_code=str(first.fresh))
    for change in (BACK, "state_since = state_since - interval '1 day'"):
        with undone():
            put(ended, change)
            assert any(
                f"{ended.public_id}: “state” is not" in one for one in found(demo_pki, "replay")
            )
    with undone():
        other = Result.objects.get(dossier_code=str(second.fresh))
        put(other, "state = 'revoked', state_reason = 'Cấp sai.'")
        assert any(f"{other.public_id}: “state” is not" in one for one in found(demo_pki, "replay"))


def test_a_result_replaced_and_its_successor_revoked_breaks_no_rule(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    first = a_life(office).through("issue")
    second = put_right(first, "replace")
    put_right(second, "revoke")
    assert found(demo_pki) == []
    with undone():
        put(Result.objects.get(dossier_code=str(second.fresh)), BACK)
        assert found(demo_pki, "replay") != []


def test_a_certificate_issued_anew_does_not_come_back(
    office: DemoOffice, demo_pki: DemoPki
) -> None:
    first = a_life(office, "archives").through("issue")
    a_life(office, "archives", following=True).through("issue")
    assert found(demo_pki) == []
    with undone():
        put(Result.objects.get(dossier_code=str(first.fresh)), BACK)
        assert found(demo_pki, "replay") != []
