"""Results that several dossiers rely on at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from signing.trust import TrustServices
from tests.lives import a_life
from tests.workflows.results.conftest import hoa as hoa
from tests.workflows.results.conftest import licences as licences
from tests.workflows.results.makers import Licences, a_purpose, a_result
from tests.workflows.routes.racing import until_it_waits
from workflows.dossiers.models import Dossier
from workflows.people.models import Person, Representation
from workflows.results.models import Result
from workflows.results.reuse import Proof, examine
from workflows.routes.preview import preview
from workflows.steps import reusing

from .filings import filed_for


def proof_of(result: Result, requirement: str) -> Proof:
    assert isinstance(result.owner, Person)
    return examine(
        result,
        owner=result.owner,
        requester=result.owner,
        purpose=a_purpose(result.issuer, requirement=requirement),
        trust=TrustServices.configured().trust,
        at=timezone.now(),
    )


def test_results_are_held_in_one_order_so_that_no_two_dossiers_wait_for_each_other(
    transactional_db: None, office: DemoOffice, hoa: Person, licences: Licences
) -> None:
    committee = office.agencies[AgencyKey.COMMITTEE]
    first, second = (a_result(hoa, committee, licences(n), number=n) for n in (5, 6))
    # Whoever prepared the other dossier named them the other way round.
    proofs = {"a": proof_of(second, "a"), "b": proof_of(first, "b")}
    dossier = a_life(office).dossier
    with transaction.atomic():
        Result.objects.select_for_update().get(pk=first.pk)
        other = until_it_waits(lambda: _use(dossier, proofs))
        # It holds nothing yet that we might still want.
        assert Result.objects.select_for_update(nowait=True).get(pk=second.pk) == second
    assert other.result() == {"a": second, "b": first}


@pytest.mark.parametrize(
    ("act", "until", "then"),
    [("ask_completion", "receive", "resubmit"), ("ask_supplement", "propose", "supplement")],
)
def test_once_who_filed_acts_for_the_owner_no_more_the_owner_answers_from_the_register(
    office: DemoOffice, act: str, until: str, then: str
) -> None:
    owner_s = a_life(office).through("issue")
    life = filed_for(owner_s).until(until)
    life.act(act, items={"licence": "Bản in bị mờ."}, legal_basis="NĐ 309/2025, 4(2a)")
    Representation.objects.update(valid_to=localdate() - timedelta(days=1))
    whole = Dossier.objects.whole().get(pk=life.dossier.pk)
    seen = preview(whole, by=owner_s.citizen, at=timezone.now(), act=then)
    assert seen.held["licence"].result == Result.objects.get()
    life.act(then, by=owner_s.citizen, papers={})
    newest = life.dossier.components.filter(requirement="licence").latest("version")
    assert (newest.version, newest.result) == (2, Result.objects.get())


def test_whoever_files_while_their_authority_lasts_uses_what_the_owner_holds(
    office: DemoOffice,
) -> None:
    owner_s = a_life(office).through("issue")
    life = filed_for(owner_s).through("submit")
    assert life.dossier.components.get(requirement="licence").result == Result.objects.get()


@transaction.atomic
def _use(dossier: Dossier, proofs: dict[str, Proof]) -> dict[str, Result]:
    return reusing.use(dossier, proofs, at=timezone.now())
