"""A short run of spoilt files: nothing raises, nothing signed and changed is called intact."""

from __future__ import annotations

import pytest
from django.utils import timezone

from signing.demo.pki import DemoPki
from tests.trust import Papers

from . import fuzzed
from .fuzz_files import signed_files
from .mutating import CHANGES, Mutated, mutated

SEED, FILES = 7, 600


@pytest.fixture(scope="module")
def files(pki: DemoPki, papers: Papers) -> dict[str, bytes]:
    return signed_files(pki, papers)


def test_no_spoilt_file_is_called_intact_or_breaks_the_verifier(
    files: dict[str, bytes], pki: DemoPki
) -> None:
    spoilt = mutated(files, seed=SEED, number=FILES)
    *_earlier, tally = fuzzed.tallied(spoilt, trust=pki.trust, at=timezone.now())
    assert tally.wrong == []
    assert tally.ways.keys() == CHANGES.keys()
    assert tally.integrity["broken"] > FILES // 4


def test_a_file_that_is_not_spoilt_is_called_intact(files: dict[str, bytes], pki: DemoPki) -> None:
    """Else the run above would say nothing."""
    for name, content in files.items():
        untouched = [Mutated(content, name, "nothing", is_signed_part_changed=False)]
        (tally,) = fuzzed.tallied(untouched, trust=pki.trust, at=timezone.now())
        assert tally.integrity == {"intact": 1}, name
        assert tally.wrong == []


def test_a_changed_paper_that_is_called_intact_is_noticed(
    files: dict[str, bytes], pki: DemoPki
) -> None:
    lied = [Mutated(files["certified"], "certified", "a lie", is_signed_part_changed=True)]
    (tally,) = fuzzed.tallied(lied, trust=pki.trust, at=timezone.now())
    assert len(tally.wrong) == 1
