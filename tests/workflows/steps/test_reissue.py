"""Re-issue: the new certificate takes the place of the one it was asked for, as it is issued."""

from __future__ import annotations

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.unchanged import refusal
from workflows.dossiers.models import Dossier
from workflows.outbox.models import Message
from workflows.results.models import Result, ResultUse
from workflows.results.reuse import NotReusable
from workflows.steps.refusals import HeldByTheState, NoLongerInForce

INACCURATE = "Nghị định 309/2025/NĐ-CP, điều 4 khoản 2"


@pytest.fixture
def certificate(office: DemoOffice) -> Result:
    return issued(a_life(office, "archives"))


def a_reissue(office: DemoOffice) -> Life:
    return a_life(office, "archives", following=True)


def issued(life: Life) -> Result:
    return Result.objects.get(dossier_code=life.through("issue").fresh.code)


def revoke(result: Result) -> None:
    Result.objects.filter(pk=result.pk).update(
        state=Result.State.REVOKED, state_reason="Chứng chỉ bị thu hồi.", state_since=timezone.now()
    )


def test_a_reissue_ends_the_certificate_it_was_asked_for(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office)
    new = issued(life)
    certificate.refresh_from_db()
    entry = life.fresh.entries.get(act="issue")
    assert (certificate.state, certificate.replaced_by) == (Result.State.REPLACED, new)
    assert certificate.state_since == new.state_since == entry.at
    assert new.state == Result.State.ACTIVE
    assert entry.details["replaced"] == str(certificate.public_id)


def test_until_the_new_one_is_issued_the_certificate_stays_in_force(
    office: DemoOffice, certificate: Result
) -> None:
    a_reissue(office).through("number")
    certificate.refresh_from_db()
    assert certificate.state == Result.State.ACTIVE


def test_whoever_else_relied_on_the_certificate_is_told_that_it_was_issued_anew(
    office: DemoOffice, certificate: Result
) -> None:
    other, life = a_reissue(office).through("submit"), a_reissue(office)
    issued(life)
    told = Message.objects.filter(payload__act="result_replaced")
    first = Dossier.objects.get(code=certificate.dossier_code).public_id
    assert {one.subject for one in told} == {other.dossier.public_id, first}


def test_a_refusal_to_reissue_ends_nothing(office: DemoOffice, certificate: Result) -> None:
    life = a_reissue(office).until("propose")
    life.act("propose", outcome="refusal", reason="Chứng chỉ vẫn còn nguyên vẹn.")
    issued(life)
    certificate.refresh_from_db()
    assert certificate.state == Result.State.ACTIVE


def test_behind_a_revoked_certificate_the_one_it_replaced_stays_ended(
    office: DemoOffice, certificate: Result
) -> None:
    new = issued(a_reissue(office))
    revoke(new)
    said = refusal(a_reissue(office), "submit", NotReusable)
    assert said == "The result is no longer in force: Chứng chỉ bị thu hồi."


def test_of_two_reissues_only_the_last_stands(office: DemoOffice, certificate: Result) -> None:
    """Both were asked for while the certificate was in force."""
    one, other = a_reissue(office).through("submit"), a_reissue(office).through("submit")
    earlier, last = issued(one), issued(other)
    certificate.refresh_from_db()
    earlier.refresh_from_db()
    assert (certificate.replaced_by, earlier.replaced_by) == (earlier, last)
    assert Result.objects.filter(state=Result.State.ACTIVE).get() == last
    told = other.fresh.entries.get(act="issue").details
    assert told["replaced"] == str(earlier.public_id)


def test_a_certificate_revoked_meanwhile_stays_revoked(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office).through("approve")
    revoke(certificate)
    issued(life)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.replaced_by) == (Result.State.REVOKED, None)
    assert life.fresh.entries.get(act="issue").details["replaced"] == ""


def test_what_the_register_holds_is_asked_for_again_only_on_a_text_of_law(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office).through("submit")
    asked = {"certificate": "Nộp lại bản sao."}
    said = refusal(life, "ask_completion", HeldByTheState, items=asked)
    assert certificate.number in said
    life.act("ask_completion", items=asked, legal_basis=INACCURATE)


def test_what_the_register_held_is_asked_for_once_it_has_ended(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office).until("propose")
    asked = {"certificate": "Chứng chỉ không còn hiệu lực."}
    refusal(life, "ask_supplement", HeldByTheState, items=asked)
    revoke(certificate)
    life.act("ask_supplement", items=asked)


@pytest.mark.parametrize("act", ["propose", "approve"])
def test_nothing_is_granted_on_a_certificate_that_was_revoked(
    office: DemoOffice, certificate: Result, act: str
) -> None:
    life = a_reissue(office).until(act)
    revoke(certificate)
    said = refusal(life, act, NoLongerInForce)
    assert certificate.number in said
    assert "Chứng chỉ bị thu hồi." in said


def test_nothing_is_granted_on_what_replaced_a_certificate_and_was_revoked(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office).until("propose")
    revoke(issued(a_reissue(office)))
    refusal(life, "propose", NoLongerInForce)


def test_what_rests_on_a_revoked_certificate_may_still_be_refused(
    office: DemoOffice, certificate: Result
) -> None:
    life = a_reissue(office).until("propose")
    revoke(certificate)
    life.act("propose", outcome="refusal", reason="Chứng chỉ đã bị thu hồi.")
    life.through("approve")


def test_the_applicant_s_consent_is_kept_with_the_use_and_in_the_journal(
    office: DemoOffice, certificate: Result
) -> None:
    """Once for the paper that is used, whatever else is said."""
    life = a_reissue(office)
    life.act("submit", consents=["certificate", "everything"])
    assert life.fresh.entries.get(act="submit").details["consents"] == ["certificate"]
    assert ResultUse.objects.get().consented
    life.act("ask_completion", items={"certificate": "Kiểm tra lại."}, legal_basis=INACCURATE)
    life.act("resubmit", consents=[])
    assert life.fresh.entries.get(act="resubmit").details["consents"] == []
    assert not ResultUse.objects.get().consented
