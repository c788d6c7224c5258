"""The whole life of a dossier on real parts, and of the next one, which asks for nothing."""

from __future__ import annotations

from typing import get_args
from uuid import uuid4

import pytest
from django.utils import timezone

from onestop.demo import told
from onestop.demo.filings import Area
from onestop.demo.office import DemoOffice, citizen
from onestop.demo.story import Story
from signing.demo.pki import DemoPki
from signing.trust import TrustServices
from signing.validation import SignatureReport, Verdict, validate
from tests.lives import DETOURS, ROAD, Life, a_life
from tests.unchanged import nothing_changes, refusal
from tests.workflows.proving.proving import found
from workflows.dossiers.models import DocumentNumber, Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.journal.models import Access
from workflows.journal.verify import verify
from workflows.people.models import Account
from workflows.permissions.rules import NotAllowed, visible
from workflows.results.models import Result
from workflows.routes.inbox import open_for
from workflows.routes.models import Run
from workflows.routes.perform import perform
from workflows.routes.table import ACTS
from workflows.steps.once import Performed
from workflows.steps.refusals import PapersMissing


@pytest.mark.parametrize("area", get_args(Area))
def test_a_result_serves_the_next_case_and_nothing_is_asked_again(
    office: DemoOffice, demo_pki: DemoPki, area: Area
) -> None:
    heard: list[Performed] = []
    story = Story(area, office, timezone.now, lambda _by, done: heard.append(done))
    first, second = story.first(), story.second()
    told.check(first, second, TrustServices.configured().trust, at=timezone.now())
    assert [done.act for done in heard] == [*DETOURS, *ROAD]
    used = told.reuse_of(second)
    assert (used.uploads, used.questions) == (0, 0)
    assert {one["number"] for one in used.reused} == {Result.objects.get(dossier_code=first).number}
    assert [line.act for line in told.lines_of([first, second])] == [*DETOURS, *ROAD]
    assert not Run.objects.filter(finished=None).exists()
    assert found(demo_pki) == []


def test_a_refusal_is_a_result_that_travels_the_same_road_and_satisfies_nothing(
    office: DemoOffice,
) -> None:
    """T21: proposed, approved, signed, numbered, sealed and handed over as T13-T18 say."""
    life = a_life(office).until("propose")
    reason = "Tài sản đóng góp chưa đủ mức quy định."
    life.act("propose", outcome="refusal", reason=reason)
    done = life.through("hand_over").fresh
    result = Result.objects.get(dossier_code=done.code)
    report = read(result)
    assert (done.status, done.outcome) == (Status.RETURNED, "refusal")
    assert (result.result_type, result.facts) == ("fund-licence-refusal", {})
    assert report.verdict is Verdict.VALID
    assert report.embedded is not None
    assert report.embedded.result["result_kind"] == "REFUSAL"
    said = refusal(a_life(office, following=True), "submit", PapersMissing)
    assert "Giấy phép thành lập" in said


def test_reception_refused_ends_the_dossier_in_writing(office: DemoOffice) -> None:
    life = a_life(office).until("receive")
    done = life.act("reject")
    assert (done.status, done.national_code, done.code) == (Status.NOT_RECEIVED, 3, None)
    slip = life.fresh.papers.get(kind=Paper.Kind.FORM_03)
    assert store.read(slip.file.digest).startswith(b"%PDF-")
    assert Run.objects.get(dossier=life.dossier).finished is not None
    assert not DocumentNumber.objects.exists()


def test_strangers_see_nothing_and_may_do_nothing_at_any_stage(office: DemoOffice) -> None:
    life = a_life(office)
    strangers = [post.account for login, post in office.posts.items() if login.startswith("xa-")]
    strangers.append(citizen("khach", at=timezone.now()))
    for act in ROAD:
        stays_closed_to(strangers, life.until(act))
        if act == "receive":
            life.act("ask_completion")
            stays_closed_to(strangers, life)
            life.act("resubmit")
    stays_closed_to(strangers, life.through("hand_over"))
    assert verify().faults == ()


def stays_closed_to(strangers: list[Account], life: Life) -> None:
    sent = {act: life.details(act) for act in ACTS}
    with nothing_changes(refused=len(strangers) * len(sent)):
        for account in strangers:
            sees_nothing(account)
            for act, details in sent.items():
                key, at = uuid4().hex, timezone.now()
                with pytest.raises(NotAllowed):
                    perform(life.dossier, act, by=account, at=at, key=key, **details)
    noted = Access.objects.order_by("-pk")[: len(strangers) * len(sent)]
    assert {(one.account, one.what) for one in noted} == {
        (account.public_id, act) for account in strangers for act in sent
    }


def sees_nothing(account: Account) -> None:
    at = timezone.now()
    assert not visible(account, at=at).exists()
    assert not open_for(account, at=at).exists()


def read(result: Result) -> SignatureReport:
    trust = TrustServices.configured().trust
    return validate(store.read(result.file.digest), trust=trust, at=timezone.now())
