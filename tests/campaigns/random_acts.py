"""Random acts by the thousand: each run has a base of its own, proven at its end.

Not part of the tests, whose short run is in tests/workflows/routes: `tests.campaigns.machine`.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

import hypothesis
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from signing.trust import TrustStore
from tests.workflows.routes.machine import OfficeAtWork
from tests.workflows.routes.model import Answer
from workflows.proving.look import Violation
from workflows.proving.proof import prove

from .machine import Campaign

BLOCK = 50


class OfficeProven(OfficeAtWork):
    """The same office, whose base is proven at the end of each run, and then as it was before."""

    signs_one_in = 40
    trust: TrustStore
    came: ClassVar[Counter[str]]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        self.before = transaction.savepoint()
        super().__init__()

    def _perform(self, act: str, who: str, at: datetime, details: dict[str, Any]) -> Answer:
        answer = super()._perform(act, who, at, details)
        self.came[answer.value] += 1
        self.done[act] += answer is Answer.DONE
        return answer

    def teardown(self) -> None:
        try:
            # A run that has failed already is to tell of that.
            if sys.exc_info()[0] is None:
                told = prove(at=timezone.now(), trust=self.trust)
                assert [str(one) for one in told if isinstance(one, Violation)] == []
                self.came["runs"] += 1
        finally:
            transaction.savepoint_rollback(self.before)


def blocks(campaign: Campaign) -> Iterator[tuple[int, int]]:
    """Of each block its seed and how many runs it has: a failure is repeated by its block alone."""
    chance, seed, left = random.Random(campaign.seed), campaign.seed, campaign.runs  # noqa: S311
    while left > 0:
        yield seed, min(left, BLOCK)
        seed, left = chance.randrange(10**9), left - BLOCK


def test_random_acts_break_no_rule(
    campaign: Campaign, office: DemoOffice, demo_pki: DemoPki
) -> None:
    known = {"office": office, "trust": TrustStore.load(demo_pki.roots)}
    came, done = Counter[str](), Counter[str]()
    here = type("Here", (OfficeProven,), {**known, "came": came, "done": done})
    begun = time.perf_counter()
    for seed, runs in blocks(campaign):
        say(f"seed {seed}: {runs} runs of {campaign.acts} acts")
        how = hypothesis.settings(
            max_examples=runs,
            stateful_step_count=campaign.acts,
            deadline=None,
            database=None,
            print_blob=True,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(hypothesis.seed(seed)(here), settings=how)
        acts, taken = sum(came[one.value] for one in Answer), time.perf_counter() - begun
        say(f"  by now {came['runs']} runs, {acts} acts, {taken:.0f} s")
    for counts in (came, done):
        say(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
