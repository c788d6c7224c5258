"""The long run of spoilt files. Not part of the tests: `tests.campaigns.fuzz` begins it."""

from __future__ import annotations

from django.utils import timezone

from signing.demo.pki import DemoPki
from tests.trust import Papers

from . import fuzzed
from .fuzz import Order, leave, say
from .fuzz_files import signed_files
from .mutating import mutated

TELL_EVERY = 1_000


def test_spoilt_files_by_the_thousand(order: Order, pki: DemoPki, papers: Papers) -> None:
    spoilt = mutated(signed_files(pki, papers), seed=order.seed, number=order.files)
    told = 0
    for tally in fuzzed.tallied(spoilt, trust=pki.trust, at=timezone.now()):
        for what, one in tally.wrong[told:]:
            say(f"{one.of}, {one.by}: {what} ({leave(one.content)})")
        told = len(tally.wrong)
        if tally.files % TELL_EVERY < fuzzed.BATCH:
            say(f"{tally.files} files, {told} wrong, slowest {tally.slowest:.2f} s")
    counts = ", ".join(f"{name} {number}" for name, number in tally.integrity.most_common())
    say(f"{tally.files} files: {counts}; {tally.unexplained} not examined to their end")
    say(", ".join(f"{name} {number}" for name, number in sorted(tally.ways.items())))
    assert tally.wrong == []
