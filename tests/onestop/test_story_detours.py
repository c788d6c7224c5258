"""The story with a detour: in every area each ends well, and leaves its papers and its journal."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import LazySettings
from django.core.management import call_command

from onestop.demo.filings import Area
from onestop.demo.story import Detour
from signing.demo.address import tsa_url
from tests.lives import ROAD

pytestmark = pytest.mark.django_db(transaction=True)

BEGUN = ("submit", "receive", "assign")
DECIDED = ("propose", "approve", "sign", "number", "issue", "hand_over")
ACTS: dict[Detour, tuple[str, ...]] = {
    "supplement": (*BEGUN, "ask_supplement", "supplement", "judge", *DECIDED, *ROAD),
    "late": (*BEGUN, "apologise", *DECIDED, *ROAD),
    "withdraw": (*BEGUN, "withdraw"),
    "refuse": (*BEGUN, *DECIDED),
    "correct": (*BEGUN, *DECIDED, "correct", *DECIDED, *ROAD),
}
# Beside the receipt of the first dossier.
PAPERS: dict[Detour, set[str]] = {
    "supplement": {"slip-02-1.pdf", "result-1.pdf", "slip-01-2.pdf", "result-2.pdf"},
    "late": {"slip-04-1.pdf", "result-1.pdf", "slip-01-2.pdf", "result-2.pdf"},
    "withdraw": {"slip-05-1.pdf"},
    "refuse": {"result-1.pdf"},
    "correct": {"result-1.pdf", "result-2.pdf", "slip-01-3.pdf", "result-3.pdf"},
}
ENDS: dict[Detour, dict[str, str]] = {
    "withdraw": {"ended": "WITHDRAWN", "outcome": ""},
    "refuse": {"ended": "RETURNED", "outcome": "refusal"},
}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pki")


@pytest.fixture(autouse=True)
def services_of_its_own(keys: Path, settings: LazySettings) -> None:
    """The port of the other tests' services is served already."""
    settings.PKI_DIR, settings.KEYS_DIR = keys, keys / "keys"
    settings.TRUST_ROOTS, settings.TSA_URLS = str(keys / "roots"), [tsa_url(keys)]


def told(area: Area, detour: Detour, out: Path) -> list[dict[str, Any]]:
    said = StringIO()
    options = ("--area", area, "--with", detour, "--out", str(out), "--json")
    call_command("story", *options, stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]


# In every area where it is short; what goes the whole road of two dossiers, in an area each.
IN_FULL: dict[Detour, Area] = {
    "supplement": "archives",
    "late": "civil-servants",
    "correct": "funds",
}
TOLD = [
    (area, detour)
    for detour in get_args(Detour)
    for area in get_args(Area)
    if IN_FULL.get(detour, area) == area
]


@pytest.mark.parametrize(("area", "detour"), TOLD)
def test_each_detour_ends_well_in_each_area(area: Area, detour: Detour, tmp_path: Path) -> None:
    *acts, end = told(area, detour, tmp_path)
    assert [line["act"] for line in acts] == list(ACTS[detour])
    papers = {path.name for path in tmp_path.iterdir()}
    assert papers == {"journal.json", "slip-01-1.pdf", *PAPERS[detour]}
    kept = json.loads((tmp_path / "journal.json").read_text(encoding="utf-8"))
    # Beside the acts it tells of the dossier that one of them opened.
    assert [line["act"] for line in kept if line["act"] != "open_correction"] == list(ACTS[detour])
    if detour in ENDS:
        assert end == ENDS[detour]
    else:
        assert (end["uploads"], end["questions"]) == (0, 0)
        assert end["reused"]
