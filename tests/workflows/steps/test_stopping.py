"""Ends without a result: withdrawn (T19), stopped (T20), left unanswered (T10); each in writing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.people import person_of
from tests.unchanged import nothing_changes, refusal
from tests.workflows.clock.makers import at
from tests.workflows.documents import reading
from tests.workflows.steps.left import a_left_life, ground_ends
from workflows.dossiers.models import Dossier, Ending, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.outbox.models import Message
from workflows.permissions.rules import NotAllowed, visible
from workflows.results.models import Result
from workflows.routes.concerned import officers_of
from workflows.routes.errors import NotOpen
from workflows.routes.models import Run, Task
from workflows.steps.refusals import (
    ConsentNeeded,
    FinanceNeeded,
    GroundNeeded,
    NoSuchPost,
    StillTime,
)

BEFORE_A_DECISION = ["receive", "assign", "propose", "approve"]
ASKED = at("2026-03-04T15:00")


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("propose")


@pytest.fixture
def silent(office: DemoOffice) -> Life:
    """Asked on 4 March, and nobody answers."""
    life = a_life(office)
    for act in ("submit", "receive", "assign", "ask_supplement"):
        life.act(act, at=ASKED)
    return life


def ended(life: Life) -> tuple[Ending, Dossier]:
    """What was written down, after the file was put away everywhere."""
    dossier = life.fresh
    assert dossier.ended_at is not None
    assert not Task.objects.filter(process__dossier=dossier, finished=None).exists()
    assert Run.objects.get(dossier=dossier).finished is not None
    assert not dossier.holdings.filter(until=None).exists()
    assert not dossier.clock_segments.filter(ended_at=None).exists()
    assert not Result.objects.exists()
    slip = dossier.papers.get(kind=Paper.Kind.FORM_05)
    assert dossier.entries.latest("seq").digest == slip.file.digest
    return dossier.ending, dossier


@pytest.mark.parametrize("before", BEFORE_A_DECISION)
def test_the_applicant_withdraws_as_long_as_nothing_is_decided(
    office: DemoOffice, before: str
) -> None:
    life = a_life(office).until(before)
    status = life.fresh.status
    life.act("withdraw", reason="Không còn nhu cầu.")
    ending, dossier = ended(life)
    assert (dossier.status, dossier.national_code) == (Status.WITHDRAWN, 7)
    assert (ending.kind, ending.stage, ending.ground) == (
        "withdrawn",
        status,
        "Không còn nhu cầu.",
    )


def test_a_decision_once_approved_is_not_withdrawn(office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    with nothing_changes(), pytest.raises(NotOpen):
        life.act("withdraw")


def test_only_the_applicant_withdraws(life: Life) -> None:
    with nothing_changes(refused=1), pytest.raises(NotAllowed):
        life.act("withdraw", by=life.who("assign"))


def test_who_was_asked_may_withdraw_instead_of_answering(life: Life) -> None:
    life.act("ask_supplement")
    life.act("withdraw")
    assert ended(life)[1].status == Status.WITHDRAWN


def notice(life: Life) -> str:
    paper = life.fresh.papers.select_related("file").get(kind=Paper.Kind.FORM_05)
    return reading.words(store.read(paper.file.digest))


def test_the_owner_who_withdraws_instead_of_the_submitter_signs_for_it(office: DemoOffice) -> None:
    left = a_left_life(office)
    ground_ends(left)
    left.life.act("withdraw", by=left.hoa)
    said, khach = notice(left.life), left.life.fresh.submitter
    assert "Ngườinộp:NguyễnThịHoa" in said
    assert said.count("NguyễnThịHoa") == 3
    for his in (str(khach), khach.email, khach.phone):
        assert reading.squeezed(his) not in said
    assert person_of(left.hoa).email in said


def test_who_stops_it_names_the_submitter(office: DemoOffice) -> None:
    left = a_left_life(office)
    ground_ends(left)
    left.life.act("stop")
    assert reading.squeezed(f"Người nộp: {left.life.fresh.submitter}") in notice(left.life)


def test_whoever_withdraws_need_not_say_why(life: Life) -> None:
    life.act("withdraw")
    assert ended(life)[0].ground == ""


def test_the_agency_stops_on_a_ground_in_law_with_consent_and_a_conclusion_on_the_fee(
    life: Life,
) -> None:
    life.act("stop", finance="refund", finance_note="Hoàn lại theo biên lai.")
    ending, dossier = ended(life)
    assert (dossier.status, dossier.national_code) == (Status.STOPPED, 8)
    assert ending.decided_by == life.office.posts["dung"]
    assert ending.approved_by == life.superior
    assert (ending.finance, ending.finance_note) == ("refund", "Hoàn lại theo biên lai.")


@pytest.mark.parametrize("lacking", ["ground", "legal_basis"])
def test_without_a_ground_in_law_nothing_is_stopped(life: Life, lacking: str) -> None:
    empty: dict[str, Any] = {lacking: "  "}
    said = refusal(life, "stop", GroundNeeded, **empty)
    assert said == "Give the ground, and the text of law on which the dossier is stopped."


def test_without_a_superior_s_consent_nothing_is_stopped(life: Life) -> None:
    assert refusal(life, "stop", ConsentNeeded, approved_by="") == "Name the superior who consents."


def test_the_head_does_not_consent_to_what_the_head_decides(life: Life) -> None:
    refusal(life, "stop", NoSuchPost, approved_by=str(life.office.posts["dung"].public_id))


def test_whoever_is_named_as_consenting_to_a_stop_is_told_and_sees_it(life: Life) -> None:
    quang = life.office.posts["quang"]
    life.act("stop", approved_by=str(quang.public_id))
    told = Message.objects.get(topic="office", subject=life.dossier.public_id)
    named = officers_of(told.subject, told.payload["act"], at=told.created_at)
    assert named == (quang.account.public_id,)
    assert life.dossier in visible(quang.account, at=told.created_at)


@pytest.mark.parametrize(
    ("finance", "note"), [("", ""), ("waived", "x"), ("kept", " "), ("refund", "")]
)
def test_what_becomes_of_the_fee_is_said(life: Life, finance: str, note: str) -> None:
    refusal(life, "stop", FinanceNeeded, finance=finance, finance_note=note)


def test_silence_ends_nothing_before_the_internal_limit(
    silent: Life, settings: LazySettings
) -> None:
    settings.SILENCE_LIMIT = "10 working days"
    said = refusal(silent, "stop_for_silence", StillTime, at=at("2026-03-18T16:59"))
    assert said.endswith("(internal limit, provisional).")
    assert "18" in said


def test_after_it_the_head_decides_that_the_dossier_ends(
    silent: Life, settings: LazySettings
) -> None:
    settings.SILENCE_LIMIT = "10 working days"
    silent.act("stop_for_silence", at=at("2026-03-19T08:00"), note="Đã gọi hai lần.")
    ending, dossier = ended(silent)
    assert (dossier.status, ending.kind, ending.ground) == (
        Status.STOPPED,
        "silence",
        "Đã gọi hai lần.",
    )


def test_nothing_is_stopped_for_silence_where_nobody_was_asked(life: Life) -> None:
    with nothing_changes(), pytest.raises(NotOpen):
        life.act("stop_for_silence")


@pytest.mark.parametrize("act", ["withdraw", "stop"])
def test_whoever_filed_it_is_told_of_the_end(life: Life, act: str) -> None:
    life.act(act)
    told = Message.objects.filter(subject=life.dossier.public_id, payload__act=act)
    assert {one.topic for one in told} >= {"email", "notice"}


def test_after_its_end_nothing_more_is_done(life: Life) -> None:
    life.act("stop")
    for act in ("withdraw", "propose", "apologise", "stop"):
        with nothing_changes(), pytest.raises(NotOpen):
            life.act(act)


def test_stopping_long_after_the_day_of_return_is_still_an_end(silent: Life) -> None:
    silent.act("stop", at=silent.due + timedelta(days=90))
    assert ended(silent)[1].status == Status.STOPPED


def test_whoever_handles_it_and_whoever_had_it_to_sign_are_told_of_a_withdrawal(
    office: DemoOffice,
) -> None:
    life = a_life(office).through("propose")
    life.act("withdraw")
    told = Message.objects.get(topic="office", payload__act="withdraw")
    named = officers_of(told.subject, "withdraw", at=told.created_at)
    assert set(named) == {life.who(act).public_id for act in ("propose", "approve")}


def test_of_a_withdrawal_before_anybody_handled_it_nobody_in_the_office_is_told(
    office: DemoOffice,
) -> None:
    a_life(office).through("submit").act("withdraw")
    assert not Message.objects.filter(topic="office").exists()
