"""A table of contents names no more than stands in it, nothing twice, and nothing unheard of."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.utils import timezone
from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader

from signing import crossreferences
from signing.demo.pki import DemoPki
from signing.reports import Integrity
from signing.validation import validate
from tests.trust import Papers

BODY = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
BODY += b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
# Of four bytes each: one that is free, the catalogue, the pages, the table itself.
ENTRIES = b"".join(
    kind + place.to_bytes(2, "big") + b"\0"
    for kind, place in [
        (b"\0", 0),
        (b"\1", BODY.index(b"1 0 obj")),
        (b"\1", BODY.index(b"2 0 obj")),
        (b"\1", len(BODY)),
    ]
)
SOUND = [b"/W [1 2 1] /Size 4", b"/W [1 2 1] /Index [0 4] /Size 4"]
SOUND += [b"/W [1 2 1] /Index [0 1 1 3 4 0] /Size 4"]
SPOILT = [
    b"/W [0 0 0] /Size 1000000000000000",
    b"/W [0 0 0] /Index [0 4] /Size 4",
    b"/W [] /Size 4",
    b"/W [1 3] /Size 4",
    b"/W [1 2 1] /Index [0 4 4] /Size 4",
    b"/W 4 /Size 4",
    b"/W [1 2 1] /Size 5",
    b"/W [1 2 1] /Index [0 4 4 1000000000000000] /Size 4",
    b"/W [1 2 -3] /Index [0 1000000000000000] /Size 4",
    b"/W [1 2 1] /Index [0 5 5 -1] /Size 4",
    b"/W [1 2 1] /Index [0 4.0] /Size 4",
    b"/W [1 2 /One] /Size 4",
    b"/W [1 2 1 0 R] /Size 4",
    b"/W [1 2 1]",
    b"/W [1 2 9] /Index [0 1] /Size 4",
    b"/W [4 0 0] /Size 4",
]


def a_table(described: bytes, *, number: int = 3) -> bytes:
    head = b"%d 0 obj\n<< /Type /XRef /Root 1 0 R %b /Length 16 >>\n" % (number, described)
    return head + b"stream\n" + ENTRIES + b"\nendstream\nendobj\n"


def with_an_end(pdf: bytes, table: bytes) -> bytes:
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


@pytest.mark.parametrize("described", SOUND)
@pytest.mark.parametrize("strict", [True, False])
def test_a_table_is_read_as_it_is_written(described: bytes, strict: bool) -> None:
    reader = PdfFileReader(BytesIO(with_an_end(BODY, a_table(described))), strict=strict)
    named = reader.xrefs.get_xref_data(0)
    assert {number: found[1] for number, found in named.standard_xrefs.items()} == {
        1: BODY.index(b"1 0 obj"),
        2: BODY.index(b"2 0 obj"),
        3: len(BODY),
    }


@pytest.mark.parametrize("described", SPOILT)
@pytest.mark.parametrize("strict", [True, False])
def test_what_nobody_wrote_is_not_read(described: bytes, strict: bool) -> None:
    with pytest.raises(PdfReadError):
        PdfFileReader(BytesIO(with_an_end(BODY, a_table(described))), strict=strict)


def test_a_table_names_each_number_once() -> None:
    lines = [b"0000000000 65535 f \n"]
    lines += [b"%010d 00000 n \n" % BODY.index(b"%d 0 obj" % number) for number in (1, 2)]
    trailer = b"trailer\n<< /Size 3 /Root 1 0 R >>\n"
    once = b"xref\n0 3\n" + b"".join(lines) + trailer
    again = b"xref\n0 3\n" + b"".join(lines) + b"1 1\n" + lines[1] + trailer
    twice = b"xref\n0 3\n" + b"".join(lines) + b"1 1\n" + lines[2] + trailer
    for strict in (True, False):
        for sound in (once, again):
            PdfFileReader(BytesIO(with_an_end(BODY, sound)), strict=strict)
        with pytest.raises(PdfReadError):
            PdfFileReader(BytesIO(with_an_end(BODY, twice)), strict=strict)


@pytest.mark.parametrize("described", SPOILT)
def test_a_signed_file_that_goes_on_so_gets_its_verdict(
    described: bytes, papers: Papers, pki: DemoPki
) -> None:
    before = papers.lasting
    more = b"/Prev %d " % int(before[before.rindex(b"startxref") + 9 : before.rindex(b"%%EOF")])
    spoilt = with_an_end(before, a_table(more + described, number=900))
    report = validate(spoilt, trust=pki.trust, at=timezone.now())
    assert report.integrity in (Integrity.BROKEN, Integrity.CHANGED)
    assert report.reasons


def test_whoever_parses_a_file_here_reads_so() -> None:
    assert xref.parse_xref_stream is crossreferences.as_written
    assert xref.parse_xref_table is crossreferences.once_each
