"""Assessment (T6, T13): a handler is named and proposes a result, to grant or to refuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.people import a_post
from tests.unchanged import refusal
from workflows.dossiers.models import Paper
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.files.scanning import note
from workflows.people.models import Post, Role
from workflows.steps.refusals import (
    AnswersWrong,
    NoSuchPost,
    PaperHeld,
    PaperInfected,
    ReasonNeeded,
    SignerNeeded,
    UnknownOutcome,
)

NOBODY = "Nobody holds such a post at this agency today."


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("assign")


@pytest.fixture
def assigned(life: Life) -> Life:
    return life.until("propose")


def test_the_head_names_the_handler_and_with_him_the_unit(life: Life) -> None:
    done = life.act("assign")
    handler = life.office.posts["hanh"]
    assert (done.status, done.national_code) == (Status.PROCESSING, 4)
    assert (life.fresh.handler, life.fresh.unit) == (handler, handler.unit)


@pytest.mark.parametrize("login", ["dung", "xa-hanh", "nobody"])
def test_only_a_handler_at_the_agency_can_be_named(life: Life, login: str) -> None:
    """No head, nobody of another agency, and no post that is none."""
    post = life.office.posts.get(login)
    named = str(post.public_id) if post else "Hạnh"
    assert refusal(life, "assign", NoSuchPost, handler=named) == NOBODY


def test_a_post_that_has_ended_handles_nothing(life: Life) -> None:
    handler = life.office.posts["hanh"]
    yesterday = timezone.localdate() - timedelta(days=1)
    Post.objects.filter(pk=handler.pk).update(valid_to=yesterday)
    assert refusal(life, "assign", NoSuchPost) == NOBODY


def test_a_proposal_freezes_its_draft_and_names_who_is_to_sign(assigned: Life) -> None:
    done = assigned.act("propose")
    dossier = assigned.fresh
    draft = dossier.papers.get(kind=Paper.Kind.DRAFT)
    assert done.digest == dossier.draft_digest == draft.file.digest
    assert dossier.signer == assigned.office.posts["minh"]
    assert dossier.outcome_facts["fund_name"] == "Quỹ Học bổng Bến Trăng"


def test_nothing_is_proposed_on_a_paper_with_malware(assigned: Life) -> None:
    StoredFile.objects.filter(component__requirement="draft-charter").update(
        scan=StoredFile.Scan.INFECTED, malware="Eicar"
    )
    said = refusal(assigned, "propose", PaperInfected)
    assert said == "“draft-charter.pdf” carries malware; ask for a clean copy."


def test_nothing_is_proposed_on_a_paper_before_its_scan(
    assigned: Life, settings: LazySettings
) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    said = refusal(assigned, "propose", PaperHeld)
    assert said.endswith("is still being checked for malware. Go on after that.")
    for file in StoredFile.objects.all():
        note(file, malware="")
    assigned.act("propose")


def test_there_are_two_outcomes_and_no_third(assigned: Life) -> None:
    said = refusal(assigned, "propose", UnknownOutcome, outcome="perhaps")
    assert said == "“perhaps” cannot be proposed for this dossier."


def test_a_refusal_gives_its_reason(assigned: Life) -> None:
    said = refusal(assigned, "propose", ReasonNeeded, outcome="refusal", reason="  ")
    assert said == "Give the reason."


def test_the_officer_enters_no_fact_that_the_result_does_not_state(assigned: Life) -> None:
    said = refusal(assigned, "propose", AnswersWrong, facts={"seal_colour": "đỏ"})
    assert "seal_colour: The result states no such fact." in said


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({}, "council_decision: An answer is required."),
        ({"council_decided_on": "31/02/2026"}, "council_decided_on: "),
    ],
)
def test_what_the_council_decided_is_entered_whole_and_right(
    office: DemoOffice, facts: dict[str, Any], said: str
) -> None:
    recruitment = a_life(office, "civil-servants").until("propose")
    assert said in refusal(recruitment, "propose", AnswersWrong, facts=facts)


def test_where_several_may_sign_the_handler_says_who(assigned: Life) -> None:
    minh = assigned.office.posts["minh"]
    second = a_post(Role.APPROVER, minh.unit, "Đoàn Văn Sơn")
    said = refusal(assigned, "propose", SignerNeeded)
    assert said == "Several people may sign this result: say who."
    assigned.act("propose", signer=str(second.public_id))
    assert assigned.fresh.signer == second


@pytest.mark.parametrize("login", ["thu", "quang", "xa-quang", "nobody"])
def test_only_an_approver_of_the_competent_agency_can_be_named_to_sign(
    assigned: Life, login: str
) -> None:
    """No clerk, not the department's director, nobody of another province."""
    post = assigned.office.posts.get(login)
    named = str(post.public_id) if post else "Minh"
    assert refusal(assigned, "propose", NoSuchPost, signer=named) == NOBODY


def test_where_nobody_may_sign_nothing_is_proposed(assigned: Life) -> None:
    Post.objects.filter(pk=assigned.office.posts["minh"].pk).delete()
    assert refusal(assigned, "propose", NoSuchPost) == NOBODY
