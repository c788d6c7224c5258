"""Which check fails a paper, which warns and which informs: dated data, in `signing/policy/`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import algorithms
from .algorithms import Algorithms
from .anchors import Domain
from .errors import UnreadablePolicy
from .reports import (
    Fault,
    Integrity,
    Notice,
    PolicyName,
    Sentence,
    SignatureReport,
    Sub,
    Weight,
)
from .sentences import filled

FOLDER = Path(__file__).parent / "policy"


class Check(StrEnum):
    """What a paper is checked for, as a policy names it."""

    FORMAT = "format"
    CHANGES = "changes"
    ALGORITHMS = "algorithms"
    TRUST = "trust"
    CONSTRAINTS = "constraints"
    REVOCATION = "revocation"
    EXISTENCE = "existence"
    TEST_ANCHOR = "test-anchor"
    PROVISIONAL = "provisional"


# A policy that let these pass would call valid what nobody signed.
ALWAYS_FAIL = {Check.FORMAT, Check.CHANGES, Check.ALGORITHMS, Check.TRUST, Check.CONSTRAINTS}
_BY_HARM = {Integrity.BROKEN: Check.FORMAT, Integrity.CHANGED: Check.CHANGES}
_BY_SUB = {
    Sub.CRYPTO_CONSTRAINTS_FAILURE: Check.ALGORITHMS,
    Sub.CRYPTO_NO_POE: Check.ALGORITHMS,
    Sub.SIG_CONSTRAINTS_FAILURE: Check.CONSTRAINTS,
    Sub.TRY_LATER: Check.REVOCATION,
    Sub.NO_POE: Check.EXISTENCE,
}


@dataclass(frozen=True)
class Rules:
    """One version of a policy, with the table of algorithms that it names."""

    key: str
    version: str
    valid_from: date
    source: str
    algorithms: Algorithms
    weights: Mapping[Check, Weight]

    @property
    def name(self) -> PolicyName:
        return PolicyName(self.key, self.version)

    def counted(self, faults: Iterable[Fault]) -> list[Fault]:
        """Those that decide the verdict."""
        return [one for one in faults if self.weights[check_of(one)] is Weight.FAIL]

    def noticed(self, faults: Iterable[Fault]) -> tuple[Notice, ...]:
        """The others, to be told beside it."""
        weighed = ((self.weights[check_of(one)], one) for one in faults)
        return tuple(
            Notice(weight, one.sentence) for weight, one in weighed if weight is not Weight.FAIL
        )


def check_of(fault: Fault) -> Check:
    """What was checked for when this was found."""
    return _BY_HARM.get(fault.harm) or _BY_SUB.get(fault.sub) or Check.TRUST


def in_force(key: str, at: datetime) -> Rules:
    """The version in force at the moment; before the first, the first."""
    versions = _versions(key, FOLDER)
    begun = [one for one in versions if one.valid_from <= at.date()]
    return begun[-1] if begun else versions[0]


def noted(report: SignatureReport, rules: Rules, *, on_trial: bool) -> SignatureReport:
    """The report with the policy it was made by, and what this has to say beside the verdict."""
    beside = _beside(report, rules, on_trial=on_trial)
    weighed = ((rules.weights[check], sentence) for check, sentence in beside)
    notices = (
        *(Notice(weight, sentence) for weight, sentence in weighed),
        *(
            Notice(notice.weight, format_lazy("{}: {}", one.field, notice.sentence))
            for one in report.signatures
            for notice in one.notices
        ),
    )
    return replace(report, policy=rules.name, notices=notices)


def _beside(
    report: SignatureReport, rules: Rules, *, on_trial: bool
) -> Iterator[tuple[Check, Sentence]]:
    if not on_trial and any(one.domain is Domain.TEST for one in report.anchors):
        yield Check.TEST_ANCHOR, _("It rests on a root that is meant for tests: it proves nothing.")
    if any(one.left_out for one in report.anchors):
        sentence = _("It rests on a root without an entry: nobody has stated what it is for.")
        yield Check.TEST_ANCHOR, sentence
    if report.signatures and rules.algorithms.provisional:
        sentence = _(
            "Until when methods are safe is provisional, for it is known at second hand: %(source)s"
        )
        yield Check.PROVISIONAL, filled(sentence, {"source": rules.algorithms.source})


def load(key: str, folder: Path = FOLDER) -> tuple[Rules, ...]:
    """All versions of a policy, the oldest first; raises `UnreadablePolicy`."""
    try:
        read = [_rules(key, file, folder) for file in (folder / key).glob("*.toml")]
    except (OSError, ValueError, KeyError, TypeError):
        raise UnreadablePolicy(key) from None
    if not read:
        raise UnreadablePolicy(key)
    return tuple(sorted(read, key=attrgetter("valid_from")))


@cache
def newest_algorithms() -> Algorithms:
    """For what is signed now."""
    file = max((FOLDER / "algorithms").glob("*.toml"), key=attrgetter("name"))
    return algorithms.read(_content(file))


_versions = cache(load)


def _rules(key: str, file: Path, folder: Path) -> Rules:
    content = _content(file)
    table = folder / "algorithms" / f"{content['algorithms']}.toml"
    rules = Rules(
        key=content["key"],
        version=content["version"],
        valid_from=content["valid_from"],
        source=content["source"],
        algorithms=algorithms.read(_content(table)),
        weights={check: Weight(content["checks"][check.value]) for check in Check},
    )
    named = rules.key == key and rules.version == file.stem
    if not named or any(rules.weights[check] is not Weight.FAIL for check in ALWAYS_FAIL):
        raise UnreadablePolicy(key)
    return rules


def _content(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text())
