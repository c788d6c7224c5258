"""A short run of random acts by several people: nothing but what the model foretells."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.workflows.proving.proving import found

from .machine import OfficeAtWork

SHORT = settings(
    max_examples=3,
    stateful_step_count=50,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=list(HealthCheck),
)


def test_random_acts_do_only_what_the_law_knows(office: DemoOffice, demo_pki: DemoPki) -> None:
    here = type("Here", (OfficeAtWork,), {"office": office})
    run_state_machine_as_test(here, settings=SHORT)
    assert found(demo_pki) == []
