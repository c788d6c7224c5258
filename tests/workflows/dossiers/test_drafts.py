"""A dossier before submission: whose it is, what is typed, which papers come in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils.timezone import localdate

from procedures import catalogue
from procedures.schema import Channel, Procedure, UnknownWord
from tests.people import (
    MONDAY,
    Citizens,
    Office,
    a_citizen,
    a_representation,
    person_of,
)
from workflows.dossiers import drafts
from workflows.dossiers.drafts import (
    SECRET_LETTERS,
    CitizenPaperNotAccepted,
    HandedIn,
    NotADraft,
    UnknownRequirement,
)
from workflows.dossiers.models import Component, Dossier
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.models import StoredFile
from workflows.people.models import Account
from workflows.people.standing import NotEntitled

from .makers import brought_to

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def opened(province: Office, people: Citizens) -> Dossier:
    return a_draft(province, people)


@pytest.fixture
def paper(tmp_path: Any, settings: Any) -> HandedIn:
    settings.FILES_DIR = tmp_path
    return HandedIn(store.keep_paper([PDF], name="don.pdf"), "Đơn đề nghị.pdf")


def test_a_draft_names_submitter_owner_and_both_agencies(
    province: Office, people: Citizens, opened: Dossier
) -> None:
    assert opened.status == Status.DRAFT
    assert (opened.submitter, opened.owner) == (person_of(people.hoa), person_of(people.hoa))
    assert (opened.receiving_agency, opened.competent_agency) == (
        province.department,
        province.committee,
    )
    assert (opened.code, opened.representation, opened.national_code) == (None, None, None)


def test_a_draft_keeps_the_revision_it_was_opened_under(opened: Dossier) -> None:
    procedure = fund_establishment()
    assert opened.procedure_key == procedure.key
    assert opened.procedure_revision == procedure.revision
    assert opened.bundle_hash == procedure.bundle_hash


def test_an_organisation_s_dossier_names_the_ground_its_submitter_acts_on(
    province: Office, people: Citizens
) -> None:
    dossier = a_draft(province, people, owner=people.organisation)
    assert dossier.owner == people.organisation
    assert dossier.representation == people.representation
    assert dossier.applicant_kind == "organisation"


def test_nobody_opens_a_dossier_for_another_without_a_ground(
    province: Office, people: Citizens
) -> None:
    for owner in (people.organisation, person_of(people.hoa)):
        with pytest.raises(NotEntitled):
            a_draft(province, people, owner=owner, by=people.khach)


def test_a_ground_that_has_ended_opens_nothing(province: Office, people: Citizens) -> None:
    yesterday = localdate(MONDAY) - timedelta(days=1)
    former = a_citizen("Đặng Văn Cũ")
    a_representation(former, people.organisation, to=yesterday)
    with pytest.raises(NotEntitled):
        a_draft(province, people, owner=people.organisation, by=former)


def test_an_account_without_a_person_opens_nothing(province: Office, people: Citizens) -> None:
    machine = Account.objects.open("machine", person=None, kind=Account.Kind.TECHNICAL)
    with pytest.raises(NotEntitled):
        a_draft(province, people, by=machine)


def test_opening_a_draft_twice_makes_one(province: Office, people: Citizens) -> None:
    key = uuid4()
    assert a_draft(province, people, key=key) == a_draft(province, people, key=key)
    assert Dossier.objects.count() == 1


def test_the_id_of_somebody_else_s_draft_opens_nothing(province: Office, people: Citizens) -> None:
    key = uuid4()
    a_draft(province, people, key=key)
    stranger = person_of(people.khach)
    with pytest.raises(NotEntitled):
        a_draft(province, people, key=key, by=people.khach, owner=stranger)


@pytest.mark.parametrize("what", [{"case": "lost"}, {"channel": "dove"}])
def test_a_case_or_channel_the_procedure_does_not_have_is_refused(
    province: Office, people: Citizens, what: dict[str, str]
) -> None:
    with pytest.raises(UnknownWord):
        a_draft(province, people, **what)


def test_dossiers_and_catalogue_call_the_channels_the_same() -> None:
    offered = set(Channel.model_fields["key"].annotation.__args__)  # type: ignore[union-attr]  # a Literal
    assert offered == set(Dossier.Channel.values)


def test_the_secret_of_a_dossier_can_be_read_out_and_differs(
    province: Office, people: Citizens
) -> None:
    secrets = {a_draft(province, people).lookup_secret for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) == 8 and set(secret) <= set(SECRET_LETTERS) for secret in secrets)
    assert not set("01OI") & set(SECRET_LETTERS)


def test_a_draft_is_found_without_marks_and_sorted_by_the_given_name(opened: Dossier) -> None:
    assert "nguyen thi hoa" in opened.search_text
    assert opened.sort_key == opened.submitter.sort_name


def test_what_is_typed_is_kept_clean_with_its_source(opened: Dossier) -> None:
    answer(opened, {"fund_name": "  Quỹ Bến Trăng e\u0302\u0301\x00\ud800 "})
    after = answer(opened, {"scope": "province"})
    assert after.answers == {
        "fund_name": {"value": "Quỹ Bến Trăng ế", "source": "declared"},
        "scope": {"value": "province", "source": "declared"},
    }
    assert Dossier.objects.get(pk=opened.pk).answers == after.answers


def test_papers_lie_in_the_draft_under_their_versions(opened: Dossier, paper: HandedIn) -> None:
    first = attach(opened, "asset-commitment", paper)
    second = attach(opened, "asset-commitment", paper)
    assert (first.version, second.version) == (1, 2)
    assert first.origin == Component.Origin.DIGITISED
    assert (first.name, first.file) == ("Đơn đề nghị.pdf", second.file)
    assert StoredFile.objects.get().scan == StoredFile.Scan.PENDING


def test_a_paper_the_procedure_does_not_ask_for_is_refused(
    opened: Dossier, paper: HandedIn
) -> None:
    with pytest.raises(UnknownRequirement):
        attach(opened, "passport", paper)
    assert not Component.objects.exists()


def test_a_paper_of_the_register_cannot_be_uploaded(
    province: Office, people: Citizens, paper: HandedIn
) -> None:
    recognition = catalogue.get("1.013018", date(2025, 7, 1))
    dossier = a_draft(province, people, procedure=recognition, case="recognition")
    with pytest.raises(CitizenPaperNotAccepted):
        drafts.attach(dossier, recognition, "licence", paper, by=people.hoa, at=MONDAY)
    assert not Component.objects.exists()


def test_a_submitted_dossier_takes_neither_answers_nor_papers(
    opened: Dossier, paper: HandedIn
) -> None:
    brought_to(opened, Status.SUBMITTED)
    with pytest.raises(NotADraft):
        answer(opened, {"fund_name": "Quỹ khác"})
    with pytest.raises(NotADraft):
        attach(opened, "asset-commitment", paper)
    with pytest.raises(NotADraft):
        drafts.take_out(opened, "asset-commitment", by=submitter_of(opened), at=MONDAY)
    assert Dossier.objects.get(pk=opened.pk).answers == {}


def test_a_paper_is_taken_out_with_all_its_versions_and_no_other(
    opened: Dossier, paper: HandedIn
) -> None:
    for requirement in ("asset-commitment", "asset-commitment", "draft-charter"):
        attach(opened, requirement, paper)
    drafts.take_out(opened, "asset-commitment", by=submitter_of(opened), at=MONDAY)
    assert [c.requirement for c in opened.components.all()] == ["draft-charter"]


def test_nobody_but_the_submitter_touches_a_draft(
    opened: Dossier, people: Citizens, paper: HandedIn
) -> None:
    attach(opened, "asset-commitment", paper)
    with pytest.raises(NotEntitled):
        drafts.answer(opened, {"fund_name": "Quỹ khác"}, by=people.khach, at=MONDAY)
    with pytest.raises(NotEntitled):
        drafts.attach(
            opened, fund_establishment(), "asset-commitment", paper, by=people.khach, at=MONDAY
        )
    with pytest.raises(NotEntitled):
        drafts.take_out(opened, "asset-commitment", by=people.khach, at=MONDAY)


def test_a_draft_is_touched_only_as_long_as_its_ground_holds(
    province: Office, people: Citizens
) -> None:
    opened = a_draft(province, people, owner=people.organisation)
    people.representation.valid_to = localdate(MONDAY)
    people.representation.save()
    answer(opened, {"fund_name": "Quỹ của hội"})
    with pytest.raises(NotEntitled):
        drafts.answer(opened, {}, by=people.hoa, at=MONDAY + timedelta(days=1))


def fund_establishment() -> Procedure:
    return catalogue.get("1.013017", date(2025, 7, 1))


def a_draft(province: Office, people: Citizens, **what: Any) -> Dossier:
    by = what.pop("by", people.hoa)
    key: UUID = what.pop("key", None) or uuid4()
    plain = {
        "public_id": key,
        "procedure": fund_establishment(),
        "case": "establishment",
        "channel": Dossier.Channel.ONLINE,
        "owner": by.person or person_of(people.hoa),
        "receiving": province.department,
        "competent": province.committee,
        "by": by,
        "at": MONDAY,
    }
    return drafts.open_draft(**plain | what)


def attach(dossier: Dossier, requirement: str, paper: HandedIn) -> Component:
    by = submitter_of(dossier)
    return drafts.attach(dossier, fund_establishment(), requirement, paper, by=by, at=MONDAY)


def answer(dossier: Dossier, answers: dict[str, Any]) -> Dossier:
    return drafts.answer(dossier, answers, by=submitter_of(dossier), at=MONDAY)


def submitter_of(dossier: Dossier) -> Account:
    return Account.objects.get(person=dossier.submitter)
