"""What the verifier says of files that were spoilt by chance, each within the limits of a child."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection

from django.utils import translation

from signing import nursery
from signing.reports import Integrity, SignatureReport
from signing.trust import TrustStore
from signing.validation import validate

from .mutating import Mutated

BATCH = 50
UNEXPLAINED = "The file could not be examined to its end."
_FORKED = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Told:
    integrity: Integrity
    verdict: str
    reasons: tuple[str, ...]
    seconds: float


@dataclass
class Tally:
    """How many files came to what, and each that should not have."""

    integrity: Counter[str] = field(default_factory=Counter)
    ways: Counter[str] = field(default_factory=Counter)
    unexplained: int = 0
    slowest: float = 0.0
    wrong: list[tuple[str, Mutated]] = field(default_factory=list)

    @property
    def files(self) -> int:
        return sum(self.integrity.values())

    def add(self, one: Mutated, told: Told) -> None:
        self.integrity[told.integrity] += 1
        self.ways[one.by] += 1
        self.unexplained += UNEXPLAINED in told.reasons
        self.slowest = max(self.slowest, told.seconds)
        if one.is_signed_part_changed and told.integrity is Integrity.INTACT:
            self.wrong.append(("signed bytes were changed, and it is called intact", one))
        if told.verdict == "valid" and told.integrity is not Integrity.INTACT:
            self.wrong.append(("valid, and not intact", one))
        if not told.reasons and told.verdict != "valid":
            self.wrong.append(("not valid, and nobody is told why", one))
        if told.seconds > nursery.CPU_SECONDS:
            self.wrong.append((f"took {told.seconds:.1f} s", one))


def tallied(files: Iterable[Mutated], *, trust: TrustStore, at: datetime) -> Iterator[Tally]:
    """The same tally, further after every batch."""
    tally, waiting = Tally(), iter(files)
    while batch := list(islice(waiting, BATCH)):
        for one, told in zip(batch, _judged(batch, trust, at), strict=True):
            if isinstance(told, Told):
                tally.add(one, told)
            else:
                tally.wrong.append((told, one))
        yield tally


def _judged(batch: Sequence[Mutated], trust: TrustStore, at: datetime) -> list[Told | str]:
    """In one child, whose limits are those of the verifier's; where it dies, file by file."""
    ours, theirs = _FORKED.Pipe(duplex=False)
    child = _FORKED.Process(target=_judge, args=(theirs, batch, trust, at))
    child.start()
    theirs.close()
    try:
        told: list[Told | str] = ours.recv()
    except EOFError:
        if len(batch) == 1:
            return ["the child died"]
        return [one for each in batch for one in _judged([each], trust, at)]
    finally:
        ours.close()
        child.join()
    return told


def _judge(parent: Connection, batch: Sequence[Mutated], trust: TrustStore, at: datetime) -> None:
    # The library tells of everything odd that it reads.
    logging.disable()
    nursery.limit(seconds=nursery.CPU_SECONDS * len(batch))
    parent.send([_tried(one, trust, at) for one in batch])


def _tried(one: Mutated, trust: TrustStore, at: datetime) -> Told | str:
    begun = time.process_time()
    try:
        report = validate(one.content, trust=trust, at=at)
        return _told(report, time.process_time() - begun)
    except Exception as raised:  # noqa: BLE001  what must not be, told with the file that did it
        return f"raised {type(raised).__name__}: {raised}"


def _told(report: SignatureReport, seconds: float) -> Told:
    with translation.override("en"):
        reasons = tuple(str(reason) for reason in report.reasons)
    return Told(report.integrity, report.verdict.value, reasons, seconds)
