"""Files as odd as those in the world: each is judged, and no signed one is called unsigned."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO

import pytest
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import rsa
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.demo import issuing
from signing.demo.issuing import SIGNER, Holder
from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.reports import Integrity, SignatureReport, Verdict
from signing.validation import validate
from tests import trust
from tests.signing import forging
from tests.signing.tables import (
    VALUE,
    a_cms,
    below_zero,
    catalogue,
    filled,
    next_number,
    raw,
    updated,
)  # fmt: skip
from tests.signing.test_attacks import by_hand
from tests.signing.test_good import _plain
from tests.trust import der
from workflows.documents.stamps import personal_stamp

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture(scope="module")
def page() -> bytes:
    return _plain(personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT))


class Hand:
    """A key that signs by hand, and the certificate that it does so with."""

    def __init__(self, of: DemoPki) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        holder: Holder = issuing.issue("Hand", self.key, SIGNER, by=of.authority)
        self.certificate = Certificate.load(der(holder))

    def sign(self, content: bytes) -> bytes:
        return a_cms(content, self.key, self.certificate)


@pytest.fixture(scope="module")
def hand(pki: DemoPki) -> Hand:
    return Hand(pki)


def judged(content: bytes, of: DemoPki) -> SignatureReport:
    return validate(content, trust=of.trust, at=timezone.now())


def is_sound(report: SignatureReport, *, fields: tuple[str, ...] = ("Signature1",)) -> bool:
    named = tuple(one.field for one in report.signatures)
    return report.integrity is Integrity.INTACT and named == fields


def a_form(pdf: bytes, fields: bytes, **entries: bytes) -> dict[int, bytes]:
    form = b"<< /SigFlags 3 /Fields [%b] >>" % fields
    return catalogue(pdf, AcroForm=form, **entries)


def with_value(pdf: bytes, objects: Mapping[int, bytes]) -> bytes:
    """The value is the next object; the others are given."""
    return updated(pdf, {next_number(pdf): VALUE, **objects})


def with_field(pdf: bytes) -> bytes:
    at = next_number(pdf)
    field = b"<< /FT /Sig /T (Signature1) /V %d 0 R >>" % at
    return with_value(pdf, {at + 1: field, **a_form(pdf, b"%d 0 R" % (at + 1))})


# How a signature hangs in the file ----------------------------------------------------------------


def test_a_field_within_fields_is_read(page: bytes, hand: Hand, pki: DemoPki) -> None:
    at = next_number(page)
    objects = {
        at + 1: b"<< /T (form) /Kids [%d 0 R] >>" % (at + 2),
        at + 2: b"<< /T (part) /FT /Sig /Parent %d 0 R /Kids [%d 0 R] >>" % (at + 1, at + 3),
        at + 3: b"<< /T (one) /Parent %d 0 R /V %d 0 R >>" % (at + 2, at),
        **a_form(page, b"%d 0 R" % (at + 1)),
    }
    report = judged(filled(with_value(page, objects), hand.sign), pki)
    assert is_sound(report, fields=("form.part.one",))


def on_the_page(pdf: bytes, **entries: bytes) -> bytes:
    """A place of a signature that stands on the page, and in no form."""
    at = next_number(pdf)
    one = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"][0]
    kept = b"".join(b"%b %b " % (key.encode(), raw(one, key)) for key in one if key != "/Annots")
    objects = {
        at + 1: b"<< /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /FT /Sig /T (Signature1) "
        b"/F 132 /V %d 0 R >>" % at,
        one.container_ref.idnum: b"<< %b /Annots [%d 0 R] >>" % (kept, at + 1),
        **(catalogue(pdf, **entries) if entries else {}),
    }
    return with_value(pdf, objects)


@pytest.mark.parametrize("form", [None, b"<< /Fields [] >>"], ids=["no form", "empty form"])
def test_a_field_that_stands_on_its_page_only_is_read(
    form: bytes | None, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = on_the_page(page, **({"AcroForm": form} if form else {}))
    paper = filled(paper, hand.sign)
    assert is_sound(judged(paper, pki))
    changed = judged(paper.replace(b"/MediaBox", b"/mediaBox", 1), pki)
    assert changed.integrity is Integrity.BROKEN


def test_a_value_that_stands_in_its_field_is_read(page: bytes, hand: Hand, pki: DemoPki) -> None:
    at = next_number(page)
    field = b"<< /FT /Sig /T (Signature1) /V %b >>" % VALUE
    paper = filled(updated(page, {at: field, **a_form(page, b"%d 0 R" % at)}), hand.sign)
    assert is_sound(judged(paper, pki))
    assert is_sound(judged(forging.appended(paper, forging.an_object_for_nothing), pki))
    noted = forging.appended(paper, forging.a_note)
    assert judged(noted, pki).integrity is Integrity.CHANGED


def test_a_signature_in_no_field_is_not_unsigned(page: bytes, hand: Hand, pki: DemoPki) -> None:
    report = judged(filled(with_value(page, {}), hand.sign), pki)
    assert report.verdict is Verdict.INVALID
    assert report.integrity is Integrity.CHANGED


# How the file is written --------------------------------------------------------------------------


def test_what_stands_before_the_paper_is_signed_or_told(
    page: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = filled(with_field(page), hand.sign)
    assert is_sound(judged(paper, pki))
    before = judged(b"\r\nFrom: a mail\r\n" + paper, pki)
    assert (before.integrity, len(before.signatures)) == (Integrity.CHANGED, 1)
    late = judged(b"x" * 2000 + paper, pki)
    assert late.verdict is not Verdict.UNSIGNED


@pytest.mark.parametrize("tail", [b"\n", b"\r\n\r\n", b"\n% made by an office\n", b"\n\n\0"])
def test_what_follows_the_end_may_be_signed(
    tail: bytes, page: bytes, hand: Hand, pki: DemoPki
) -> None:
    assert is_sound(judged(filled(with_field(page) + tail, hand.sign), pki))


def test_a_comment_that_nobody_signed_is_a_change(page: bytes, hand: Hand, pki: DemoPki) -> None:
    paper = filled(with_field(page), hand.sign)
    assert judged(paper + b"% more\n", pki).integrity in {Integrity.CHANGED, Integrity.BROKEN}


def test_lines_may_end_as_on_windows(page: bytes, hand: Hand, pki: DemoPki) -> None:
    waiting = with_field(page)
    end = waiting.rindex(b"xref\n", 0, waiting.rindex(b"startxref"))
    head, lines = waiting[:end], waiting[end:]
    lines = lines.replace(b" \n", b"\r\n").replace(b"\nstartxref\n", b"\r\nstartxref\r\n")
    paper = head + lines.replace(b"\n%%EOF\n", b"\r\n%%EOF\r\n")
    assert is_sound(judged(filled(paper, hand.sign), pki))


@pytest.mark.parametrize("version", [b"1.2", b"1.7", b"2.0"])
def test_every_edition_is_read(version: bytes, page: bytes, hand: Hand, pki: DemoPki) -> None:
    paper = page.replace(b"%PDF-1.4", b"%PDF-" + version, 1)
    assert is_sound(judged(filled(with_field(paper), hand.sign), pki))


def test_a_first_table_that_names_one_before_it_is_read(
    page: bytes, hand: Hand, pki: DemoPki
) -> None:
    odd = page.replace(b"trailer <<", b"trailer << /Prev 0 ", 1)
    assert odd != page
    report = judged(filled(with_field(odd), hand.sign), pki)
    assert is_sound(report)


def test_tables_that_go_round_in_a_circle_are_no_file(
    page: bytes, hand: Hand, pki: DemoPki
) -> None:
    paper = filled(with_field(page), hand.sign)
    before, start = (int(found) for found in re.findall(rb"startxref\n(\d+)", paper)[-2:])
    odd = paper.replace(b"/Prev %d" % before, b"/Prev %d" % start)
    assert odd != paper
    report = judged(odd, pki)
    assert report.verdict in {Verdict.INVALID, Verdict.INDETERMINATE}
    assert report.integrity is Integrity.BROKEN


# How it is signed ---------------------------------------------------------------------------------


def test_time_stamps_of_the_common_type_alone_are_intact(page: bytes, pki: DemoPki) -> None:
    stamped = forging.stamped(page, pki)
    common = stamped.replace(b"/Type /DocTimeStamp", b"/Type /Sig         ", 1)
    report = judged(common, pki)
    assert [one.level for one in report.signatures] == ["time-stamp"]
    assert report.verdict is not Verdict.UNSIGNED


def test_a_key_written_below_zero_is_judged(page: bytes, hand: Hand, pki: DemoPki) -> None:
    certificate = below_zero(hand.certificate, pki.authority)

    def sign(content: bytes) -> bytes:
        return a_cms(content, hand.key, certificate)

    paper = filled(with_field(page), sign)
    report = judged(paper, pki)
    assert is_sound(report)
    (one,) = report.signatures
    assert one.signer == "Hand (DEMO)"
    assert not any("cannot be read" in str(reason) for reason in one.reasons)
    assert one.reasons == judged(filled(with_field(page), hand.sign), pki).signatures[0].reasons
    changed = judged(paper.replace(b"/MediaBox", b"/mediaBox", 1), pki)
    assert (changed.integrity, changed.sub_indication) == (Integrity.BROKEN, "HASH_FAILURE")


def test_an_empty_content_is_told_and_hides_no_other(page: bytes, hand: Hand, pki: DemoPki) -> None:
    first = by_hand(page, pki)
    at = next_number(first)

    def sign(content: bytes) -> bytes:
        return a_cms(content, hand.key, hand.certificate, said=b"")

    field = b"<< /FT /Sig /T (Second) /V %d 0 R >>" % at
    paper = filled(updated(first, {at: VALUE, at + 1: field, **more_fields(first, at + 1)}), sign)
    report = judged(paper, pki)
    assert [one.field for one in report.signatures] == ["Signature1", "Second"]
    one, two = report.signatures
    assert (one.intact, two.intact, two.sub_indication) == (True, False, "FORMAT_FAILURE")
    assert "empty" in str(two.reasons[0])


def more_fields(pdf: bytes, number: int) -> dict[int, bytes]:
    form = PdfFileReader(BytesIO(pdf)).root["/AcroForm"]
    known = b" ".join(
        b"%d 0 R" % form["/Fields"].raw_get(n).idnum for n in range(len(form["/Fields"]))
    )
    held = b"<< /SigFlags 3 /Fields [%b %d 0 R] >>" % (known, number)
    return {form.container_ref.idnum: held}
