"""What is told of a file that was checked: verdict, signatures, and the data under the seal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.utils.functional import Promise

Sentence: TypeAlias = Promise | str


class Verdict(StrEnum):
    """EN 319 102-1: passed, failed, not decidable; and a file that nobody signed."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"
    UNSIGNED = "unsigned"


class Level(StrEnum):
    """How long a signature can be checked (PAdES baseline, EN 319 142-1); or a time-stamp's own."""

    B = "B-B"
    T = "B-T"
    LT = "B-LT"
    LTA = "B-LTA"
    TIMESTAMP = "time-stamp"


class Covers(StrEnum):
    """What a signature speaks for: all there is, all there was when it was made, or who knows."""

    FILE = "file"
    REVISION = "revision"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Fault:
    """Why something is not valid: it is broken, or there is not enough to decide."""

    verdict: Verdict
    sentence: Sentence


def broken(sentence: Sentence) -> Fault:
    return Fault(Verdict.INVALID, sentence)


def unproven(sentence: Sentence) -> Fault:
    return Fault(Verdict.INDETERMINATE, sentence)


def worst(faults: Iterable[Fault]) -> Verdict:
    found = {fault.verdict for fault in faults}
    for verdict in (Verdict.INVALID, Verdict.INDETERMINATE):
        if verdict in found:
            return verdict
    return Verdict.VALID


@dataclass(frozen=True)
class Signature:
    """One signature or document time-stamp, by its field."""

    field: str
    signer: str
    moment: datetime | None  # time-stamped; never the signer's own claim
    level: Level
    intact: bool
    trusted: bool
    covers: Covers
    verdict: Verdict
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True)
class Embedded:
    """The number and day of a result, and its data, as they stand under the seal."""

    number: str
    date: str
    result: Mapping[str, Any]


@dataclass(frozen=True)
class SignatureReport:
    verdict: Verdict
    signatures: tuple[Signature, ...] = ()
    embedded: Embedded | None = None
    reasons: tuple[Sentence, ...] = ()
