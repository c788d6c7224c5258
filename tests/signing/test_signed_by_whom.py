"""A result of ours is signed by whom it names, and each signature forbids what ours forbid."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from signing import etsi, pdf
from signing.demo.pki import DemoPki
from signing.reports import SignatureReport, Sub, Verdict
from signing.revisions import revisions
from signing.validation import Policy, validate
from tests import trust
from tests.trust import Papers
from tests.workflows.documents.makers import DATA

from . import forging

pytestmark = pytest.mark.usefixtures("in_english")

MINH, AGENCY = "minh", "H99"


def judged(content: bytes, of: DemoPki) -> SignatureReport:
    return validate(content, trust=of.trust, at=timezone.now(), policy=Policy.OWN)


def a_result(of: DemoPki, *, personal: str = MINH, seal: str = AGENCY, data: bytes = DATA) -> bytes:
    """With both signatures, lasting, by the keys of these labels."""
    keys = {**of.people, **of.agencies}
    keys["citizen"] = of.key_for("citizen", "Nguyễn Văn Dân")
    keys["company"] = of.key_for("company", "Công ty TNHH Giả")
    signed = trust.signed(trust.a_draft(data=data), of, key=trust.opened(keys[personal]))
    by_agency = trust.sealed(trust.numbered(signed), of, key=trust.opened(keys[seal]))
    return pdf.make_lasting(by_agency, services=trust.services(of))


def without(key: str) -> bytes:
    return json.dumps({k: v for k, v in json.loads(DATA).items() if k != key}).encode()


BY_OTHERS: dict[str, dict[str, Any]] = {
    "a citizen": {"personal": "citizen"},
    "a company": {"seal": "company"},
    "both strangers": {"personal": "citizen", "seal": "company"},
    "in each other's place": {"personal": AGENCY, "seal": MINH},
}


@pytest.mark.parametrize("who", BY_OTHERS)
def test_what_others_signed_than_it_names_is_no_result(pki: DemoPki, who: str) -> None:
    report = judged(a_result(pki, **BY_OTHERS[who]), pki)
    assert report.verdict is not Verdict.VALID
    assert "whom the data of the paper do not name" in "; ".join(map(str, report.reasons))


@pytest.mark.parametrize("key", ["issuer", "signer"])
def test_data_that_name_nobody_are_no_result_s(pki: DemoPki, key: str) -> None:
    report = judged(a_result(pki, data=without(key)), pki)
    sub = Sub.SIG_CONSTRAINTS_FAILURE
    assert (report.verdict, report.sub_indication) == (Verdict.INDETERMINATE, sub)


@pytest.mark.parametrize("data", [b'{"schema":"no"}', b"{}", b'{"issuer":[],"signer":{}}'])
def test_nor_are_data_of_another_make(pki: DemoPki, data: bytes) -> None:
    assert judged(a_result(pki, data=data), pki).verdict is Verdict.INDETERMINATE


def test_before_the_third_schema_the_signer_was_not_named(pki: DemoPki) -> None:
    second = json.dumps({**json.loads(without("signer")), "schema": 2}).encode()
    assert judged(a_result(pki, data=second), pki).verdict is Verdict.VALID


def plain_personal(of: DemoPki, _papers: Papers) -> bytes:
    by_minh = forging.signed_as("Personal", trust.a_draft(), of.people[MINH], of)
    return trust.sealed(trust.numbered(by_minh), of)


def plain_seal(of: DemoPki, papers: Papers) -> bytes:
    unlocked = forging.appended(papers.numbered, forging.no_lock)
    return forging.signed_as("Agency", unlocked, of.agencies[AGENCY], of)


@pytest.mark.parametrize("make", [plain_personal, plain_seal])
def test_a_signature_that_forbids_less_is_no_result_s(
    pki: DemoPki, papers: Papers, make: Callable[[DemoPki, Papers], bytes]
) -> None:
    report = judged(forging.lasting(make(pki, papers), pki), pki)
    assert report.verdict is not Verdict.VALID
    assert "does not forbid what a result forbids" in "; ".join(map(str, report.reasons))


def test_no_signature_passes_in_a_file_to_which_something_was_added(
    pki: DemoPki, papers: Papers
) -> None:
    report = judged(forging.appended(papers.lasting, forging.text_on_the_page), pki)
    assert {one.verdict for one in report.signatures} == {Verdict.INVALID}
    assert {one.sub_indication for one in report.signatures} == {Sub.FORMAT_FAILURE}


def test_a_report_for_programs_begins_with_what_speaks_against_the_file(pki: DemoPki) -> None:
    """Each signature holds by itself in a paper that is no result."""
    result = a_result(pki, personal="citizen")
    report = judged(result, pki)
    assert {one.verdict for one in report.signatures} == {Verdict.VALID}
    told = etsi.written(report, revisions(result), sha256="00" * 32, at=timezone.now()).decode()
    first = told.partition("</vr:SignatureValidationReport>")[0]
    assert 'id="file"' in first
    assert "mainindication:indeterminate" in first
