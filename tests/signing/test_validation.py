"""What is told of a result, when it holds and when it does not: keys, moments, roots and data."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils import timezone

from signing import embedded, pdf
from signing.demo import issuing
from signing.demo.issuing import AUTHORITY, Form, usage
from signing.demo.pki import DemoKey, DemoPki
from signing.embedded import NotEmbedded
from signing.opening import open_pdf
from signing.reports import Covers, Integrity, Level
from signing.trust import TrustStore
from signing.validation import SignatureReport, Verdict, validate
from tests import trust
from tests.signing import forging
from tests.trust import Papers
from tests.workflows.documents.makers import DATA

pytestmark = pytest.mark.usefixtures("in_english")

SIGNER = usage("digital_signature", "content_commitment")


def judged(content: bytes, of: DemoPki, *, at: datetime | None = None) -> SignatureReport:
    return validate(content, trust=of.trust, at=at or timezone.now())


def reasons(report: SignatureReport) -> str:
    return "; ".join(map(str, report.reasons))


def a_result(
    of: DemoPki, *, personal: str = "minh", data: bytes = DATA, number: dict[str, str] | None = None
) -> bytes:
    """A result signed with the key of this label, given every evidence there is."""
    signed = trust.signed(trust.a_draft(data=data), of, key=trust.opened(key_of(of, personal)))
    values = trust.values(signed, **trust.NUMBER | (number or {}))
    numbered = pdf.fill(signed, values=values)
    return forging.lasting(trust.sealed(numbered, of), of)


def key_of(of: DemoPki, label: str) -> DemoKey:
    return of.people.get(label) or of.key_for(label, trust.PEOPLE["minh"])


# What is told -------------------------------------------------------------------------------------


def test_a_lasting_result_is_valid_by_its_root_alone(pki: DemoPki, papers: Papers) -> None:
    report = judged(papers.lasting, pki)
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())


def test_each_signature_is_told_with_its_signer_moment_and_level(
    pki: DemoPki, papers: Papers
) -> None:
    personal, seal, stamp = judged(papers.lasting, pki).signatures
    assert [one.field for one in (personal, seal, stamp)] == ["Personal", "Agency", "Timestamp"]
    assert personal.signer.startswith("Trần Quang Minh")
    assert [one.level for one in (personal, seal, stamp)] == [
        Level.LTA,
        Level.LTA,
        Level.TIMESTAMP,
    ]
    assert [one.covers for one in (personal, seal, stamp)] == [
        Covers.REVISION,
        Covers.REVISION,
        Covers.FILE,
    ]
    assert all(one.intact and one.trusted for one in (personal, seal, stamp))
    moments = [one.moment for one in (personal, seal, stamp) if one.moment]
    assert moments == sorted(moments)
    # Stamped by the authority now; the signer claims last year.
    assert timezone.now() - moments[0] < timedelta(hours=1)


def test_number_day_and_data_come_from_under_the_seal(pki: DemoPki, papers: Papers) -> None:
    found = judged(papers.lasting, pki).embedded
    assert found is not None
    assert (found.number, found.date) == ("05/QĐ-SNV", "2026-11-24")
    assert found.result == json.loads(DATA)


def test_a_paper_of_the_first_schema_states_its_number_without_the_symbol(pki: DemoPki) -> None:
    first = b'{"schema":1,"type":"fund-licence"}'
    found = judged(a_result(pki, data=first), pki).embedded
    assert found is not None
    assert found.number == "05"


def test_a_paper_signed_but_not_sealed_is_not_decided(pki: DemoPki, papers: Papers) -> None:
    report = judged(papers.signed, pki)
    assert (report.verdict, report.embedded) == (Verdict.INDETERMINATE, None)
    assert "seal of the agency is missing" in reasons(report)
    assert [one.level for one in report.signatures] == [Level.T]
    lasting = judged(forging.lasting(papers.signed, pki), pki)
    assert lasting.verdict is not Verdict.VALID


def test_a_sealed_paper_without_evidence_is_not_decided(pki: DemoPki, papers: Papers) -> None:
    report = judged(papers.sealed, pki)
    assert report.verdict is Verdict.INDETERMINATE
    assert "keeps no proof" in reasons(report)


def test_evidence_without_a_time_stamp_does_not_last(pki: DemoPki, papers: Papers) -> None:
    bare = forging.appended(papers.sealed, lambda writer: forging.store(writer, pki))
    # Whether the certificates held is asked of the moment stamped, however long ago that is.
    report = judged(bare, pki, at=timezone.now() + timedelta(days=400))
    assert report.verdict is Verdict.INDETERMINATE
    assert {one.level for one in report.signatures} == {Level.LT}
    assert reasons(report) == "No time-stamp keeps the evidence for its signatures."


# Who signed, and in which order -------------------------------------------------------------------


def test_a_seal_without_the_personal_signature_is_not_enough(pki: DemoPki) -> None:
    numbered = forging.appended(trust.a_draft(), forging.a_number)
    lone = forging.signed_as("Agency", numbered, pki.agencies["H99"], pki)
    report = judged(forging.lasting(lone, pki), pki)
    assert report.verdict is Verdict.INDETERMINATE
    assert "signature of the competent person is missing" in reasons(report)


def test_the_seal_comes_last(pki: DemoPki) -> None:
    numbered = forging.appended(trust.a_draft(), forging.a_number)
    sealed = forging.signed_as("Agency", numbered, pki.agencies["H99"], pki)
    signed = forging.signed_as("Personal", sealed, pki.people["minh"], pki)
    report = judged(forging.lasting(signed, pki), pki)
    assert report.verdict is Verdict.INVALID
    assert "seal was set before" in reasons(report)


def test_nobody_seals_with_a_personal_key(pki: DemoPki) -> None:
    numbered = trust.numbered(trust.signed(trust.a_draft(), pki))
    alone = trust.sealed(numbered, pki, key=trust.opened(pki.people["minh"]))
    report = judged(forging.lasting(alone, pki), pki)
    assert report.verdict is Verdict.INVALID
    assert "key of the personal signature" in reasons(report)


def test_data_alone_do_not_make_a_result(pki: DemoPki) -> None:
    paper = forging.appended(trust.a_draft(), forging.without_form)
    signed = forging.signed_as("Anything", paper, pki.people["minh"], pki)
    report = judged(forging.lasting(signed, pki), pki)
    assert (report.verdict, report.embedded) == (Verdict.INVALID, None)


# Roots, revocation and time -----------------------------------------------------------------------


def test_a_stranger_s_root_proves_nothing(pki: DemoPki, papers: Papers) -> None:
    stranger = issuing.issue("Stranger", issuing.a_service_key(), AUTHORITY, by=None)
    root = Certificate.load(stranger.certificate.public_bytes(Encoding.DER))
    report = validate(papers.lasting, trust=TrustStore.of([root]), at=timezone.now())
    assert report.verdict is Verdict.INDETERMINATE
    assert "not trusted here" in reasons(report)
    assert all(one.intact and not one.trusted for one in report.signatures)


def test_a_key_revoked_before_it_signed_signs_nothing(pki: DemoPki) -> None:
    pki.revoke(key_of(pki, "revoked").holder, at=datetime.now(UTC) - timedelta(days=1))
    report = judged(a_result(pki, personal="revoked"), pki)
    assert report.verdict is Verdict.INVALID
    assert "has been revoked" in reasons(report)


def test_what_was_signed_before_the_key_was_revoked_stays_valid(pki: DemoPki) -> None:
    pki.revoke(key_of(pki, "later").holder, at=datetime.now(UTC) + timedelta(minutes=10))
    report = judged(a_result(pki, personal="later"), pki)
    assert (report.verdict, reasons(report)) == (Verdict.VALID, "")


def test_a_certificate_that_had_ended_when_it_provably_signed_fails(pki: DemoPki) -> None:
    ended = Form(SIGNER, until=datetime.now(UTC) - timedelta(hours=1))
    pki.key_for("ended", trust.PEOPLE["minh"], form=ended)
    report = judged(a_result(pki, personal="ended"), pki)
    assert (report.verdict, report.sub_indication) == (Verdict.INVALID, "EXPIRED")
    assert report.integrity is Integrity.INTACT
    assert "has expired" in reasons(report)


def test_a_certificate_may_end_after_it_has_signed(pki: DemoPki) -> None:
    short = Form(SIGNER, until=datetime.now(UTC) + timedelta(hours=1))
    pki.key_for("short", trust.PEOPLE["minh"], form=short)
    result = a_result(pki, personal="short")
    assert judged(result, pki, at=timezone.now() + timedelta(days=400)).verdict is Verdict.VALID


def test_a_certificate_for_other_uses_is_not_enough(pki: DemoPki) -> None:
    pki.key_for("other", trust.PEOPLE["minh"], form=Form(usage("digital_signature")))
    report = judged(a_result(pki, personal="other"), pki)
    assert report.verdict is Verdict.INDETERMINATE
    assert "not meant for this use" in reasons(report)


def test_the_last_time_stamp_must_hold_until_now(pki: DemoPki, papers: Papers) -> None:
    last_day = issuing.UNTIL
    assert judged(papers.lasting, pki, at=last_day - timedelta(days=1)).verdict is Verdict.VALID
    report = judged(papers.lasting, pki, at=last_day + timedelta(days=1))
    assert report.verdict is Verdict.INDETERMINATE
    assert "has expired" in reasons(report)


def test_a_time_stamp_of_tomorrow_proves_nothing(pki: DemoPki, papers: Papers) -> None:
    report = judged(papers.lasting, pki, at=timezone.now() - timedelta(days=1))
    assert report.verdict is Verdict.INDETERMINATE
    assert (report.integrity, report.sub_indication) == ("intact", "TIMESTAMP_ORDER_FAILURE")
    assert "yet to come" in reasons(report)


# What it carries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"{",
        b"[]",
        b'{"type":1,"type":2}',
        b'{"fee":NaN}',
        b"\xff",
        b"[" * 5000,
        b'{"schema":2,"symbol":5}',
        b'{"n":1e999}',
        b'{"n":[-1e999]}',
        b'{"issuer":{"name":"\\ud800"}}',
        b'{"\\ud800":1}',
    ],
    ids=[
        "cut", "list", "twice", "nan", "bytes", "deep", "symbol", "infinite", "below all",
        "half a letter", "half a name",
    ],
)  # fmt: skip
def test_data_that_can_be_read_in_two_ways_or_none_are_refused(data: bytes, pki: DemoPki) -> None:
    report = judged(a_result(pki, data=data), pki)
    assert report.verdict is Verdict.INVALID
    assert "The data of the paper cannot be read." in reasons(report)
    assert report.embedded is None


def test_data_are_carried_once(pki: DemoPki) -> None:
    twice = forging.appended(trust.a_draft(), forging.more_data)
    numbered = trust.numbered(trust.signed(twice, pki))
    report = judged(forging.lasting(trust.sealed(numbered, pki), pki), pki)
    assert report.verdict is Verdict.INVALID
    assert "exactly once" in reasons(report)


@pytest.mark.parametrize(
    "forgery", [forging.another_number, forging.no_field, forging.other_data, forging.more_data]
)
def test_what_is_shown_now_is_held_against_what_was_sealed(
    forgery: forging.Change, papers: Papers
) -> None:
    opened = open_pdf(forging.appended(papers.lasting, forgery))
    seal = next(one for one in opened.signatures if one.field == "Agency")
    with pytest.raises(NotEmbedded, match="not those that were sealed"):
        embedded.read(opened, seal)


@pytest.mark.parametrize("number", [{"ngay": "31"}, {"thang": "13"}, {"nam": "x"}])
def test_a_day_that_does_not_exist_is_refused(number: dict[str, str], pki: DemoPki) -> None:
    report = judged(a_result(pki, number=number), pki)
    assert report.verdict is Verdict.INVALID
    assert "no date" in reasons(report)
