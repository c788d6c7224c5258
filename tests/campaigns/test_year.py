"""A year of the office in virtual time, with every rule of time in it, breaks no rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.workflows.proving.proving import proved
from workflows.dossiers.models import DueChange
from workflows.proving import due_dates

from . import ground
from .simulated import Ran, simulated
from .tally import tally
from .year import never

SEED = "60"


@pytest.fixture
def ran(office: DemoOffice, settings: LazySettings, tmp_path: Path) -> Iterator[Ran]:
    settings.ROOTS_DIR = tmp_path
    with ground.in_force(office):
        yield simulated(office, dossiers=60, seed=SEED)


def test_a_small_year_leaves_out_no_rule_and_breaks_none(ran: Ran, demo_pki: DemoPki) -> None:
    counts = tally()
    assert counts["dossiers"] == ran.dossiers
    assert never(counts) == []
    faults, came = proved(demo_pki)
    assert [str(one) for one in faults] == []
    assert came[due_dates.CODE].rows == DueChange.objects.count()
    assert all(one.rows for one in came.values())
