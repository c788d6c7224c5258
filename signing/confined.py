"""Validation in a child process, for files of strangers: so much time and memory, and no more."""

from __future__ import annotations

import multiprocessing
import resource
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from .reports import Sentence, SignatureReport, Verdict
from .trust import TrustStore
from .validation import Policy, validate

# By the clock; a busy machine may give the child less than a whole processor.
SECONDS = 30.0
CPU_SECONDS = 5
MEMORY = 256 << 20
# The child inherits what is loaded: starting Python anew would take longer than most files.
_FORKED = multiprocessing.get_context("fork")


def validate_confined(
    pdf: bytes,
    *,
    trust: TrustStore,
    at: datetime,
    policy: Policy = Policy.FITTING,
    seconds: float = SECONDS,
) -> SignatureReport:
    """As `validate`, but a file made to hang or to fill the memory takes only its child along."""
    ours, theirs = _FORKED.Pipe(duplex=False)
    child = _FORKED.Process(target=_examine, args=(theirs, pdf, trust, at, policy), daemon=True)
    child.start()
    theirs.close()
    try:
        return _heard(ours, seconds)
    finally:
        child.kill()
        child.join()
        child.close()
        ours.close()


def _heard(child: Connection, seconds: float) -> SignatureReport:
    try:
        if child.poll(seconds):
            report: SignatureReport = child.recv()
            return report
    except EOFError:
        return _given_up(_("The file broke the program that examined it."))
    return _given_up(_("The file takes too long to be examined."))


def _given_up(sentence: Sentence) -> SignatureReport:
    return SignatureReport(Verdict.INDETERMINATE, reasons=(sentence,))


def _examine(
    parent: Connection, pdf: bytes, trust: TrustStore, at: datetime, policy: Policy
) -> None:
    limit()
    parent.send(validate(pdf, trust=trust, at=at, policy=policy))


def limit(*, memory: int = MEMORY, seconds: int = CPU_SECONDS) -> None:
    """From here on, this process may take so much more memory and processor time, and no more."""
    most = _mapped() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds))


def _mapped() -> int:
    """What the child has inherited is the parent's own, not taken by the file."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
