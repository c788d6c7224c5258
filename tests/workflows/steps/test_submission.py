"""Filing (T1): complete as far as a machine can tell, under the revision in force."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.office import DemoOffice
from procedures.catalogue import NotInForce
from procedures.models import Publication
from tests.lives import Life, a_life, written_down
from tests.people import a_representation, an_organisation
from tests.unchanged import refusal
from workflows.dossiers import drafts
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.pinned import RevisionAltered
from workflows.dossiers.status import Status
from workflows.journal.models import Entry
from workflows.outbox.models import Message
from workflows.people.models import Representation
from workflows.permissions.rules import NotAllowed
from workflows.steps.refusals import (
    AnswersWrong,
    IdentityNotSeen,
    IdentityUnknown,
    PapersMissing,
)


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office)


def test_what_is_complete_is_submitted_and_the_citizen_is_told(life: Life) -> None:
    done = life.act("submit")
    dossier = life.fresh
    assert (done.status, done.national_code, done.seq) == (Status.SUBMITTED, 1, 1)
    assert (dossier.code, dossier.due_at) == (None, None)
    assert dossier.submitted_at is not None
    assert set(Message.objects.values_list("topic", flat=True)) == {"notice", "email"}


def test_what_the_state_knows_of_the_citizen_is_filled_in_and_what_was_typed_stays(
    life: Life,
) -> None:
    answer(life, {"fund_name": "Quỹ Nắng Mai"})
    life.act("submit")
    answers = life.fresh.answers
    assert answers["contact_phone"] == {"value": "0900000001", "source": "submitter.phone"}
    assert answers["fund_name"] == {"value": "Quỹ Nắng Mai", "source": "declared"}


def test_what_the_state_vouches_for_is_not_typed_over(office: DemoOffice) -> None:
    life = a_life(office, "archives")
    typed = {"holder_name": "Người Khác", "birthday": "1970-01-01", "phone": "0911111111"}
    answer(life, typed)
    life.act("submit")
    answers = life.fresh.answers
    assert answers["holder_name"] == {"value": "Lê Hoàng Nam", "source": "owner.name"}
    assert answers["birthday"] == {"value": "1990-02-03", "source": "owner.birthday"}
    assert answers["phone"] == {"value": "0911111111", "source": "declared"}


def test_nobody_files_whose_identity_nobody_vouches_for(life: Life) -> None:
    life.citizen.identities.all().delete()
    said = refusal(life, "submit", IdentityUnknown)
    assert said.startswith("Your identity has not been confirmed yet.")


def test_an_answer_to_a_question_that_does_not_exist_is_refused(life: Life) -> None:
    answer(life, {"favourite_colour": "đỏ"})
    said = refusal(life, "submit", AnswersWrong)
    assert "favourite_colour: There is no such question." in said


def test_all_that_is_wrong_with_the_answers_is_said_at_once(life: Life) -> None:
    answer(life, {"fund_name": "", "founding_assets": "nhiều"})
    said = refusal(life, "submit", AnswersWrong)
    assert "fund_name: An answer is required." in said
    assert "founding_assets:" in said


def test_papers_that_are_missing_are_named(life: Life) -> None:
    Component.objects.filter(requirement__in=["draft-charter", "asset-commitment"]).delete()
    said = refusal(life, "submit", PapersMissing)
    assert said.startswith("Papers are missing: Dự thảo điều lệ quỹ; Bản cam kết đóng góp tài sản")


def test_a_revision_that_nobody_published_is_not_in_force(life: Life) -> None:
    Publication.objects.filter(key=life.dossier.procedure_key).delete()
    assert "Procedure 1.013017 is not in force" in refusal(life, "submit", NotInForce)


def test_an_assumed_revision_is_not_in_force_outside_the_demo(
    life: Life, settings: LazySettings
) -> None:
    settings.DEMO = False
    assert "Procedure 1.013017 is not in force" in refusal(life, "submit", NotInForce)


def test_a_revision_edited_after_the_draft_was_opened_is_refused(life: Life) -> None:
    Dossier.objects.filter(pk=life.dossier.pk).update(bundle_hash="0" * 64)
    assert "was altered after dossiers were filed" in refusal(life, "submit", RevisionAltered)


def test_a_representation_that_has_ended_no_longer_lets_one_file(life: Life) -> None:
    owner = an_organisation("Hội Bảo trợ Nắng Mai")
    ground = a_representation(life.citizen, owner)
    Dossier.objects.filter(pk=life.dossier.pk).update(
        owner_person=None, owner_organisation=owner, representation=ground
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Representation.objects.filter(pk=ground.pk).update(valid_to=yesterday)
    assert (
        refusal(life, "submit", NotAllowed, refused=1) == "You may not do this with this dossier."
    )


def test_at_the_counter_the_entry_names_the_officer_the_citizen_and_the_card(life: Life) -> None:
    written_down(life).citizen.identities.all().delete()
    lan = life.office.posts["lan"]
    life.act("submit", by=lan.account, identity="card")
    entry = Entry.objects.get(act="submit")
    assert (entry.actor, entry.post) == (lan.account.public_id, lan.public_id)
    assert entry.details["submitter"] == str(life.owner.public_id)
    assert entry.details["identity"] == "card"


@pytest.mark.parametrize("identity", ["", "library-card"])
def test_at_the_counter_nobody_files_whose_identity_paper_was_not_seen(
    life: Life, identity: str
) -> None:
    written_down(life)
    lan = life.office.posts["lan"].account
    said = refusal(life, "submit", IdentityNotSeen, by=lan, identity=identity)
    assert said == "Say which identity paper of the applicant you have seen."


def test_a_card_that_was_seen_says_nothing_of_who_files_online(life: Life) -> None:
    life.citizen.identities.all().delete()
    refusal(life, "submit", IdentityUnknown, identity="card")


def answer(life: Life, answers: dict[str, Any]) -> None:
    drafts.answer(life.dossier, answers, by=life.citizen, at=timezone.now())
