"""How long it takes to judge a file: ours beside the library alone, foreign ones in a child."""

from __future__ import annotations

import asyncio
import logging
import time
from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing import hexadecimal
from signing.confined import validate_confined
from signing.demo.pki import DemoPki
from signing.reports import Integrity, Verdict
from signing.validation import validate
from tests.campaigns.fuzz_files import signed_files
from tests.signing.test_attacks import by_hand
from tests.trust import Papers

from .measure import held, say

FOREIGN_WITHIN, FIFTY_WITHIN = 0.5, 5.0
ROUNDS, SIGNATURES = 8, 50


def test_a_result_of_ours_is_judged(pki: DemoPki, papers: Papers) -> None:
    """Warm, against the library's own judgement of both signatures at the same level (B-LTA)."""
    # The library tells at length where it finds no proof.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
    at = timezone.now()

    def ours() -> object:
        report = validate(papers.lasting, trust=pki.trust, at=at)
        assert report.verdict is Verdict.VALID
        return report

    def bare() -> object:
        # As the library comes, without what makes its reading quicker here.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(generic, "read_hex_string_from_stream", hexadecimal.digit_by_digit)
            return judged()

    def judged() -> object:
        reader = PdfFileReader(BytesIO(papers.lasting))
        signatures = reader.embedded_regular_signatures
        return [asyncio.run(ades_lta_validation(one, _spec(pki))) for one in signatures]

    figure = held("judge a result of ours", ours, bare, 1.5)
    assert figure.ratio <= figure.most


def _spec(pki: DemoPki) -> PdfSignatureValidationSpec:
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=pki.trust.certificates),
        revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
    )
    return PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))


def test_a_foreign_file_is_judged_in_a_child(pki: DemoPki, papers: Papers) -> None:
    files = signed_files(pki, papers)
    validate_confined(files["plain"], trust=pki.trust, at=timezone.now())
    taken = sorted(
        _taken(content, pki, Integrity.INTACT) for _ in range(ROUNDS) for content in files.values()
    )
    p95 = taken[int(len(taken) * 0.95) - 1]
    say(f"{len(taken)} foreign files: median {taken[len(taken) // 2]:.3f} s, p95 {p95:.3f} s")
    assert p95 <= FOREIGN_WITHIN


def test_fifty_signatures_are_judged_in_a_child(pki: DemoPki, papers: Papers) -> None:
    paper = signed_files(pki, papers)["plain"]
    for number in range(1, SIGNATURES):
        paper = by_hand(paper, pki, name=f"Signer{number}")
    taken = _taken(paper, pki, Integrity.INTACT)
    say(f"{SIGNATURES} signatures: {taken:.2f} s")
    assert taken <= FIFTY_WITHIN


def _taken(content: bytes, of: DemoPki, integrity: Integrity) -> float:
    begun = time.perf_counter()
    report = validate_confined(content, trust=of.trust, at=timezone.now())
    taken = time.perf_counter() - begun
    assert report.integrity is integrity
    return taken
