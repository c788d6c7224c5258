"""A root counts for its domain and its time, and two persons stand behind what is said of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone, translation

from signing import anchors, results
from signing.anchors import Anchor, Domain
from signing.demo import issuing
from signing.demo.issuing import AUTHORITY, TIMESTAMPS
from signing.demo.pki import DemoPki
from signing.errors import TrustOfOne, UnreadableTrust, UnsoundEntry
from signing.layout import Place
from signing.reports import Sub, Verdict
from signing.sentences import in_language
from signing.trust import TrustStore
from signing.validation import Policy, validate
from tests import trust
from tests.signing.test_indications import DAY, NOW, STAMPING_KEYS, THEN, Case, a_paper
from tests.trust import Papers, der
from workflows.documents.stamps import personal_stamp

PERSONS = 'prepared_by = "Lê Thị An"\napproved_by = "Phạm Văn Bình"\n'
STATED = 'domain = "government"\nsource = "Ban Cơ yếu Chính phủ"\nfrom = 2020-01-01\n'


def beside(pki: DemoPki, folder: Path, entry: str, key: str | None = None) -> Path:
    """A folder with the root and what is stated of it."""
    (folder / "root.pem").write_bytes((pki.roots / "root.pem").read_bytes())
    (folder / anchors.FILE).write_text(f'["{key or fingerprint(pki)}"]\n{entry}')
    return folder


def fingerprint(pki: DemoPki) -> str:
    return Anchor(der(pki.root)).fingerprint


def in_pairs(digits: str) -> str:
    """As openssl prints it."""
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)).upper()


def trusting(pki: DemoPki, domain: Domain) -> TrustStore:
    return TrustStore(pki.trust.roots, (Anchor(der(pki.root), domain),))


# What is stated -----------------------------------------------------------------------------------


def test_a_root_that_nobody_speaks_of_counts_always_and_for_no_domain(pki: DemoPki) -> None:
    (anchor,) = TrustStore(pki.trust.roots).anchors
    assert (anchor.domain, anchor.since, anchor.until) == (Domain.UNSTATED, None, None)
    assert anchor.counts(datetime(1990, 1, 1, tzinfo=UTC))


def test_the_file_beside_the_roots_states_domain_source_and_days(
    pki: DemoPki, tmp_path: Path
) -> None:
    folder = beside(pki, tmp_path, STATED + "until = 2030-01-01\n" + PERSONS)
    for path in (folder, folder / "root.pem"):
        (anchor,) = TrustStore.load(path).anchors
        assert anchor == Anchor(
            der(pki.root),
            Domain.GOVERNMENT,
            "Ban Cơ yếu Chính phủ",
            datetime(2020, 1, 1, tzinfo=UTC),
            datetime(2030, 1, 1, tzinfo=UTC),
        )


def test_the_root_of_the_demo_is_one_for_tests(pki: DemoPki) -> None:
    (anchor,) = pki.trust.anchors
    assert anchor.domain is Domain.TEST
    assert anchor.subject == "Root (DEMO)"


@pytest.mark.parametrize(
    "entry",
    [
        STATED.replace("government", "everybody") + PERSONS,
        STATED.replace("source", "from_whom") + PERSONS,
        STATED.replace("2020-01-01", '"long ago"') + PERSONS,
        STATED.replace("domain =", "domain") + PERSONS,
    ],
)
def test_what_is_stated_in_a_garbled_way_is_refused(
    entry: str, pki: DemoPki, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableTrust, match=r"anchors\.toml"):
        TrustStore.load(beside(pki, tmp_path, entry))


@pytest.mark.parametrize("written", [str.upper, in_pairs])
def test_an_entry_is_found_however_its_fingerprint_is_written(
    written: Callable[[str], str], pki: DemoPki, tmp_path: Path
) -> None:
    folder = beside(pki, tmp_path, STATED + PERSONS, written(fingerprint(pki)))
    (anchor,) = TrustStore.load(folder).anchors
    assert anchor.domain is Domain.GOVERNMENT


@pytest.mark.parametrize(
    "written",
    ["root", "ab" * 31, "ab" * 33, "xy" * 32, ":".join(["abcd"] * 16), f"{'ab' * 32} "],
    ids=["a name", "too short", "too long", "other letters", "in fours", "a blank"],
)
def test_an_entry_under_what_is_no_fingerprint_is_refused(
    written: str, pki: DemoPki, tmp_path: Path
) -> None:
    with translation.override("en"), pytest.raises(UnsoundEntry, match=f"“{written}” is no SHA"):
        TrustStore.load(beside(pki, tmp_path, STATED + PERSONS, written))


def test_two_entries_for_one_root_are_refused(pki: DemoPki, tmp_path: Path) -> None:
    again = f"[{fingerprint(pki).upper()}]\n"
    folder = beside(pki, tmp_path, STATED + PERSONS + again + STATED + PERSONS)
    with translation.override("en"), pytest.raises(UnsoundEntry, match="two entries"):
        TrustStore.load(folder)


@pytest.mark.parametrize("key", ["Until", "valid_until", "approved-by"])
def test_what_cannot_be_stated_of_a_root_is_refused(key: str, pki: DemoPki, tmp_path: Path) -> None:
    folder = beside(pki, tmp_path, STATED + PERSONS + f"{key} = 2025-01-01\n")
    with translation.override("en"), pytest.raises(UnsoundEntry, match=f"“{key}”"):
        TrustStore.load(folder)


def test_a_root_that_is_left_out_of_the_list_is_warned_of(
    papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    def warnings(folder: Path) -> list[str]:
        report = validate(papers.lasting, trust=TrustStore.load(folder), at=timezone.now())
        return in_language("en", report.warnings)

    (warned,) = warnings(beside(pki, tmp_path, STATED + PERSONS, "ab" * 32))
    assert "without an entry" in warned
    assert warnings(beside(pki, tmp_path, STATED + PERSONS)) == []
    (tmp_path / anchors.FILE).unlink()
    assert warnings(tmp_path) == []


@pytest.mark.parametrize(
    "persons",
    [
        "",
        'prepared_by = "Lê Thị An"\n',
        'approved_by = "Lê Thị An"\n',
        'prepared_by = "Lê Thị An"\napproved_by = "Lê Thị An"\n',
        'prepared_by = "Lê Thị An"\napproved_by = " Lê Thị An "\n',
        'prepared_by = "Lê Thị An"\napproved_by = " "\n',
        'prepared_by = "Lê Thị An"\napproved_by = "lê thị an"\n',
        'prepared_by = "Lê Thị An"\napproved_by = "Lê  Thị An"\n',
        f'prepared_by = "Lê Thị An"\napproved_by = "{unicodedata.normalize("NFD", "Lê Thị An")}"\n',
    ],
)
def test_nobody_changes_alone_whom_to_trust(persons: str, pki: DemoPki, tmp_path: Path) -> None:
    folder = beside(pki, tmp_path, STATED + persons)
    with translation.override("en"), pytest.raises(TrustOfOne, match="two different persons"):
        TrustStore.load(folder)


@pytest.mark.parametrize("demo", [True, False])
def test_a_root_for_tests_is_read_without_anybody_behind_it(
    demo: bool, pki: DemoPki, settings: LazySettings
) -> None:
    settings.DEMO = demo
    (anchor,) = TrustStore.load(pki.roots).anchors
    assert anchor.domain is Domain.TEST


# Domains ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("domain", [Domain.GOVERNMENT, Domain.TEST, Domain.UNSTATED])
def test_a_result_of_ours_is_signed_under_any_root_but_that_for_citizens(
    domain: Domain, papers: Papers, pki: DemoPki
) -> None:
    report = validate(papers.lasting, trust=trusting(pki, domain), at=timezone.now())
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())


def test_the_root_for_citizens_and_enterprises_seals_no_result(
    papers: Papers, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = trusting(pki, Domain.PUBLIC)
    report = validate(papers.lasting, trust=store, at=timezone.now())
    assert report.verdict is Verdict.INDETERMINATE
    assert report.sub_indication is Sub.CHAIN_CONSTRAINTS_FAILURE
    report = validate(papers.lasting, trust=store, at=timezone.now(), policy=Policy.FOREIGN)
    assert report.verdict is Verdict.VALID
    monkeypatch.setattr(results, "_domains", lambda _signatures: ())
    report = validate(papers.lasting, trust=store, at=timezone.now())
    assert report.verdict is Verdict.VALID, "and nothing else looks at it"


def test_each_signature_names_the_root_it_rests_on(papers: Papers, pki: DemoPki) -> None:
    report = validate(papers.lasting, trust=pki.trust, at=timezone.now())
    (anchor,) = pki.trust.anchors
    assert [one.anchor for one in report.signatures] == [anchor] * 3
    assert report.anchors == (anchor,)


def test_what_rests_on_no_root_names_none(papers: Papers) -> None:
    stranger = issuing.issue("Stranger", issuing.a_service_key(), AUTHORITY, by=None)
    report = validate(papers.lasting, trust=TrustStore((der(stranger),)), at=timezone.now())
    assert report.anchors == ()
    assert {one.anchor for one in report.signatures} == {None}


def test_a_root_is_named_also_where_nothing_proves_that_the_key_was_not_revoked(
    papers: Papers, pki: DemoPki
) -> None:
    report = validate(papers.sealed, trust=pki.trust, at=timezone.now())
    assert report.sub_indication is Sub.TRY_LATER
    assert report.anchors == pki.trust.anchors


# Days ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def two_roots(tmp_path_factory: pytest.TempPathFactory) -> DemoPki:
    """Signers under one root, time-stamps under another."""
    stamping = issuing.issue("Stamping root", issuing.a_service_key(), AUTHORITY, by=None)
    signing = issuing.issue("Signing root", issuing.a_service_key(), AUTHORITY, by=None)
    stamps = issuing.issue("Stamps", STAMPING_KEYS[2048], TIMESTAMPS, by=stamping)
    return DemoPki(tmp_path_factory.mktemp("roots"), "", stamping, signing, stamps)


@pytest.fixture(scope="module")
def paper(two_roots: DemoPki) -> bytes:
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)
    return a_paper(Case(), page, two_roots)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, None, None),
        (THEN - DAY, THEN + DAY, None),
        (THEN, None, None),
        (None, THEN, Sub.NO_CHAIN_FOUND),
        (None, THEN - DAY, Sub.NO_CHAIN_FOUND),
        (THEN + DAY, None, Sub.NO_CHAIN_FOUND),
    ],
)
def test_a_root_counts_at_the_moment_that_is_proven_not_at_the_present(
    since: datetime | None,
    until: datetime | None,
    expected: Sub | None,
    paper: bytes,
    two_roots: DemoPki,
) -> None:
    signer = Anchor(der(two_roots.authority), Domain.GOVERNMENT, "", since, until)
    stamper = Anchor(der(two_roots.root), Domain.PUBLIC)
    store = TrustStore((signer.root, stamper.root), (signer, stamper))
    report = validate(paper, trust=store, at=NOW)
    assert report.sub_indication == expected
    assert report.anchors == ((stamper,) if expected else (signer, stamper))


def test_a_root_of_stamps_must_count_until_another_stamp_vouches_for_them(
    paper: bytes, two_roots: DemoPki
) -> None:
    ended = Anchor(der(two_roots.root), Domain.PUBLIC, "", None, NOW - timedelta(hours=1))
    signer = Anchor(der(two_roots.authority))
    store = TrustStore((signer.root, ended.root), (ended,))
    assert validate(paper, trust=store, at=NOW).sub_indication is Sub.NO_CHAIN_FOUND
    later = replace(ended, until=NOW + DAY)
    store = TrustStore(store.roots, (later,))
    assert validate(paper, trust=store, at=NOW).verdict is Verdict.VALID
