"""An issued result put right (T23): by a letter, by another result, or by ending it for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import nothing_changes, refusal
from tests.workflows.documents import reading
from workflows.dossiers.models import Dossier, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.journal.private import forget
from workflows.outbox.models import Message
from workflows.permissions.rules import NotAllowed
from workflows.results import register
from workflows.results.models import Amendment, Result
from workflows.results.register import held_by
from workflows.routes.errors import NotOpen
from workflows.steps.refusals import (
    NothingToCorrect,
    ReasonNeeded,
    UnderCorrection,
    UnknownCorrection,
    UnknownOutcome,
)

Correct = Callable[..., Life]


@pytest.fixture
def issued(office: DemoOffice) -> Life:
    return a_life(office).through("hand_over")


@pytest.fixture
def corrected(issued: Life) -> Correct:
    """The dossier that puts the fund's licence right, as far as it is asked for."""

    def begin(kind: str, *, through: str = "", **details: Any) -> Life:
        issued.act("correct", kind=kind, **details)
        opened = Dossier.objects.get(corrects=result_of(issued))
        life = replace(issued, dossier=opened, done=["submit", "receive", "assign"])
        if through:
            life.until("propose").act("propose", reason="Ghi sai ngày cấp.")
            if through != "propose":
                life.through(through)
        return life

    return begin


def result_of(life: Life) -> Result:
    return Result.objects.get(dossier_code=str(life.fresh))


def test_it_is_a_dossier_of_its_own_with_the_code_of_the_first(
    issued: Life, corrected: Correct
) -> None:
    opened = corrected("amend").fresh
    assert opened.code == f"{issued.fresh.code}-DC1"
    assert (opened.status, opened.national_code) == (Status.PROCESSING, 4)
    assert (opened.corrects, opened.correction) == (result_of(issued), "amend")
    assert opened.handler == issued.office.posts["hanh"]
    assert opened.due_at is not None
    assert opened.holdings.get(until=None).step == "assess"
    assert issued.fresh.status == Status.RETURNED


def test_until_the_correcting_document_is_issued_the_result_counts(
    issued: Life, corrected: Correct
) -> None:
    corrected("revoke", through="number")
    assert result_of(issued).state == Result.State.ACTIVE


def test_a_letter_of_correction_leaves_the_result_in_force_and_stands_beside_it(
    issued: Life, corrected: Correct
) -> None:
    life = corrected("amend", through="issue")
    first = result_of(issued)
    amendment = Amendment.objects.get(result=first)
    assert first.state == Result.State.ACTIVE
    assert amendment.by == result_of(life)
    assert amendment.by.result_type == "amendment-of-a-result"
    assert amendment.by.facts["number"] == first.number


def test_a_replacement_ends_the_result_in_favour_of_another_of_its_kind(
    issued: Life, corrected: Correct
) -> None:
    life = corrected("replace", through="issue")
    first, second = result_of(issued), result_of(life)
    assert (first.state, first.replaced_by) == (Result.State.REPLACED, second)
    assert (second.result_type, second.state) == (first.result_type, Result.State.ACTIVE)


@pytest.fixture
def refused(office: DemoOffice) -> Life:
    life = a_life(office).until("propose")
    life.act("propose", outcome="refusal", reason="Thiếu điều kiện về tài sản.", facts={})
    return life.through("hand_over")


def replacing(refused: Life, **details: Any) -> Life:
    refused.act("correct", kind="replace", **details)
    opened = Dossier.objects.get(corrects=result_of(refused))
    return replace(refused, dossier=opened, done=["submit", "receive", "assign"])


def test_what_replaces_a_refusal_refuses_too(refused: Life) -> None:
    """Art. 18: by a document of the same form. Whoever would rather grant, revokes the refusal."""
    life = replacing(refused)
    refusal(life, "propose", UnknownOutcome, outcome="grant", reason="Ghi sai căn cứ.")
    life.act("propose", outcome="refusal", reason="Ghi sai căn cứ.", facts={})
    life.through("issue")
    first, second = result_of(refused), result_of(life)
    assert (first.state, first.replaced_by) == (Result.State.REPLACED, second)
    assert (second.result_type, second.facts) == (first.result_type, {})


def decided(life: Life) -> str:
    """What the draft decides and states, without white space."""
    read = reading.words(store.read(life.fresh.draft_digest)).partition("QUYẾTĐỊNH:")[2]
    return read.replace("\ufffe", "-")  # a hyphen at the end of a line, as this program reads it


def test_it_says_that_it_refuses_why_and_why_the_first_is_replaced(refused: Life) -> None:
    life = replacing(refused, reason="Ghi sai căn cứ pháp lý.")
    life.act("propose", outcome="refusal", reason="Tài sản góp chưa đủ mức tối thiểu.", facts={})
    text, first = decided(life), result_of(refused)
    (_before, one, two, three) = text.partition("Nơinhận:")[0].split("Điều")
    assert reading.squeezed(f"1. Thay thế {first.title_vi} số {first.number}") in one
    assert reading.squeezed("Lý do thay thế: Ghi sai căn cứ pháp lý.") in one
    asked = f"2. Không chấp thuận đề nghị của {life.fresh.owner} tại hồ sơ số {refused.fresh}"
    assert two.startswith(reading.squeezed(asked))
    assert two.endswith(reading.squeezed("Lý do: Tài sản góp chưa đủ mức tối thiểu."))
    assert three.startswith(reading.squeezed("3. Quyết định này có hiệu lực"))
    annex = text.partition("PHỤLỤC")[2]
    assert reading.squeezed("Lý do thay thế Ghi sai căn cứ pháp lý.") in annex
    assert reading.squeezed("Lý do không chấp thuận Tài sản góp chưa đủ mức tối thiểu.") in annex
    assert reading.squeezed("Nội dung của kết quả mới") not in text


def test_why_the_first_is_replaced_is_left_out_once_it_is_forgotten(refused: Life) -> None:
    life = replacing(refused, reason="Ghi sai căn cứ pháp lý.")
    forget(life.fresh)
    life.act("propose", outcome="refusal", reason="Tài sản góp chưa đủ mức tối thiểu.", facts={})
    text = decided(life)
    assert "Lýdothaythế" not in text
    assert reading.squeezed("Lý do: Tài sản góp chưa đủ mức tối thiểu.") in text


def test_what_replaces_a_grant_names_one_reason_and_the_annex(
    issued: Life, corrected: Correct
) -> None:
    text, first = decided(corrected("replace", through="propose")), result_of(issued)
    (_before, one, two, _three) = text.partition("Nơinhận:")[0].split("Điều")
    given = f"số {first.number} ngày {first.issued_on:%d/%m/%Y} cấp cho {issued.fresh.owner}."
    assert one.endswith(reading.squeezed(given))
    said = "2. Lý do: Ghi sai ngày cấp. Nội dung của kết quả mới được nêu tại Phụ lục kèm theo."
    assert two == reading.squeezed(said)
    assert "Khôngchấpthuận" not in text
    assert reading.squeezed("Lý do Ghi sai ngày cấp.") in text.partition("PHỤLỤC")[2]


def test_a_revocation_ends_the_result_with_its_decision_as_the_reason(
    issued: Life, corrected: Correct
) -> None:
    life = corrected("revoke", through="issue")
    first = result_of(issued)
    assert first.state == Result.State.REVOKED
    assert first.state_reason == f"Quyết định thu hồi {result_of(life).number}"


@pytest.mark.parametrize("kind", ["replace", "revoke"])
def test_reuse_stops_at_once(issued: Life, corrected: Correct, kind: str) -> None:
    corrected(kind, through="issue")
    first = result_of(issued)
    found = held_by(first.owner, [first.result_type])
    in_force = [one for one in found if one.state == Result.State.ACTIVE]
    assert first not in in_force


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("amend", "result_amended"),
        ("replace", "result_replaced"),
        ("revoke", "result_revoked"),
    ],
)
def test_everyone_who_relied_on_it_is_told(
    issued: Life, corrected: Correct, kind: str, told: str
) -> None:
    relying = a_life(issued.office, following=True).through("submit")
    users = set(result_of(issued).uses.values_list("dossier", flat=True))
    assert users == {relying.dossier.public_id}
    corrected(kind, through="issue")
    messages = Message.objects.filter(payload__act=told)
    for subject in (relying.dossier.public_id, issued.dossier.public_id):
        topics = {one.topic for one in messages.filter(subject=subject)}
        assert topics == {"email", "notice", "office"}, subject


def test_it_is_prepared_and_approved_by_two_persons_like_any_result(corrected: Correct) -> None:
    life = corrected("amend", through="propose")
    with nothing_changes(refused=1), pytest.raises(NotAllowed):
        life.act("approve", by=life.who("propose"))
    life.through("hand_over")
    assert life.fresh.status == Status.RETURNED
    assert life.fresh.papers.filter(kind=Paper.Kind.RESULT).exists()


def test_a_correction_grants_and_refuses_nothing(corrected: Correct) -> None:
    life = corrected("amend")
    refusal(life, "propose", UnknownOutcome, outcome="refusal", reason="Không.")


def test_what_is_wrong_is_said(issued: Life) -> None:
    refusal(issued, "correct", ReasonNeeded, reason="  ")


def test_there_are_three_ways_to_put_a_result_right(issued: Life) -> None:
    said = refusal(issued, "correct", UnknownCorrection, kind="erase")
    assert said == "“erase” is no way to put a result right: amend, replace or revoke."


def test_one_correction_is_finished_before_the_next_begins(
    issued: Life, corrected: Correct
) -> None:
    life = corrected("amend")
    refusal(issued, "correct", UnderCorrection)
    life.act("propose", reason="Ghi sai ngày cấp.")
    life.through("issue")
    issued.act("correct")
    assert Dossier.objects.filter(code=f"{issued.fresh.code}-DC2").exists()


def test_of_a_second_letter_everyone_is_told_again(issued: Life, corrected: Correct) -> None:
    letters = Message.objects.filter(
        payload__act="result_amended", subject=issued.dossier.public_id
    )
    corrected("amend", through="issue")
    assert letters.count() == 3
    issued.act("correct")
    second = Dossier.objects.get(code=f"{issued.fresh.code}-DC2")
    life = replace(issued, dossier=second, done=["submit", "receive", "assign"])
    life.act("propose", reason="Ghi sai nơi cấp.")
    life.through("issue")
    assert letters.count() == 6


@pytest.mark.parametrize(
    ("kind", "state", "told"),
    [
        ("replace", Result.State.REPLACED, "result_replaced"),
        ("revoke", Result.State.REVOKED, "result_revoked"),
    ],
)
def test_what_was_issued_anew_meanwhile_ends_with_it(
    issued: Life, corrected: Correct, kind: str, state: str, told: str
) -> None:
    first = result_of(issued)
    correction = corrected(kind, through="number")
    anew = a_life(issued.office).through("issue")
    with transaction.atomic():
        register.replace(first, by=result_of(anew), at=timezone.now())
    relying = a_life(issued.office, following=True).through("submit")
    correction.through("issue")
    assert (result_of(issued).state, result_of(anew).state) == (Result.State.REPLACED, state)
    found = set(Message.objects.filter(payload__act=told).values_list("subject", flat=True))
    lives = (issued, anew, relying)
    assert found == {one.dossier.public_id for one in lives}


@pytest.mark.parametrize("kind", ["replace", "revoke"])
def test_what_is_no_longer_in_force_is_not_put_right(
    issued: Life, corrected: Correct, kind: str
) -> None:
    corrected(kind, through="issue")
    refusal(issued, "correct", NothingToCorrect)


def test_a_letter_that_speaks_of_a_result_is_not_itself_put_right(corrected: Correct) -> None:
    life = corrected("amend", through="issue")
    refusal(life, "correct", NothingToCorrect)


def test_a_replacement_can_be_put_right_in_its_turn(corrected: Correct) -> None:
    life = corrected("replace", through="issue")
    life.act("correct", kind="revoke")
    assert Dossier.objects.filter(corrects=result_of(life)).exists()


def test_a_result_not_yet_issued_is_not_put_right(office: DemoOffice) -> None:
    life = a_life(office).until("issue")
    with nothing_changes(), pytest.raises(NotOpen):
        life.act("correct")


def test_it_is_due_by_the_day_the_head_named(issued: Life) -> None:
    day = localdate() + timedelta(days=20)
    issued.act("correct", due_on=day)
    opened = Dossier.objects.get(corrects=result_of(issued))
    assert opened.due_at is not None
    assert timezone.localtime(opened.due_at).date() == day
    assert opened.clock_segments.get().basis == "NĐ 30/2020, 18; NĐ 61/2018, 21"
