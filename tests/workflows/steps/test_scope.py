"""A result that serves one procedure alone says so under its signature and on the register."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from onestop.demo.office import DemoOffice
from procedures import catalogue
from procedures.catalogue import Catalogue
from procedures.schema import Procedure
from signing.trust import TrustServices
from signing.validation import validate
from tests.lives import a_life
from tests.unchanged import refusal
from workflows.files import store
from workflows.results.models import Result
from workflows.results.reuse import NotReusable


def scoped(monkeypatch: pytest.MonkeyPatch, *procedures: str) -> None:
    """The licence of a fund, from here on for these procedures alone."""
    said = catalogue.get("1.013017", date(2025, 7, 1)).model_dump()
    said["results"][0]["scope"]["procedures"] = procedures
    shelf = {**catalogue.current().revisions, "1.013017": (Procedure.model_validate(said),)}
    monkeypatch.setattr(catalogue, "current", lambda: Catalogue(shelf))


@pytest.fixture
def for_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    scoped(monkeypatch, "1.013018")


@pytest.fixture
def for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    scoped(monkeypatch, "1.013017")


def test_the_scope_is_signed_registered_and_lets_its_procedure_pass(
    for_recognition: None, office: DemoOffice
) -> None:
    a_life(office).through("issue")
    result = Result.objects.get()
    report = validate(
        store.read(result.file.digest),
        trust=TrustServices.configured().trust,
        at=timezone.now(),
    )
    assert report.embedded is not None
    assert report.embedded.result["scope"] == result.scope == {"procedures": ["1.013018"]}
    a_life(office, following=True).act("submit")


def test_any_other_procedure_is_refused(for_itself: None, office: DemoOffice) -> None:
    a_life(office).through("issue")
    said = refusal(a_life(office, following=True), "submit", NotReusable)
    assert said == "The result may not be used in this procedure or at this agency."
