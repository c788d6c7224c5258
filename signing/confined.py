"""Validation in a child process, for files of strangers: so much time and memory, and no more."""

from __future__ import annotations

import multiprocessing
import resource
from datetime import datetime
from multiprocessing.connection import Connection

from django.utils.translation import gettext_lazy as _

from .reports import Sentence, SignatureReport, Verdict
from .trust import TrustStore
from .validation import Policy, validate

SECONDS = 30.0
MEMORY = 2 << 30
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
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    parent.send(validate(pdf, trust=trust, at=at, policy=policy))
