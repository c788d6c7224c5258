"""Examination in a child process, for files of strangers: so much time and memory, and no more."""

from __future__ import annotations

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, TypeVar

from django.utils.translation import gettext_lazy as _

from . import nursery
from .reports import Sentence, SignatureReport, Verdict
from .revisions import NotSeen, Revision, revisions
from .sentences import filled
from .trust import TrustStore
from .validation import Policy, validate

# By the clock; a busy machine may give the child less than a whole processor.
SECONDS = 30.0
# A timer of nothing would never ring.
LEAST = 0.001

Answer = TypeVar("Answer")


class GivenUp(Exception):
    """No answer came."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def validate_confined(
    pdf: bytes,
    *,
    trust: TrustStore,
    at: datetime,
    policy: Policy = Policy.FITTING,
    seconds: float = SECONDS,
) -> SignatureReport:
    """As `validate`, but a file made to hang or to fill the memory takes only its child along."""
    try:
        return done(partial(validate, pdf, trust=trust, at=at, policy=policy), seconds)
    except GivenUp as given_up:
        return SignatureReport(Verdict.INDETERMINATE, reasons=(given_up.sentence,))


def revisions_confined(pdf: bytes, *, seconds: float = SECONDS) -> tuple[Revision, ...]:
    """As `revisions`; none of a file that would not be examined."""
    try:
        return done(partial(revisions, pdf), seconds)
    except GivenUp:
        return ()


def seen_by(field: str, pdf: bytes, report: SignatureReport) -> bytes:
    """The file as whoever signed in this field saw it; raises `NotSeen`."""
    if field not in {one.field for one in report.signatures}:
        raise NotSeen(
            filled(_("There is no signature in the field “%(field)s”."), {"field": field})
        )
    intact = any(one.field == field and one.intact for one in report.signatures)
    found = next((one for one in revisions_confined(pdf) if one.field == field), None)
    if not intact or found is None:
        raise NotSeen(_("What this signature was made over can no longer be seen."))
    return pdf[: found.end]


@dataclass
class _Ready:
    """The process that children are forked from, begun when first needed and after its end."""

    begun_by: int
    process: subprocess.Popen[bytes]
    control: socket.socket

    @classmethod
    def begun(cls) -> _Ready:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(  # noqa: S603  our own module
                [sys.executable, "-m", nursery.__name__, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                # Nothing else: the environment of a site holds its secrets.
                env={"PYTHONPATH": os.pathsep.join(sys.path)},
            )
        return cls(os.getpid(), process, ours)

    def fork(self, child: socket.socket) -> None:
        """Raises `BrokenPipeError` if the process has ended."""
        socket.send_fds(self.control, [b"."], [child.fileno()])

    def end(self) -> None:
        self.control.close()
        # A fork of ours uses it too, and is not its parent.
        if self.begun_by == os.getpid():
            self.process.terminate()
            self.process.wait()


_at_hand: list[_Ready] = []
_one_at_a_time = Lock()


def ready() -> None:
    """Begins what children are forked from, so that the first who sends a file need not wait."""
    with _one_at_a_time:
        _nursery()


@atexit.register
def end() -> None:
    while _at_hand:
        _at_hand.pop().end()


def _nursery() -> _Ready:
    if not _at_hand:
        _at_hand.append(_Ready.begun())
    return _at_hand[0]


def done(work: Callable[[], Answer], seconds: float) -> Answer:
    """What `work`, which travels by name, gives in a child of its own; raises `GivenUp`."""
    with _child() as child:
        # It may die of its limits before it has read all that it is sent.
        with suppress(BrokenPipeError, ConnectionResetError):
            child.send((max(seconds, LEAST), work))
        answer: Answer = _heard(child, seconds)
        return answer


def _heard(child: Connection, seconds: float) -> Any:
    try:
        if child.poll(seconds):
            return child.recv()
    except (EOFError, ConnectionResetError):
        raise GivenUp(_("The file broke the program that examined it.")) from None
    raise GivenUp(_("The file takes too long to be examined."))


def _child() -> Connection:
    ours, theirs = socket.socketpair()
    with theirs, _one_at_a_time:
        try:
            _nursery().fork(theirs)
        except BrokenPipeError:
            # Somebody ended it from outside.
            end()
            _nursery().fork(theirs)
    return Connection(ours.detach())
