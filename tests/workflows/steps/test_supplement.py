"""Supplement after reception (T8, T9): asked once and in time, while the agency's clock rests."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from tests.unchanged import refusal
from tests.ways import COMPLAINTS_OVER, Amend
from tests.workflows.clock.makers import NATIONAL, at
from tests.workflows.documents import reading
from tests.workflows.proving.proving import found
from tests.workflows.steps.left import a_left_life, ground_ends
from workflows.clock.deadline import Limit, due, resume
from workflows.dossiers.models import ClockSegment, CompletionItem, CompletionRequest, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.outbox.models import Message
from workflows.permissions.rules import visible
from workflows.routes.concerned import officers_of
from workflows.steps.refusals import AskedTooLate, NoSuchPost, OnlyOnce, StillOpen

RECEIVED, ASKED, ANSWERED = at("2026-03-02T10:00"), at("2026-03-04T15:00"), at("2026-03-13T08:00")
LAW = "Luật Lưu trữ 33/2024/QH15, điều 61"
LIMIT = Limit.parse("40 working days")
Cause, Stage = ClockSegment.Cause, CompletionRequest.Stage


def received(office: DemoOffice, moment: datetime = RECEIVED) -> Life:
    """Received on a Monday, and on the handler's desk."""
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=moment)
    return life


@pytest.fixture
def asked(office: DemoOffice) -> Life:
    life = received(office)
    life.act("ask_supplement", at=ASKED)
    return life


def clock(life: Life) -> list[tuple[str, datetime, datetime | None]]:
    segments = life.fresh.clock_segments.order_by("started_at")
    return [(one.cause, one.started_at, one.ended_at) for one in segments]


def test_what_is_asked_is_written_down_with_its_slip_and_waits_for_the_citizen(asked: Life) -> None:
    request = CompletionRequest.objects.get(dossier=asked.dossier)
    assert (asked.fresh.status, asked.fresh.national_code) == (Status.SUPPLEMENT_REQUESTED, 5)
    assert (request.stage, request.number) == (Stage.ASSESSMENT, 1)
    slip = asked.fresh.papers.get(kind=Paper.Kind.FORM_02)
    assert asked.fresh.entries.latest("seq").digest == slip.file.digest
    assert asked.fresh.holdings.get(until=None).party == "citizen"


def test_while_the_citizen_answers_the_agency_s_clock_rests(asked: Life) -> None:
    assert clock(asked) == [(Cause.RUNNING, RECEIVED, ASKED), (Cause.SUPPLEMENT, ASKED, None)]
    asked.act("supplement", at=ANSWERED)
    assert clock(asked)[1:] == [
        (Cause.SUPPLEMENT, ASKED, ANSWERED),
        (Cause.RUNNING, ANSWERED, None),
    ]


def test_each_stretch_of_the_clock_says_who_began_it_and_on_what_ground(asked: Life) -> None:
    running, waiting = asked.fresh.clock_segments.order_by("started_at")
    assert (running.begun_by, running.basis) == (asked.office.posts["lan"], "NĐ 309/2026, 17(3)")
    assert (waiting.begun_by, waiting.basis) == (asked.office.posts["hanh"], "NĐ 61/2018, 19(4)")


def test_where_the_rule_is_restart_the_limit_counts_anew(asked: Life) -> None:
    asked.act("supplement", at=ANSWERED)
    assert asked.fresh.due_at == due(ANSWERED, LIMIT, NATIONAL).at
    assert asked.fresh.original_due_at == due(RECEIVED, LIMIT, NATIONAL).at


@pytest.mark.parametrize(("effect", "moves"), [("RESTART", True), ("PAUSE", False)])
def test_a_limit_dated_by_hand_from_its_event_begins_anew_but_cannot_be_resumed(
    office: DemoOffice, amend: Amend, demo_pki: DemoPki, effect: str, moves: bool
) -> None:
    amend(effect=effect, limit="15 working days", counted_from=COMPLAINTS_OVER)
    life = a_life(office)
    life.act("submit", at=RECEIVED)
    life.act("receive", at=RECEIVED, due_on=date(2026, 3, 23))
    life.act("assign", at=RECEIVED)
    before = life.fresh.due_at
    life.act("ask_supplement", at=ASKED)
    life.act("supplement", at=ANSWERED)
    anew = due(ANSWERED, Limit.parse("15 working days"), NATIONAL).at
    assert life.fresh.due_at == (anew if moves else before)
    assert found(demo_pki, "I10") == []


def test_where_nothing_was_left_and_the_office_has_closed_it_is_due_the_next_working_day(
    office: DemoOffice, amend: Amend, demo_pki: DemoPki
) -> None:
    amend(effect="PAUSE", limit="5 working days")
    life = received(office)
    life.act("ask_supplement", at=at("2026-03-09T10:00"), legal_basis=LAW)
    # A Friday evening.
    life.act("supplement", at=at("2026-03-20T20:00"))
    assert life.fresh.due_at == at("2026-03-23T17:00")
    assert found(demo_pki, "I10") == []


def test_where_the_rule_is_pause_what_was_left_counts_on(office: DemoOffice, amend: Amend) -> None:
    amend(effect="PAUSE", limit="40 working days")
    life = a_life(office)
    for act in ("submit", "receive", "assign"):
        life.act(act, at=RECEIVED)
    life.act("ask_supplement", at=ASKED)
    life.act("supplement", at=ANSWERED)
    left = resume(ANSWERED, LIMIT, NATIONAL, effect="PAUSE", ran=[(RECEIVED, ASKED)])
    assert life.fresh.due_at == left.at < due(ANSWERED, LIMIT, NATIONAL).at


def test_the_citizen_gets_the_new_day_on_a_new_slip(asked: Life) -> None:
    done = asked.act("supplement", at=ANSWERED)
    slips = asked.fresh.papers.filter(kind=Paper.Kind.FORM_01).order_by("made_at")
    assert [slip.made_at for slip in slips] == [RECEIVED, ANSWERED]
    assert done.digest == slips[1].file.digest
    first, second = asked.fresh.due_changes.order_by("number")
    assert (second.cause, second.promised, second.due_at) == (
        "supplement",
        True,
        asked.fresh.due_at,
    )
    assert first.derivation != second.derivation


def test_every_item_is_answered_before_the_clock_runs_again(asked: Life) -> None:
    said = refusal(asked, "supplement", StillOpen, papers={})
    assert said == "Not answered yet: Draft charter of the fund."


def test_after_three_working_days_asking_needs_a_text_of_law(office: DemoOffice) -> None:
    last, over = at("2026-03-05T16:59"), at("2026-03-06T08:00")
    received(office).act("ask_supplement", at=last)
    late = received(office)
    said = refusal(late, "ask_supplement", AskedTooLate, at=over)
    assert "Later it needs a text of law" in said
    late.act("ask_supplement", at=over, legal_basis=LAW)
    assert late.fresh.clock_segments.get(ended_at=None).basis == LAW


def test_a_second_supplement_needs_a_legal_basis_and_a_superior(asked: Life) -> None:
    asked.act("supplement", at=ANSWERED)
    again = ANSWERED + timedelta(hours=1)
    minh = str(asked.superior.public_id)
    too_little: list[dict[str, Any]] = [{}, {"legal_basis": LAW}, {"approved_by": minh}]
    for lacking in too_little:
        refusal(asked, "ask_supplement", OnlyOnce, at=at("2026-03-04T16:00"), **lacking)
    asked.act("ask_supplement", at=again, legal_basis=LAW, approved_by=minh)
    second = CompletionRequest.objects.get(dossier=asked.dossier, number=2)
    assert (second.legal_basis, second.approved_by) == (LAW, asked.superior)
    told = Message.objects.get(topic="office", payload__act="consented")
    minh_s = asked.superior.account.public_id
    assert officers_of(told.subject, told.payload["act"], at=told.created_at) == (minh_s,)


def test_whoever_handles_it_is_told_of_the_answer(asked: Life) -> None:
    asked.act("supplement", at=ANSWERED)
    told = Message.objects.get(topic="office", payload__act="supplement")
    handler = asked.who("propose").public_id
    assert officers_of(told.subject, "supplement", at=told.created_at) == (handler,)


def test_a_head_named_as_consenting_sees_what_is_not_received_yet(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    for act in ("ask_completion", "resubmit"):
        life.act(act)
    dung = office.posts["dung"]
    seen = visible(dung.account, at=timezone.now())
    assert life.dossier not in seen
    life.act("ask_completion", legal_basis=LAW, approved_by=str(dung.public_id))
    life.act("resubmit")
    assert life.dossier in seen.all()


@pytest.mark.parametrize("login", ["minh", "quang"])
def test_whoever_is_named_as_consenting_sees_the_dossier(asked: Life, login: str) -> None:
    """At whichever of its agencies: else nobody could say that the consent was never given."""
    post = asked.office.posts[login]
    asked.act("supplement", at=ANSWERED)
    seen = visible(post.account, at=ANSWERED)
    assert asked.dossier not in seen
    asked.act("ask_supplement", at=ANSWERED, legal_basis=LAW, approved_by=str(post.public_id))
    assert asked.dossier in seen.all()


def test_nobody_consents_to_what_they_ask_themselves(asked: Life) -> None:
    asked.act("supplement", at=ANSWERED)
    hanh = str(asked.office.posts["hanh"].public_id)
    refusal(asked, "ask_supplement", NoSuchPost, at=ANSWERED, legal_basis=LAW, approved_by=hanh)


def test_completion_before_reception_does_not_use_up_the_supplement(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    for act in ("ask_completion", "resubmit", "receive", "assign", "ask_supplement"):
        life.act(act)
    stages = CompletionRequest.objects.filter(dossier=life.dossier).order_by("asked_at")
    assert [(one.stage, one.number) for one in stages] == [
        (Stage.RECEPTION, 1),
        (Stage.ASSESSMENT, 1),
    ]


def test_asking_late_does_not_make_the_dossier_punctual_again(office: DemoOffice) -> None:
    """Where the day had passed before anything was asked, waiting makes up for nothing."""
    life = received(office)
    due_at = life.due
    life.act("ask_supplement", at=due_at + timedelta(days=1), legal_basis=LAW)
    life.act("supplement", at=due_at + timedelta(days=5))
    assert life.fresh.due_at == due_at
    assert life.fresh.due_changes.count() == 1


def test_what_an_apology_promised_is_not_taken_back(office: DemoOffice, amend: Amend) -> None:
    amend(effect="PAUSE", limit="40 working days")
    life = received(office)
    life.act("apologise", at=ASKED, due_on=life.due.date() + timedelta(days=30))
    promised = life.due
    life.act("ask_supplement", at=ASKED)
    life.act("supplement", at=ANSWERED)
    assert life.fresh.due_at == promised


def test_the_officer_sees_what_each_item_took_the_place_of(asked: Life) -> None:
    asked.act("supplement", at=ANSWERED)
    item = CompletionItem.objects.get(request__dossier=asked.dossier)
    assert (item.state, item.before) == (CompletionItem.State.SENT, {"version": 1})


def test_the_new_receipt_names_the_owner_who_answered_instead_of_the_submitter(
    office: DemoOffice,
) -> None:
    left = a_left_life(office)
    left.life.act("ask_supplement")
    ground_ends(left)
    left.life.act("supplement", by=left.hoa, at=timezone.now() + timedelta(days=7))
    _first, paper = left.life.fresh.papers.filter(kind=Paper.Kind.FORM_01)
    said = reading.words(store.read(paper.file.digest))
    assert "TiếpnhậnhồsơcủaNguyễnThịHoa" in said.replace(":", "")
    assert reading.squeezed(str(left.life.fresh.submitter)) not in said
