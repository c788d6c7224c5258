"""Which result the register offers, and that a revocation comes wholly before a use or after it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from procedures.schema import Requirement
from signing.trust import TrustServices
from tests.lives import Life, a_life
from tests.unchanged import refusal
from tests.workflows.routes.racing import patient, race, until_it_waits
from workflows.dossiers.models import Component
from workflows.dossiers.pinned import procedure_of
from workflows.dossiers.status import Status
from workflows.journal.models import Access
from workflows.people.models import Person
from workflows.permissions.rules import Acting
from workflows.results import register
from workflows.results.models import Result, ResultUse
from workflows.results.reuse import NotReusable, Proof, examine
from workflows.results.validity import last_day
from workflows.steps import reusing
from workflows.steps.refusals import PapersMissing

from .makers import Licences, a_purpose, a_result


@pytest.fixture
def following(office: DemoOffice, hoa: Person) -> Life:
    """The procedure that takes the licence from the register, and from nowhere else."""
    return a_life(office, following=True)


def offered(life: Life) -> Result | None:
    """The result that would stand in for the licence."""
    asked = procedure_of(life.dossier).requirements_of(life.dossier.case)
    by = Acting(life.citizen)
    proofs = reusing.find(life.dossier, asked, by=by, at=timezone.now())
    return proofs["licence"].result if "licence" in proofs else None


def revoke(result: Result) -> None:
    Result.objects.filter(pk=result.pk).update(
        state=Result.State.REVOKED, state_reason="Quỹ đã giải thể.", state_since=timezone.now()
    )


def test_a_result_that_is_read_for_reuse_leaves_a_trace(licence: Result, following: Life) -> None:
    assert offered(following) == licence
    traces = Access.objects.filter(kind=Access.Kind.READ, dossier=following.dossier.public_id)
    told = set(traces.values_list("account", "what", "purpose"))
    assert told == {(following.citizen.public_id, "result", "reuse")}


def test_the_newest_sound_result_is_taken(
    office: DemoOffice, licence: Result, licences: Licences, following: Life
) -> None:
    newer = a_result(licence.owner, office.agencies[AgencyKey.COMMITTEE], licences(6), number=6)
    assert offered(following) == newer
    revoke(newer)
    assert offered(following) == licence


def test_a_result_that_proves_nothing_does_not_hide_an_older_one_that_does(
    office: DemoOffice, licence: Result, licences: Licences, following: Life
) -> None:
    issuer = office.agencies[AgencyKey.COMMITTEE]
    a_result(licence.owner, issuer, licences(5), number=6, issued_on=date(2025, 7, 2))
    assert offered(following) == licence


def test_where_the_register_alone_may_give_a_paper_and_has_none_it_is_missing(
    following: Life,
) -> None:
    said = refusal(following, "submit", PapersMissing)
    assert "Giấy phép thành lập và công nhận điều lệ quỹ" in said


def test_where_the_register_alone_may_give_a_paper_it_says_why_it_does_not(
    licence: Result, following: Life
) -> None:
    revoke(licence)
    said = refusal(following, "submit", NotReusable)
    assert said == "The result is no longer in force: Quỹ đã giải thể."


def test_where_the_citizen_may_hand_it_in_too_it_is_only_missing(
    office: DemoOffice, hoa: Person
) -> None:
    fund = a_life(office)
    Component.objects.filter(dossier=fund.dossier, requirement="draft-charter").delete()
    refusal(fund, "submit", PapersMissing)


@pytest.mark.django_db(transaction=True)
def test_while_a_result_is_being_used_it_cannot_be_revoked(licence: Result) -> None:
    proof = proven(licence)

    def hurried() -> None:
        patient(0.2)
        revoke(licence)

    with transaction.atomic():
        register.use(proof, dossier=uuid4(), on=timezone.localdate())
        (outcome,) = race(hurried)
        assert isinstance(outcome, OperationalError), outcome
    revoke(licence)


@pytest.mark.django_db(transaction=True)
def test_a_revocation_that_was_faster_is_seen_by_the_dossier_that_relied_on_it(
    licence: Result, following: Life
) -> None:
    """It was examined and found sound before; the row's lock makes the use wait, and look again."""
    with transaction.atomic():
        revoke(licence)
        waiting = until_it_waits(partial(following.act, "submit"))
    assert isinstance(waiting.result(timeout=60), NotReusable)
    assert following.fresh.status == Status.DRAFT
    assert not ResultUse.objects.exists()


def test_the_same_result_may_be_relied_on_again(licence: Result) -> None:
    proof, dossier = proven(licence), uuid4()
    for _ in range(2):
        register.use(proof, dossier=dossier, on=timezone.localdate())
    assert ResultUse.objects.get().dossier == dossier


def noted(life: Life, asked: Iterable[Requirement], consents: Collection[str] = ()) -> set[Any]:
    """What is noted of each use of the register for the papers asked."""
    at, by = timezone.now(), Acting(life.citizen)
    proofs = reusing.find(life.dossier, asked, consents, by=by, at=at)
    with transaction.atomic():
        reusing.use(life.dossier, proofs, at=at)
    uses = ResultUse.objects.filter(dossier=life.dossier.public_id)
    return set(uses.values_list("requirement", "purpose", "legal_basis", "consented"))


def test_a_use_is_noted_with_its_purpose_and_its_ground(licence: Result, following: Life) -> None:
    asked = procedure_of(following.dossier).requirements_of(following.dossier.case)
    law = "Điều 4 Nghị định 309/2026/NĐ-CP"
    assert noted(following, asked) == {
        ("licence", "1.013018", law, False),
        ("council-papers", "1.013018", law, False),
    }


def test_where_no_law_allows_it_the_owner_has_to_consent(licence: Result, following: Life) -> None:
    asked = procedure_of(following.dossier).requirements_of(following.dossier.case)
    bare = [r.model_copy(update={"reuse_basis": None}) for r in asked if r.key == "licence"]
    with pytest.raises(NotReusable):
        noted(following, bare)
    with pytest.raises(NotReusable):
        noted(following, bare, consents={"council-papers"})
    assert noted(following, bare, consents={"licence"}) == {("licence", "1.013018", "", True)}


def test_no_use_is_noted_without_a_ground(licence: Result) -> None:
    proof = proven(licence)
    bare = replace(proof, purpose=replace(proof.purpose, legal_basis=""))
    with pytest.raises(IntegrityError), transaction.atomic():
        register.use(bare, dossier=uuid4(), on=timezone.localdate())


def test_a_result_replaced_since_it_was_examined_is_not_used(licence: Result) -> None:
    proof = proven(licence)
    other = replace(proof, digest="0" * 64)
    with pytest.raises(NotReusable):
        register.use(other, dossier=uuid4(), on=timezone.localdate())


@pytest.mark.parametrize(
    ("issued_on", "rule", "last"),
    [
        (date(2026, 11, 23), "permanent", None),
        (date(2026, 11, 23), "none", None),
        (date(2026, 11, 23), "P5Y", date(2031, 11, 23)),
        (date(2028, 2, 29), "P5Y", date(2033, 2, 28)),
    ],
)
def test_validity_is_counted_in_whole_years(issued_on: date, rule: str, last: date | None) -> None:
    assert last_day(issued_on, rule) == last


def proven(result: Result) -> Proof:
    owner = result.owner
    assert isinstance(owner, Person)
    return examine(
        result,
        owner=owner,
        requester=owner,
        purpose=a_purpose(result.issuer),
        trust=TrustServices.configured().trust,
        at=timezone.now(),
    )
