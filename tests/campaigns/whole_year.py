"""One part of a large year in a base of its own; begun by `python -m tests.campaigns.year`."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path

import pytest
from django.conf import LazySettings

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.workflows.proving.proving import proved
from workflows.dossiers.models import DueChange
from workflows.proving import due_dates

from . import ground
from .simulated import simulated
from .tally import tally

ASKED = json.loads(os.environ.get("YEAR", "{}"))


@pytest.mark.parametrize("part", range(ASKED.get("parts", 0)))
def test_a_part_of_the_year(
    part: int,
    transactional_db: None,
    office: DemoOffice,
    demo_pki: DemoPki,
    settings: LazySettings,
    tmp_path: Path,
) -> None:
    settings.ROOTS_DIR = tmp_path
    dossiers = len(range(part, ASKED["dossiers"], ASKED["parts"]))
    with ground.in_force(office):
        ran = simulated(office, dossiers=dossiers, seed=f"{ASKED['seed']}/{part}")
        counts, begun = tally(), time.monotonic()
        faults, came = proved(demo_pki)
    told = {
        "part": part,
        "ran": asdict(ran),
        "proving": time.monotonic() - begun,
        "counts": counts,
        "faults": [str(one) for one in faults],
        "rows": {code: one.rows for code, one in came.items()},
    }
    Path(ASKED["folder"], f"{part}.json").write_text(json.dumps(told), encoding="utf-8")
    assert came[due_dates.CODE].rows == DueChange.objects.count() > 0
    assert not faults
    sys.stdout.write(f"part {part} proven\n")
