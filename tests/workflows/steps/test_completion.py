"""Completion before reception (T2, T3): one full list, answered item by item (NĐ 61/2018, 11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life, a_paper
from tests.people import a_post
from tests.unchanged import nothing_changes, refusal
from tests.workflows.documents.reading import squeezed, words
from workflows.dossiers.drafts import CitizenPaperNotAccepted
from workflows.dossiers.models import CompletionRequest, Component, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.errors import FileRefused, NotWhatItClaims, TooLarge
from workflows.people.models import Account, Role
from workflows.results.models import ResultUse
from workflows.steps.refusals import (
    AnswersWrong,
    NoSuchItem,
    NoSuchPost,
    NotAsked,
    NothingAsked,
    OnlyOnce,
    StillOpen,
)

BOTH = {"draft-charter": "Chưa nói về giải thể.", "purpose": "Quá chung chung."}


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("receive")


@pytest.fixture
def asked(life: Life) -> Life:
    """A paper and an answer are to be put right."""
    life.act("ask_completion", items=BOTH)
    return life


@pytest.fixture
def again(life: Life) -> Life:
    """Completed once, and back at the counter."""
    life.act("ask_completion")
    life.act("resubmit")
    return life


def test_one_list_names_all_there_is_to_put_right(asked: Life) -> None:
    request = CompletionRequest.objects.get(dossier=asked.dossier)
    items = dict(request.items.values_list("key", "reason"))
    slip = asked.fresh.papers.get(kind=Paper.Kind.FORM_02)
    assert (request.number, items) == (1, BOTH)
    assert asked.fresh.entries.latest("seq").digest == slip.file.digest
    assert (asked.fresh.status, asked.fresh.national_code) == (Status.COMPLETION_REQUESTED, 5)
    assert asked.fresh.due_at is None


def test_every_item_is_answered_and_the_dossier_is_back_at_the_counter(asked: Life) -> None:
    asked.act(
        "resubmit",
        papers={"draft-charter": a_paper("điều lệ mới")},
        answers={"purpose": "  Trao học bổng.  "},
    )
    dossier = asked.fresh
    assert dossier.status == Status.SUBMITTED
    assert dossier.answers["purpose"] == {"value": "Trao học bổng.", "source": "declared"}
    versions = Component.objects.filter(dossier=dossier, requirement="draft-charter")
    assert list(versions.values_list("version", flat=True)) == [1, 2]
    assert CompletionRequest.objects.get().answered_at is not None
    asked.act("receive")


@pytest.mark.parametrize("items", [{}, {"draft-charter": "  "}])
def test_asking_for_nothing_or_without_a_reason_is_refused(
    life: Life, items: dict[str, str]
) -> None:
    said = refusal(life, "ask_completion", NothingAsked, items=items)
    assert said == "Name at least one paper or answer to complete, each with a reason."


def test_what_the_procedure_does_not_ask_for_cannot_be_asked(life: Life) -> None:
    said = refusal(life, "ask_completion", NoSuchItem, items={"passport": "Thiếu."})
    assert said == "The procedure asks for nothing called “passport”."


@pytest.mark.parametrize("given", ["nothing", "basis", "superior"])
def test_completion_is_asked_once(again: Life, given: str) -> None:
    head = str(again.office.posts["dung"].public_id)
    details: dict[str, dict[str, Any]] = {
        "nothing": {},
        "basis": {"legal_basis": "NĐ 93/2019, 15"},
        "superior": {"approved_by": head},
    }
    said = refusal(again, "ask_completion", OnlyOnce, **details[given])
    assert said.startswith("Completion was asked before.")


@pytest.mark.parametrize("login", ["lan", "hanh", "xa-dung", "xa-quang", "nobody"])
def test_only_a_superior_at_the_agency_may_consent_to_a_second_request(
    again: Life, login: str
) -> None:
    """Not the one who asks, no handler, nobody of another agency, and no post that is none."""
    post = again.office.posts.get(login)
    named = str(post.public_id) if post else "Dũng"
    said = refusal(
        again, "ask_completion", NoSuchPost, legal_basis="NĐ 93/2019, 15", approved_by=named
    )
    assert said == "Nobody holds such a post at this agency today."


def test_nobody_is_his_own_superior(again: Life) -> None:
    lan = again.office.posts["lan"]
    second = Account.objects.open("lan-2", person=lan.account.person, kind=Account.Kind.OFFICER)
    for account in (lan.account, second):
        named = str(a_post(Role.HEAD, lan.unit, account).public_id)
        refusal(
            again, "ask_completion", NoSuchPost, legal_basis="NĐ 93/2019, 15", approved_by=named
        )


def test_two_accounts_without_a_person_are_not_one_person(again: Life) -> None:
    lan, head = again.office.posts["lan"], again.office.posts["dung"]
    Account.objects.filter(pk__in=[lan.account_id, head.account_id]).update(person=None)
    again.act(
        "ask_completion",
        by=Account.objects.get(pk=lan.account_id),
        legal_basis="NĐ 93/2019, 15",
        approved_by=str(head.public_id),
    )
    assert CompletionRequest.objects.get(number=2).approved_by == head


def test_a_second_request_stands_on_its_basis_and_its_superior(again: Life) -> None:
    head = again.office.posts["dung"]
    again.act("ask_completion", legal_basis="NĐ 93/2019, 15", approved_by=str(head.public_id))
    second = CompletionRequest.objects.get(number=2)
    assert (second.legal_basis, second.approved_by) == ("NĐ 93/2019, 15", head)


@pytest.mark.parametrize(
    "given",
    [{"answers": {"fund_name": "Quỹ khác"}}, {"papers": {"application": "đơn mới"}}],
)
def test_what_was_not_asked_for_is_not_changed(asked: Life, given: dict[str, Any]) -> None:
    given["papers"] = {key: a_paper(said) for key, said in given.get("papers", {}).items()}
    said = refusal(asked, "resubmit", NotAsked, **given)
    assert "was not asked for in the request for completion." in said


def test_what_is_still_open_is_named(asked: Life) -> None:
    papers = {"draft-charter": a_paper("điều lệ mới")}
    assert refusal(asked, "resubmit", StillOpen, papers={}) == (
        "Not answered yet: Draft charter of the fund; Aim and purpose."
    )
    said = refusal(asked, "resubmit", StillOpen, papers=papers)
    assert said == "Not answered yet: Aim and purpose."


def test_an_answer_does_not_stand_in_for_a_paper(asked: Life) -> None:
    answers = {"draft-charter": "đã sửa", "purpose": "Trao học bổng."}
    said = refusal(asked, "resubmit", AnswersWrong, papers={}, answers=answers)
    assert "draft-charter: There is no such question." in said


def test_a_wrong_answer_stays_open(asked: Life) -> None:
    papers = {"draft-charter": a_paper("điều lệ mới")}
    said = refusal(asked, "resubmit", AnswersWrong, papers=papers, answers={"purpose": ""})
    assert "purpose: An answer is required." in said


def test_a_paper_too_large_or_not_what_it_claims_never_reaches_the_dossier(
    asked: Life, settings: LazySettings
) -> None:
    settings.PAPER_LIMIT_BYTES = 1_000_000
    unfit: dict[type[FileRefused], list[bytes]] = {
        TooLarge: [b"%PDF-1.7\n", b" " * 1_000_000],
        NotWhatItClaims: [b"MZ this is a program"],
    }
    for error, chunks in unfit.items():
        with nothing_changes(), pytest.raises(error):
            store.keep_paper(chunks, name="dieu-le.pdf")


def test_a_paper_of_the_register_is_taken_from_there_again_and_cannot_be_uploaded(
    office: DemoOffice,
) -> None:
    a_life(office).through("issue")
    second = a_life(office, following=True).through("submit")
    reprint = {"licence": "Bản in bị mờ."}
    second.act("ask_completion", items=reprint, legal_basis="Nghị định 309/2025, 4(2a)")
    upload = {"licence": a_paper("giấy phép")}
    said = refusal(second, "resubmit", CitizenPaperNotAccepted, papers=upload)
    assert said == "This paper is taken from the register of results; it cannot be uploaded."
    before = timezone.now()
    second.act("resubmit")
    use = ResultUse.objects.get(dossier=second.dossier.public_id, requirement="licence")
    assert use.checked_at > before


def test_the_slip_says_how_many_are_wanted_and_whom_to_ask(life: Life) -> None:
    life.act("ask_completion")
    slip = life.fresh.papers.get(kind=Paper.Kind.FORM_02)
    said = words(store.read(slip.file.digest))
    lan = life.office.posts["lan"]
    assert "(01bảnchính)" in said
    assert squeezed(f"Liên hệ khi cần hướng dẫn: {lan.account.person}, {lan.title_vi}") in said
