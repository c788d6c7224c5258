"""Until when a method of signing counts as safe: dated data (ETSI TS 119 312), and its reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from asn1crypto import algos, cms
from asn1crypto.keys import PublicKeyInfo
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint, AlgorithmUsagePolicy

NEVER = datetime.min.replace(tzinfo=UTC)
OPEN = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Limit:
    """A method with a key of so many bits or more is safe before this moment."""

    method: str
    bits: int
    until: datetime


@dataclass(frozen=True)
class Algorithms:
    """One version of the table."""

    version: str
    source: str
    provisional: bool
    digests: Mapping[str, datetime]
    signatures: tuple[Limit, ...]

    def until_digest(self, name: str) -> datetime:
        return self.digests.get(name, NEVER)

    def until_key(self, method: str, bits: int) -> datetime:
        """Of the lines of the method, the one with the most bits that the key has."""
        lines = [line for line in self.signatures if line.method == method and line.bits <= bits]
        return max(lines, key=lambda line: line.bits).until if lines else NEVER

    def until_method(
        self, method: algos.SignedDigestAlgorithm, key: PublicKeyInfo | None
    ) -> datetime:
        """Where no key is known, the longest is supposed; where no digest is named, a safe one."""
        try:
            name = method.signature_algo
        except ValueError:
            return NEVER
        ends = self.until_key(name, bits_of(key) if key else 1 << 20)
        try:
            return min(ends, self.until_digest(method.hash_algo))
        except ValueError:
            return ends

    def until_signer(self, signer: cms.SignerInfo, key: PublicKeyInfo) -> datetime:
        """The whole of a CMS signature: its method with its key, and the digest it names."""
        digest = self.until_digest(signer["digest_algorithm"]["algorithm"].native)
        return min(digest, self.until_method(signer["signature_algorithm"], key))


class Dated(AlgorithmUsagePolicy):
    """The table as the library asks it of each certificate in a chain.

    `at` is until when what is asked about must be safe: not when the signature was made, but when
    something later vouches for it. Without it, the moment that the library judges at.
    """

    def __init__(self, table: Algorithms, at: datetime | None = None) -> None:
        self._table, self._at = table, at

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        return self._answer(self._table.until_digest(algo["algorithm"].native), moment)

    def signature_algorithm_allowed(
        self,
        algo: algos.SignedDigestAlgorithm,
        moment: datetime | None,
        public_key: PublicKeyInfo | None,
    ) -> AlgorithmUsageConstraint:
        return self._answer(self._table.until_method(algo, public_key), moment)

    def _answer(self, until: datetime, moment: datetime | None) -> AlgorithmUsageConstraint:
        asked = self._at or moment
        allowed = until == OPEN if asked is None else asked < until
        return AlgorithmUsageConstraint(allowed=allowed, not_allowed_after=until)


def bits_of(key: PublicKeyInfo) -> int:
    if key.algorithm in {"rsa", "rsassa_pss", "rsaes_oaep"}:
        return int(key["public_key"].parsed["modulus"].native).bit_length()
    fixed = {"ed25519": 256, "ed448": 448}
    return fixed.get(key.algorithm) or int(key.bit_size)


def read(content: Mapping[str, Any]) -> Algorithms:
    """The table as its file states it."""
    return Algorithms(
        version=str(content["version"]),
        source=str(content["source"]),
        provisional=bool(content["provisional"]),
        digests={name: _moment(said) for name, said in content["digests"].items()},
        signatures=tuple(
            Limit(line["method"], int(line["bits"]), _moment(line.get("until", "open")))
            for line in content["signatures"]
        ),
    )


def _moment(said: date | str) -> datetime:
    if said == "open":
        return OPEN
    if not isinstance(said, date):
        raise ValueError(said)
    return datetime.combine(said, time.min, tzinfo=UTC)
