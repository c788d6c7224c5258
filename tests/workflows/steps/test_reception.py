"""Reception (T4, T5): taken in with its code and due date, or refused on a ground in law."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from onestop.demo.cast import AgencyKey
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life, a_paper
from tests.unchanged import refusal
from workflows.clock.errors import PlanOver
from workflows.dossiers.models import ClockSegment, CodeSequence, Component, Paper
from workflows.dossiers.status import Status
from workflows.files.models import StoredFile
from workflows.files.scanning import note
from workflows.people.models import Unit
from workflows.routes.models import Run, Task
from workflows.steps.refusals import (
    DecidedElsewhere,
    DueDateFixed,
    DueDateNeeded,
    PaperHeld,
    PaperInfected,
    PapersMissing,
    UnknownReason,
)


@pytest.fixture
def life(office: DemoOffice) -> Life:
    return a_life(office).until("receive")


@pytest.fixture
def planned(office: DemoOffice) -> Life:
    """A recruitment: its results are due by its own plan."""
    return a_life(office, "civil-servants").until("receive")


def test_what_is_received_has_a_code_a_slip_a_due_date_and_a_running_clock(life: Life) -> None:
    done = life.act("receive")
    dossier = life.fresh
    assert (done.status, done.national_code) == (Status.RECEIVED, 2)
    assert dossier.code == f"H99.01-{timezone.localdate():%y%m%d}-0001"
    assert dossier.due_at == dossier.original_due_at
    assert dossier.derivation is not None
    assert dossier.papers.get(kind=Paper.Kind.FORM_01).file.digest == done.digest
    assert ClockSegment.objects.get(dossier=dossier).ended_at is None


@pytest.mark.parametrize("competent", [AgencyKey.COMMITTEE, AgencyKey.DEPARTMENT])
def test_what_is_decided_in_another_territory_is_not_received_here_but_may_be_refused(
    office: DemoOffice, competent: AgencyKey
) -> None:
    life = a_life(office, receiving=AgencyKey.STRANGER, competent=competent).until("receive")
    said = refusal(life, "receive", DecidedElsewhere)
    assert said.startswith("Another agency decides this dossier, and the time limit counts from")
    life.act("reject")


@pytest.mark.parametrize(
    ("receiving", "competent"),
    [
        (AgencyKey.COMMITTEE, AgencyKey.COMMITTEE),
        (AgencyKey.COMMITTEE, AgencyKey.DEPARTMENT),
        (AgencyKey.DEPARTMENT, AgencyKey.COMMITTEE),
    ],
)
def test_an_agency_receives_for_itself_and_along_its_own_line(
    office: DemoOffice, receiving: AgencyKey, competent: AgencyKey
) -> None:
    life = a_life(office, receiving=receiving, competent=competent).until("receive")
    counter = office.posts["lan"]
    Unit.objects.filter(pk=counter.unit_id).update(agency=office.agencies[receiving])
    life.act("receive", by=counter.account)


def test_a_due_date_that_follows_from_the_law_is_not_entered_by_hand(life: Life) -> None:
    said = refusal(life, "receive", DueDateFixed, due_on=timezone.localdate())
    assert said == "The due date follows from the time limit and cannot be entered."


def test_a_procedure_by_plan_takes_the_day_of_the_plan(planned: Life) -> None:
    said = refusal(planned, "receive", DueDateNeeded, due_on=None)
    assert said == "This procedure runs by plan: enter the day on which the result is due."


def test_a_plan_does_not_promise_what_is_past(planned: Life) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    said = refusal(planned, "receive", PlanOver, due_on=yesterday)
    assert said.endswith("are over: the plan must name a later day.")


def test_the_day_of_the_plan_is_the_due_date(planned: Life) -> None:
    day = timezone.localdate() + timedelta(days=60)
    assert planned.act("receive", due_on=day).due == day.isoformat()


def test_a_paper_with_malware_is_not_received(life: Life) -> None:
    file = Component.objects.get(dossier=life.dossier, requirement="draft-charter").file
    StoredFile.objects.filter(pk=file.pk if file else 0).update(
        scan=StoredFile.Scan.INFECTED, malware="Eicar"
    )
    said = refusal(life, "receive", PaperInfected)
    assert said == "“draft-charter.pdf” carries malware; ask for a clean copy."


def test_a_paper_is_not_received_before_its_scan(life: Life, settings: LazySettings) -> None:
    settings.CLAMD = "/run/clamav/clamd.ctl"
    said = refusal(life, "receive", PaperHeld)
    assert said.endswith("is still being checked for malware. Go on after that.")
    for file in StoredFile.objects.all():
        note(file, malware="")
    life.act("receive")


def test_a_clean_version_takes_the_place_of_one_with_malware(life: Life) -> None:
    StoredFile.objects.filter(component__requirement="draft-charter").update(
        scan=StoredFile.Scan.INFECTED, malware="Eicar"
    )
    life.act("ask_completion", items={"draft-charter": "Tệp có mã độc."})
    life.act("resubmit", papers={"draft-charter": a_paper("draft-charter sạch")})
    life.act("receive")


def test_what_has_become_incomplete_is_not_received(life: Life) -> None:
    Component.objects.filter(dossier=life.dossier, requirement="draft-charter").delete()
    said = refusal(life, "receive", PapersMissing)
    assert said == "Papers are missing: Dự thảo điều lệ quỹ."


def test_reception_is_refused_only_on_a_ground_in_law(life: Life) -> None:
    said = refusal(life, "reject", UnknownReason, reason="busy")
    assert said == "“busy” is no ground in law for refusing reception."


def test_a_refused_dossier_ends_with_its_slip_and_without_code_or_clock(life: Life) -> None:
    done = life.act("reject")
    dossier = life.fresh
    assert (done.status, done.national_code) == (Status.NOT_RECEIVED, 3)
    assert dossier.papers.get(kind=Paper.Kind.FORM_03).file.digest == done.digest
    assert (dossier.code, dossier.due_at, dossier.ended_at is None) == (None, None, False)
    assert not ClockSegment.objects.exists()
    assert not CodeSequence.objects.exists()
    assert Run.objects.get(dossier=dossier).finished is not None
    assert not Task.objects.filter(process__dossier=dossier, finished=None).exists()
