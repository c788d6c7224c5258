"""Proving in the tests: everything, of a base that a test has made."""

from __future__ import annotations

from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.trust import TrustStore
from workflows.proving.look import Violation
from workflows.proving.proof import INVARIANTS, Proved, prove


def proved(pki: DemoPki, only: str = "") -> tuple[list[Violation], dict[str, Proved]]:
    """What was found, and what came of each rule by its code."""
    rules = [one for one in INVARIANTS if only in ("", one.code)]
    told = list(prove(at=timezone.now(), trust=TrustStore.load(pki.roots), rules=rules))
    found = [one for one in told if isinstance(one, Violation)]
    return found, {one.code: one for one in told if isinstance(one, Proved)}


def found(pki: DemoPki, only: str = "") -> list[str]:
    """What was found, in the sentences of the command."""
    return [str(one) for one in proved(pki, only)[0]]
