"""No byte of a result can be changed, and no bytes whatever make the verifier stumble."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from signing.confined import validate_confined
from signing.demo.pki import DemoPki
from signing.opening import MAX_BYTES, MAX_FIELDS, MAX_REVISIONS, MAX_SIGNATURES
from signing.trust import TrustStore
from signing.validation import Verdict, validate
from tests.signing import forging, reading
from tests.trust import Papers

pytestmark = pytest.mark.usefixtures("in_english")

NOBODY = TrustStore(())


def verdict(content: bytes, trust: TrustStore) -> Verdict:
    return validate(content, trust=trust, at=timezone.now()).verdict


def places_in(result: bytes) -> Iterator[int]:
    """Some 150 places, in every part that a result has."""
    yield from range(0, 16, 5)
    yield from range(16, len(result), len(result) // 40)
    for one in reading.signatures(result):
        start, end = int(one.byte_range[1]), int(one.byte_range[2])
        written = start + len(result[start:end].rstrip(b"0>"))
        yield from (start, end - 1)
        yield from range(start, written, (written - start) // 12)
        yield from range(written, end, (end - written) // 4)
        yield from range(end, end + 60, 12)
    store = result.rindex(b"/DSS")
    yield from range(store, result.rindex(b"/DocTimeStamp"), 3999)
    yield from range(result.rindex(b"\nxref"), len(result), 41)
    yield from range(len(result) - 8, len(result))


def test_any_changed_byte_is_noticed(pki: DemoPki, papers: Papers) -> None:
    result, trust = papers.lasting, pki.trust
    assert verdict(result, trust) is Verdict.VALID
    assert [place for place in places_in(result) if is_unnoticed(result, place, trust)] == []


def is_unnoticed(result: bytes, place: int, trust: TrustStore) -> bool:
    changed = bytearray(result)
    # In turn another digit or letter, and the same letter in the other case.
    changed[place] ^= 0x20 if place % 3 == 0 else 0x01
    return verdict(bytes(changed), trust) is Verdict.VALID


def test_no_name_in_the_time_stamp_may_be_written_otherwise(pki: DemoPki, papers: Papers) -> None:
    # Who made it is not signed, and names are compared without regard to case.
    *_earlier, last = reading.signatures(papers.lasting)
    start = int(last.byte_range[1]) + 1
    named = last.pkcs7_content.rindex(b"(DEMO)")
    place = start + 2 * (named + 1)
    assert papers.lasting[place : place + 2] == b"44"
    changed = papers.lasting[:place] + b"64" + papers.lasting[place + 2 :]
    assert verdict(changed, pki.trust) is not Verdict.VALID


@pytest.mark.parametrize(
    ("unsigned", "otherwise"),
    [
        ("020103310F", "020105310F"),
        ("310F300D06096086480165030402010500", "310F300D06096086480165030402020500"),
    ],
    ids=["version", "digests"],
)
def test_what_the_time_stamp_does_not_sign_has_one_form_only(
    unsigned: str, otherwise: str, pki: DemoPki, papers: Papers
) -> None:
    *_earlier, last = reading.signatures(papers.lasting)
    start = int(last.byte_range[1])
    head, token = papers.lasting[:start], papers.lasting[start:]
    assert unsigned.encode() in token
    changed = head + token.replace(unsigned.encode(), otherwise.encode(), 1)
    assert verdict(changed, pki.trust) is not Verdict.VALID


def test_a_cut_file_is_not_valid(pki: DemoPki, papers: Papers) -> None:
    for length in range(0, len(papers.lasting), len(papers.lasting) // 60):
        assert verdict(papers.lasting[:length], pki.trust) is not Verdict.VALID


def test_each_stage_by_itself_is_not_yet_valid(pki: DemoPki, papers: Papers) -> None:
    assert verdict(papers.draft, pki.trust) is Verdict.UNSIGNED
    for stage in (papers.signed, papers.numbered, papers.sealed):
        assert verdict(stage, pki.trust) is Verdict.INDETERMINATE


@given(st.binary())
def test_garbage_gets_a_verdict(garbage: bytes) -> None:
    for content in (garbage, b"%PDF-1.7\n" + garbage, garbage + b"\nstartxref\n0\n%%EOF"):
        assert verdict(content, NOBODY) is not Verdict.VALID


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(seed=st.integers(0, 2**32))
def test_a_mangled_result_gets_a_verdict(seed: int, pki: DemoPki, papers: Papers) -> None:
    chance = random.Random(seed)  # noqa: S311  a choice of places, not a secret
    mangled = bytearray(papers.lasting)
    for _ in range(chance.randrange(1, 9)):
        start = chance.randrange(len(mangled))
        other = chance.randrange(len(mangled))
        length = chance.randrange(1, 3000)
        mangled[start : start + length] = mangled[other : other + chance.randrange(3000)]
    if mangled != papers.lasting:
        assert verdict(bytes(mangled), pki.trust) is not Verdict.VALID


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"%PDF-1.7",
        b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 9999999999\ntrailer<</Size 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 0\ntrailer<</Size 1/Prev 9>>\nstartxref\n9\n%%EOF",
        b"%PDF-1.7\nxref\n0 0\ntrailer<</Size 1>>\nstartxref\n9\n%%EOF",
        b"\x89PNG\r\n\x1a\n",
        b"%PDF-1.7\n" + b"x" * 1_000_000,
        b"\n" * 1_000_000,
    ],
    ids=["empty", "header", "deep", "long", "circle", "rootless", "picture", "endless", "blank"],
)
def test_files_made_to_break_a_reader_break_nothing(hostile: bytes) -> None:
    report = validate(hostile, trust=NOBODY, at=timezone.now())
    assert report.verdict in {Verdict.INVALID, Verdict.INDETERMINATE}
    assert all(str(reason) for reason in report.reasons)
    assert report.reasons


def test_a_tree_of_attachments_that_bites_its_tail_ends(papers: Papers) -> None:
    def circle(writer: Writer) -> None:
        tree = writer.root["/Names"]["/EmbeddedFiles"]
        itself = writer.add_object(tree)
        tree[pdf_name("/Kids")] = generic.ArrayObject([itself] * 99)
        writer.root["/Names"][pdf_name("/EmbeddedFiles")] = itself
        writer.update_root()

    content = forging.appended(papers.lasting, circle)
    assert verdict(content, NOBODY) is not Verdict.VALID


# Limits -------------------------------------------------------------------------------------------


def reason(content: bytes) -> str:
    report = validate(content, trust=NOBODY, at=timezone.now())
    assert report.verdict is Verdict.INDETERMINATE
    return str(report.reasons[0])


def test_a_file_too_large_is_not_even_read() -> None:
    assert "too large" in reason(b"%PDF-" + bytes(MAX_BYTES))


def test_a_file_with_too_many_revisions_is_not_examined(papers: Papers) -> None:
    content = papers.draft
    for _ in range(MAX_REVISIONS):
        content = forging.appended(content, forging.an_object_for_nothing)
    assert "too many times" in reason(content)


def test_a_file_with_too_many_signatures_is_not_examined(papers: Papers) -> None:
    def empty(writer: Writer) -> None:
        for number in range(MAX_FIELDS + 1):
            forging.an_empty_field(writer, f"Field{number}")

    def filled(writer: Writer) -> None:
        for number in range(MAX_SIGNATURES + 1):
            value = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Sig")})
            field = {"/T": pdf_string(f"Field{number}"), "/FT": pdf_name("/Sig"), "/V": value}
            forging.add_field(writer, field)

    for fields in (empty, filled):
        assert "too many signatures" in reason(forging.appended(papers.draft, fields))


def test_a_child_examines_as_its_parent_would(pki: DemoPki, papers: Papers) -> None:
    at = timezone.now()
    alone = validate(papers.lasting, trust=pki.trust, at=at)
    assert validate_confined(papers.lasting, trust=pki.trust, at=at) == alone
    assert alone.verdict is Verdict.VALID


def test_a_file_that_takes_too_long_is_given_up(pki: DemoPki, papers: Papers) -> None:
    report = validate_confined(papers.lasting, trust=pki.trust, at=timezone.now(), seconds=0)
    assert report.verdict is Verdict.INDETERMINATE
    assert "too long" in str(report.reasons[0])
