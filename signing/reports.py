"""What is told of a file that was checked: verdict, signatures, and the data under the seal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias

from django.utils.functional import Promise

from .anchors import Anchor

Sentence: TypeAlias = Promise | str


class Verdict(StrEnum):
    """EN 319 102-1: passed, failed, not decidable; and a file that nobody signed."""

    VALID = "valid"
    INVALID = "invalid"
    INDETERMINATE = "indeterminate"
    UNSIGNED = "unsigned"


class Integrity(StrEnum):
    """Whether the signed bytes and what is shown are what was signed, apart from all trust."""

    INTACT = "intact"
    CHANGED = "changed"  # more was added than may be
    BROKEN = "broken"  # a signature or time-stamp fails by itself
    UNSIGNED = "unsigned"


class Sub(StrEnum):
    """Why a signature did not pass: the sub-indications of EN 319 102-1, 5.1.3."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    REVOKED = "REVOKED"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    CHAIN_GENERAL_FAILURE = "CERTIFICATE_CHAIN_GENERAL_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    CRYPTO_NO_POE = "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    OUT_OF_BOUNDS_NOT_REVOKED = "OUT_OF_BOUNDS_NOT_REVOKED"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    NO_POE = "NO_POE"
    TRY_LATER = "TRY_LATER"
    SIGNED_DATA_NOT_FOUND = "SIGNED_DATA_NOT_FOUND"


INDICATIONS = {
    Verdict.VALID: "TOTAL-PASSED",
    Verdict.INVALID: "TOTAL-FAILED",
    Verdict.INDETERMINATE: "INDETERMINATE",
    Verdict.UNSIGNED: "INDETERMINATE",
}


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
    sub: Sub
    harm: Integrity = Integrity.INTACT


class Weight(StrEnum):
    """What a policy makes of a trouble that was found."""

    FAIL = "fail"
    WARN = "warn"
    INFORM = "inform"


@dataclass(frozen=True)
class Notice:
    """What is told beside the verdict and does not change it."""

    weight: Weight
    sentence: Sentence


@dataclass(frozen=True)
class PolicyName:
    """The rules that a paper was held against, so that it can be judged by them again."""

    key: str
    version: str


def broken(sentence: Sentence, sub: Sub = Sub.FORMAT_FAILURE) -> Fault:
    """A signature fails by its own cryptography or form."""
    return Fault(Verdict.INVALID, sentence, sub, Integrity.BROKEN)


def altered(sentence: Sentence) -> Fault:
    """Something was added that may not be; what was signed can still be seen."""
    return Fault(Verdict.INVALID, sentence, Sub.FORMAT_FAILURE, Integrity.CHANGED)


def failed(sentence: Sentence, sub: Sub) -> Fault:
    """Untouched, and yet worth nothing."""
    return Fault(Verdict.INVALID, sentence, sub)


def unproven(sentence: Sentence, sub: Sub = Sub.SIG_CONSTRAINTS_FAILURE) -> Fault:
    return Fault(Verdict.INDETERMINATE, sentence, sub)


def harm_of(faults: Iterable[Fault]) -> Integrity:
    found = {fault.harm for fault in faults}
    for harm in (Integrity.BROKEN, Integrity.CHANGED):
        if harm in found:
            return harm
    return Integrity.INTACT


def why(faults: Iterable[Fault]) -> Sub | None:
    """The first reason that the worst verdict has."""
    listed = list(faults)
    of = (Integrity.BROKEN, Integrity.CHANGED, Integrity.INTACT)
    ranked = sorted(listed, key=lambda one: of.index(one.harm))
    return next((one.sub for one in ranked if one.verdict is worst(listed)), None)


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
    faults: tuple[Fault, ...]
    claimed: datetime | None = None  # the signer's own word
    modified_after: bool = False
    anchor: Anchor | None = None  # the root at which the signer's chain ends
    stamp_anchor: Anchor | None = None  # the same of the time-stamp in the signature
    notices: tuple[Notice, ...] = ()

    @property
    def reasons(self) -> tuple[Sentence, ...]:
        return tuple(dict.fromkeys(fault.sentence for fault in self.faults))

    @property
    def indication(self) -> str:
        return INDICATIONS[self.verdict]

    @property
    def sub_indication(self) -> Sub | None:
        return why(self.faults)


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
    # Nothing counts as intact until it has been shown to be.
    integrity: Integrity = Integrity.BROKEN
    sub_indication: Sub | None = None
    policy: PolicyName | None = None
    notices: tuple[Notice, ...] = ()

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """Every root that was relied on, once."""
        found = (anchor for one in self.signatures for anchor in (one.anchor, one.stamp_anchor))
        return tuple(dict.fromkeys(anchor for anchor in found if anchor))

    @property
    def warnings(self) -> tuple[Sentence, ...]:
        return self._told(Weight.WARN)

    @property
    def information(self) -> tuple[Sentence, ...]:
        return self._told(Weight.INFORM)

    def _told(self, weight: Weight) -> tuple[Sentence, ...]:
        return tuple(one.sentence for one in self.notices if one.weight is weight)

    @property
    def indication(self) -> str:
        return INDICATIONS[self.verdict]
