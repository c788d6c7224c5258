"""A slip signed by its agency: the drawn bytes, one signature, and evidence that lasts."""

from __future__ import annotations

from pathlib import Path

import page
import pytest
from django.utils import timezone

from signing import pdf
from signing.demo.pki import DemoPki
from signing.errors import NotFilled, TimestampUnavailable
from signing.reports import Level, Verdict
from signing.validation import validate
from tests import trust
from tests.judges import needs_pdfsig, pdfsig, pyhanko
from tests.signing import reading
from tests.trust import AT
from tests.workflows.documents import reading as text
from tests.workflows.documents.forms import Form, every_slip
from tests.workflows.documents.makers import a_receipt
from workflows.documents import receipt_slip
from workflows.documents.slip import Size
from workflows.documents.stamps import slip_stamp

AGENCY = trust.AGENCIES["H99"]
# Inherent in signing twice: the time-stamp's bytes lie outside the range of the signature.
TWICE_SIGNED = "PDFA3B-SIGNATURE-BYTERANGE-001"
# The checker takes a stream's last byte for a line end where it happens to be a carriage return.
RETURN_AT_END = "PDFA3B-STREAM-LENGTH-001"


def a_slip(size: Size = "a5") -> bytes:
    return receipt_slip.render(a_receipt(), at=AT, size=size).pdf


def signed(drawn: bytes, of: DemoPki, *tsa_urls: str) -> bytes:
    return pdf.sign_slip(
        drawn,
        key=trust.opened(of.agencies["H99"]),
        stamp=slip_stamp(AGENCY, pdf.place_on(drawn), at=AT),
        services=trust.services(of, *tsa_urls),
        at=AT,
    )


def lasting(drawn: bytes, of: DemoPki) -> bytes:
    return pdf.make_lasting(signed(drawn, of), services=trust.services(of), last=pdf.SLIP)


def faults(content: bytes) -> set[str]:
    report = page.validate_pdf_bytes(content, profile=page.ValidationProfile.PDF_A_3B)
    return {failure.rule_id for failure in report.failures}


@every_slip
def test_each_signed_slip_begins_with_the_drawn_one_and_is_fit_for_the_archive(
    form: Form, pki: DemoPki
) -> None:
    drawn = form.drawn(form.example())
    made = signed(drawn, pki)
    assert made.startswith(drawn)
    assert faults(made) <= {RETURN_AT_END}
    assert text.words(made) == text.words(drawn)


def test_a_signed_slip_is_valid_to_whoever_has_only_the_root(pki: DemoPki) -> None:
    made = lasting(a_slip(), pki)
    report = validate(made, trust=pki.trust, at=timezone.now())
    assert (report.verdict, report.reasons) == (Verdict.VALID, ())
    slip, stamp = report.signatures
    assert (slip.field, slip.level, stamp.level) == ("Slip", Level.LTA, Level.TIMESTAMP)
    assert AGENCY in slip.signer
    assert faults(made) <= {RETURN_AT_END, TWICE_SIGNED}


@pytest.mark.parametrize("mode", ["validate", "adesverify"])
def test_pyhanko_finds_it_valid(mode: str, pki: DemoPki, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    file.write_bytes(lasting(a_slip(), pki))
    (found,) = pyhanko(mode, file, of=pki)
    assert "INTACT:TRUSTED" in found


@needs_pdfsig
def test_poppler_finds_it_valid(pki: DemoPki, tmp_path: Path) -> None:
    file = tmp_path / "slip.pdf"
    file.write_bytes(lasting(a_slip(), pki))
    assert pdfsig(file) == {"Slip": True}


def test_a_slip_changed_afterwards_is_not_valid(pki: DemoPki) -> None:
    made = lasting(a_slip(), pki)
    turned = made.replace(b"/MediaBox", b"/MediaBux", 1)
    assert turned != made
    assert validate(turned, trust=pki.trust, at=timezone.now()).verdict is Verdict.INVALID


@pytest.mark.parametrize("size", ["a5", "a4"])
def test_the_mark_says_which_agency_and_when_above_all_that_is_written(
    size: Size, pki: DemoPki
) -> None:
    drawn = a_slip(size)
    place = pdf.place_on(drawn)
    shown = reading.shown(signed(drawn, pki), place)
    assert shown == text.squeezed(f"Ký số: {AGENCY} Thời gian ký: 2025-07-01 09:04:00+07:00")
    assert max(letter.top for letter in text.letters(drawn) if letter.text != "D") < place.y0 + 1
    (width, height), *_ = text.sizes(drawn)
    assert place.x1 < width - 20
    assert place.y1 < height - 12  # printers leave the edge white


def test_no_slip_is_signed_without_a_time_stamp(pki: DemoPki) -> None:
    nobody = f"http://127.0.0.1:{trust.a_free_port()}/"
    with pytest.raises(TimestampUnavailable):
        signed(a_slip(), pki, nobody)


def test_what_is_not_signed_is_not_made_lasting(pki: DemoPki) -> None:
    with pytest.raises(NotFilled):
        pdf.make_lasting(a_slip(), services=trust.services(pki), last=pdf.SLIP)
