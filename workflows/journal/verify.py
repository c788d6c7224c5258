"""The whole journal verified: every chain, every private value, every root."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from . import roots, verify_chains, verify_roots
from .faults import Fault
from .verify_roots import CheckToken


@dataclass(frozen=True)
class Report:
    """What was verified, and every fault that was found."""

    dossiers: int
    entries: int
    private_values: int
    roots: int
    rooted_to: date | None
    tokens_checked: bool
    faults: tuple[Fault, ...]


def verify(*, check_token: CheckToken | None = None) -> Report:
    """Reads everything once. Without `check_token`, time-stamps must exist but are not opened."""
    counted: Counter[str] = Counter()
    days = roots.kept_days()
    faults = (
        *verify_chains.every_chain(counted),
        *verify_chains.ownerless(),
        *verify_chains.private_values(counted),
        *verify_roots.check(days, check_token=check_token),
    )
    return Report(
        dossiers=counted["dossiers"],
        entries=counted["entries"],
        private_values=counted["private_values"],
        roots=len(days),
        rooted_to=days[-1] if days else None,
        tokens_checked=check_token is not None,
        faults=faults,
    )
