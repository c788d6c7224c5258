"""A policy is data with a date: it decides what fails, and what can be passed over at all."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone, translation

from signing import policies
from signing.algorithms import OPEN
from signing.demo.pki import DemoPki
from signing.errors import UnreadablePolicy
from signing.policies import ALWAYS_FAIL, FOLDER, Check, check_of
from signing.reports import (
    Fault,
    PolicyName,
    Sub,
    Verdict,
    Weight,
    altered,
    broken,
    failed,
    unproven,
)
from signing.validation import Policy, validate
from tests.trust import Papers

KEYS = ("own", "foreign")
# A verdict is made again by the version it names.
PUBLISHED = {
    "algorithms/2026-11-26.toml": (
        "f5a3d5a9f2470b2dd0a0d5f603a5aed57ded0c25841fb5d65d317a7aa96094e5"
    ),
    "foreign/2026-11-26.toml": ("f20185278db03ca2b83e2fca4ee6fb3cbddd1420887bdbf1cd7aa9e854410125"),
    "own/2026-11-26.toml": ("7e458263fe55215d8956e1671f02c978c5e7a730ddf8e8df197fef9093b06b3b"),
}
NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data, to be changed."""
    return Path(shutil.copytree(FOLDER, tmp_path / "policy"))


def changed(folder: Path, old: str, new: str, key: str = "own") -> None:
    (file,) = (folder / key).glob("*.toml")
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_version_never_changes() -> None:
    files = {str(file.relative_to(FOLDER)): file for file in FOLDER.rglob("*.toml")}
    found = {name: sha256(file.read_bytes()).hexdigest() for name, file in files.items()}
    assert found == PUBLISHED


@pytest.mark.parametrize("key", KEYS)
def test_a_policy_names_its_source_and_weighs_every_check(key: str) -> None:
    for rules in policies.load(key):
        assert rules.source
        assert rules.algorithms.source
        assert set(rules.weights) == set(Check)
        assert all(rules.weights[check] is Weight.FAIL for check in ALWAYS_FAIL)


@pytest.mark.parametrize("check", sorted(ALWAYS_FAIL))
@pytest.mark.parametrize("weight", ["warn", "inform"])
def test_a_policy_that_lets_forgeries_pass_is_refused(
    check: Check, weight: str, folder: Path
) -> None:
    changed(folder, f'\n{check.value} = "fail"', f'\n{check.value} = "{weight}"')
    with pytest.raises(UnreadablePolicy, match="own"):
        policies.load("own", folder)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('format = "fail"\n', ""),
        ('"fail"', '"ignore"'),
        ('key = "own"', 'key = "foreign"'),
        ('version = "2026-11-26"', 'version = "2027-01-01"'),
        ("valid_from", "from"),
        ('algorithms = "2026-11-26"', 'algorithms = "none"'),
        ("[checks]", "[checks"),
    ],
)
def test_a_garbled_policy_is_refused_by_name(old: str, new: str, folder: Path) -> None:
    changed(folder, old, new)
    with pytest.raises(UnreadablePolicy, match="own"):
        policies.load("own", folder)


def test_a_policy_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePolicy):
        policies.load("own", tmp_path)


def test_versions_follow_each_other_by_the_day_they_hold_from(folder: Path) -> None:
    text = (folder / "own" / "2026-11-26.toml").read_text()
    later = text.replace('version = "2026-11-26"', 'version = "2027-05-01"')
    later = later.replace("valid_from = 2026-11-26", "valid_from = 2027-05-01")
    (folder / "own" / "2027-05-01.toml").write_text(later)
    assert [one.version for one in policies.load("own", folder)] == ["2026-11-26", "2027-05-01"]


def test_before_the_first_version_the_first_holds() -> None:
    first, *_later = policies.load("own")
    assert policies.in_force("own", datetime(2011, 1, 1, tzinfo=UTC)) == first


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (broken("", Sub.HASH_FAILURE), Check.FORMAT),
        (broken("", Sub.TRY_LATER), Check.FORMAT),
        (altered(""), Check.CHANGES),
        (unproven("", Sub.CRYPTO_NO_POE), Check.ALGORITHMS),
        (unproven("", Sub.CRYPTO_CONSTRAINTS_FAILURE), Check.ALGORITHMS),
        (unproven(""), Check.CONSTRAINTS),
        (unproven("", Sub.TRY_LATER), Check.REVOCATION),
        (unproven("", Sub.NO_POE), Check.EXISTENCE),
        (failed("", Sub.REVOKED), Check.TRUST),
        (unproven("", Sub.TIMESTAMP_ORDER_FAILURE), Check.TRUST),
        (unproven("", Sub.NO_CHAIN_FOUND), Check.TRUST),
    ],
)
def test_every_fault_belongs_to_one_check(fault: Fault, check: Check) -> None:
    assert check_of(fault) is check


def test_what_only_warns_is_told_and_decides_nothing(folder: Path) -> None:
    changed(folder, 'existence = "fail"', 'existence = "warn"')
    (rules,) = policies.load("own", folder)
    unstamped, stranger = unproven("no stamp", Sub.NO_POE), unproven("who", Sub.NO_CHAIN_FOUND)
    assert rules.counted([unstamped, stranger]) == [stranger]
    (notice,) = rules.noticed([unstamped, stranger])
    assert (notice.weight, notice.sentence) == (Weight.WARN, "no stamp")


# What a report says of it -------------------------------------------------------------------------


def test_a_report_names_the_policy_it_was_made_by(papers: Papers, pki: DemoPki) -> None:
    for content, policy, key in (
        (papers.lasting, Policy.FITTING, "own"),
        (papers.lasting, Policy.FOREIGN, "foreign"),
        (papers.draft, Policy.OWN, "own"),
        (papers.draft, Policy.FITTING, "foreign"),
        (b"", Policy.FITTING, "foreign"),
    ):
        report = validate(content, trust=pki.trust, at=timezone.now(), policy=policy)
        assert report.policy == PolicyName(key, "2026-11-26")


def test_days_at_second_hand_are_shown_to_be_provisional(papers: Papers, pki: DemoPki) -> None:
    with translation.override("en"):
        report = validate(papers.lasting, trust=pki.trust, at=timezone.now())
        (told,) = map(str, report.information)
    assert "provisional" in told
    assert "TS 119 312" in told
    assert report.verdict is Verdict.VALID


def test_a_root_for_tests_is_warned_of_outside_the_demo(
    papers: Papers, pki: DemoPki, settings: LazySettings
) -> None:
    assert validate(papers.lasting, trust=pki.trust, at=timezone.now()).warnings == ()
    settings.DEMO = False
    with translation.override("en"):
        report = validate(papers.lasting, trust=pki.trust, at=timezone.now())
        (warning,) = map(str, report.warnings)
    assert "meant for tests" in warning
    assert report.verdict is Verdict.VALID


def test_what_new_keys_are_made_with_has_no_end_in_sight() -> None:
    for key in KEYS:
        table = policies.in_force(key, NOW).algorithms
        assert table.until_digest("sha256") == OPEN
        assert table.until_key("ecdsa", 256) == OPEN
