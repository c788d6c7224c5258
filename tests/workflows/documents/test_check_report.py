"""The report on a check: in both languages, whatever a file calls itself and its signers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import page
import pytest
from django.conf import LazySettings
from django.utils import timezone

from signing.demo.pki import DemoPki
from signing.reports import (
    Covers,
    Integrity,
    Level,
    Signature,
    SignatureReport,
    Verdict,
    altered,
)
from signing.revisions import Revision
from signing.sentences import in_language
from signing.validation import validate
from tests.trust import Papers
from workflows.documents import check_report
from workflows.documents.check_report import LANGUAGES, Checked

from .reading import sizes, squeezed, words

AT = datetime(2026, 11, 24, 2, 4, 5, tzinfo=UTC)
CHANGED = altered(check_report.INTEGRITY[Integrity.CHANGED])
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x>',
    "{{ 7*7 }} {% now %}",
    "#panic() $x$ *b* _i_ \\u{41} @x <y>",
    "fdp.exe\u202egnp.\x1b[2J\0\x7f\ufffe",
    "签名者 \U0001f58b e\u0301\u0301",
    "dài" * 1000,
    "\udc80 of another encoding",
    "",
)


def a_signature(field: str = "Personal", signer: str = "Trần Quang Minh") -> Signature:
    return Signature(
        field, signer, AT, Level.LTA, intact=True, trusted=True, covers=Covers.REVISION,
        verdict=Verdict.INVALID, faults=(CHANGED,), claimed=AT,
    )  # fmt: skip


def a_check(name: str = "quyết định.pdf", *signatures: Signature) -> Checked:
    report = SignatureReport(
        Verdict.INVALID,
        signatures or (a_signature(),),
        reasons=(CHANGED.sentence,),
        integrity=Integrity.CHANGED,
    )
    seen = (Revision("Personal", 4321, (CHANGED.sentence,)),)
    return Checked(name, "ab" * 32, 123456, AT, report, revisions=seen)


def test_a_report_says_all_of_it_in_both_languages() -> None:
    drawn = words(check_report.pdf(check_report.told(a_check())))
    for said in (
        "quyết định.pdf", "ab" * 32, "123.456 byte", "123,456 bytes",
        "24/11/2026 09:04:05 (UTC+7)", "TOTAL-FAILED",
        "không hợp lệ", "invalid", "Đã bị thay đổi sau khi ký", "Changed after it was signed",
        "Trần Quang Minh", "Personal", "B-LTA", "4.321 byte", "4,321 bytes",
    ):  # fmt: skip
        assert squeezed(said) in drawn, said


def test_a_report_names_the_policy_and_the_roots_so_that_it_can_be_judged_again(
    papers: Papers, pki: DemoPki, settings: LazySettings
) -> None:
    settings.DEMO = False
    report = validate(papers.lasting, trust=pki.trust, at=timezone.now())
    checked = Checked("quyết định.pdf", "ab" * 32, 1, AT, report)
    drawn = words(check_report.pdf(check_report.told(checked)))
    told = (*report.warnings, *report.information)
    assert report.policy
    assert report.anchors
    assert report.warnings
    assert report.information
    for said in (
        report.policy.key,
        report.policy.version,
        *(one.fingerprint for one in report.anchors),
        *(one.subject for one in report.anchors),
        *(in_words for tongue in LANGUAGES for in_words in in_language(tongue, told)),
    ):
        assert squeezed(said) in drawn, said


def test_the_same_check_makes_the_same_report_from_what_was_kept_of_it() -> None:
    told = check_report.told(a_check())
    kept = json.loads(json.dumps(told))
    assert kept == told
    assert check_report.pdf(kept) == check_report.pdf(told)


def test_a_report_is_pdf_a_3b() -> None:
    drawn = check_report.pdf(check_report.told(a_check()))
    found = page.validate_pdf_bytes(drawn, profile=page.ValidationProfile.PDF_A_3B)
    assert found.is_compliant, [failure.message for failure in found.failures]


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_a_file_is_called_its_report_is_made(name: str) -> None:
    told = check_report.told(a_check(name, a_signature(name, name)))
    assert len(sizes(check_report.pdf(told))) <= 4
    shown = check_report.html(told).encode().decode()
    assert "<script" not in shown
    assert "<img" not in shown
    assert all(sign.isprintable() or sign == "\n" for sign in shown)


def test_a_letter_that_cannot_be_shown_stands_there_by_its_number() -> None:
    assert check_report.visible("Lê 签\u202e") == "Lê [U+7B7E][U+202E]"


def test_every_letter_that_is_said_to_be_shown_is_in_the_face() -> None:
    signs = (chr(code) for code in range(0x10000) if not 0xD800 <= code < 0xE000)
    shown = "".join(sign for sign in signs if check_report.visible(sign) == sign)
    parts = [shown[start : start + 500] for start in range(0, len(shown), 500)]
    told = check_report.told(a_check())
    told["facts"].append({"label": ["x", "x"], "values": [[" ".join(part), "x"] for part in parts]})
    assert check_report.pdf(told)


def test_fifty_signatures_have_their_place() -> None:
    many = [replace(a_signature(f"Field{number}")) for number in range(50)]
    drawn = check_report.pdf(check_report.told(a_check("x.pdf", *many)))
    assert "Field49" in words(drawn)


def test_a_page_needs_nothing_beside_itself() -> None:
    shown = check_report.html(check_report.told(a_check()))
    for outside in ("src=", "href=", "url(", "<script", "<link", "http"):
        assert outside not in shown
    assert "Đã bị thay đổi sau khi ký" in shown
    assert "Changed after it was signed" in shown
