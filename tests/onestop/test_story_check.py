"""A story that did not go as it must is told as such."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from onestop.demo import told
from onestop.demo.filings import PAIRS
from onestop.demo.office import DemoOffice
from onestop.demo.told import NotAsTold
from signing.trust import TrustServices
from tests.lives import a_life
from workflows.dossiers.models import Dossier, Paper
from workflows.results.models import Result


@pytest.fixture
def pair(office: DemoOffice) -> tuple[Dossier, Dossier]:
    first = a_life(office, "archives").through("hand_over")
    return first.fresh, a_life(office, "archives", following=True).through("hand_over").fresh


def fault(first: Dossier, second: Dossier) -> str:
    with pytest.raises(NotAsTold) as said, override("en"):
        told.check(first, second, TrustServices.configured().trust, at=timezone.now())
    with override("en"):
        return str(said.value)


def test_both_dossiers_must_reach_their_end(office: DemoOffice) -> None:
    halfway = a_life(office, "archives").through("receive").fresh
    assert "did not reach its end" in fault(halfway, halfway)


def test_the_second_must_rest_on_the_first_and_ask_for_nothing(
    pair: tuple[Dossier, Dossier],
) -> None:
    first, second = pair
    told.check(first, second, TrustServices.configured().trust, at=timezone.now())
    assert "does not rest on" in fault(first, first)
    second.answers = {"reason": {"value": "lost", "source": "declared"}}
    assert "already knows" in fault(first, second)


def test_each_result_must_prove_itself_and_what_the_register_says(
    pair: tuple[Dossier, Dossier],
) -> None:
    first, second = pair
    registered = Result.objects.filter(dossier_code=second.code)
    registered.update(number="99/QĐ-SNV")
    assert "states another number" in fault(first, second)
    registered.update(file=second.papers.get(kind=Paper.Kind.SIGNED).file)
    assert "does not prove itself" in fault(first, second)


def test_a_story_of_lateness_must_show_an_apology_and_a_lateness(office: DemoOffice) -> None:
    begun = timezone.now() - PAIRS["archives"].late_after
    life = a_life(office, "archives")
    for hour, act in enumerate(("submit", "receive", "assign")):
        life.act(act, at=begun + timedelta(hours=hour))
    with pytest.raises(NotAsTold):
        told.check_late(life.fresh, at=timezone.now())
    life.act("apologise", at=life.due - timedelta(days=3))
    told.check_late(life.fresh, at=timezone.now())
    with pytest.raises(NotAsTold):
        told.check_late(life.fresh, at=life.due)


def test_no_story_ends_well_where_a_rule_is_broken(office: DemoOffice) -> None:
    trust = TrustServices.configured().trust
    dossier = a_life(office, "archives").through("receive").dossier
    told.check_rules(trust, at=timezone.now())
    Dossier.objects.filter(pk=dossier.pk).update(due_at=timezone.now())
    with pytest.raises(NotAsTold) as said, override("en"):
        told.check_rules(trust, at=timezone.now())
    with override("en"):
        assert str(said.value).startswith("A rule is broken: ")
