"""Approval (T14, T15): of the very draft that was read, by the one it names, with other eyes."""

from __future__ import annotations

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.people import a_post
from tests.unchanged import refusal
from workflows.dossiers.models import Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.register import enter
from workflows.people.models import Role
from workflows.permissions.rules import NotAllowed, SamePerson
from workflows.steps.refusals import DraftChanged, ReasonNeeded

CHANGED = "The draft has changed since you opened it. Read it again."


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("approve")


def test_approving_records_the_intent_to_sign_these_very_bytes(life: Life) -> None:
    done = life.act("approve")
    request = SignatureRequest.objects.get(subject_ref=life.dossier.public_id)
    assert (done.status, request.state) == (Status.APPROVED, SignatureRequest.State.OPEN)
    assert request.digest == life.fresh.approved_digest == life.fresh.draft_digest
    assert request.signer_ref == life.office.posts["minh"].public_id


def test_a_draft_that_changed_after_it_was_read_is_not_approved(life: Life) -> None:
    read = life.fresh.draft_digest
    life.act("send_back")
    life.act("propose", facts={})
    assert life.fresh.draft_digest != read
    assert refusal(life, "approve", DraftChanged, draft=read) == CHANGED


def test_another_file_slipped_under_the_proposal_is_not_approved(life: Life) -> None:
    other = enter(store.keep_bytes(b"%PDF-1.7 another decision"), at=timezone.now())
    papers = Paper.objects.filter(dossier=life.dossier, kind=Paper.Kind.DRAFT)
    papers.update(file=other)
    assert refusal(life, "approve", DraftChanged) == CHANGED
    assert refusal(life, "approve", DraftChanged, draft=other.digest) == CHANGED


def test_whoever_prepared_the_draft_does_not_approve_it(office: DemoOffice) -> None:
    minh = office.posts["minh"]
    handling = a_post(Role.HANDLER, office.posts["hanh"].unit, minh.account)
    life = a_life(office).until("assign")
    life.act("assign", handler=str(handling.public_id))
    life.act("propose", by=minh.account)
    said = refusal(life, "approve", SamePerson, refused=1)
    assert said == "Whoever prepared the draft may not approve it."


def test_only_the_one_whose_name_stands_under_the_draft_decides(life: Life) -> None:
    other = a_post(Role.APPROVER, life.office.posts["minh"].unit, "Đoàn Văn Sơn").account
    for act in ("approve", "send_back"):
        refusal(life, act, NotAllowed, refused=1, by=other)


def test_a_draft_goes_back_with_the_reason_and_comes_again(life: Life) -> None:
    done = life.act("send_back")
    assert (done.status, life.fresh.draft_digest) == (Status.PROCESSING, "")
    life.act("propose")
    assert life.act("approve").status == Status.APPROVED


def test_a_draft_does_not_go_back_without_a_reason(life: Life) -> None:
    assert refusal(life, "send_back", ReasonNeeded, reason=" ") == "Give the reason."
