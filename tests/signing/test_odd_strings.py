"""Strings as other programs write them are read; nothing is hidden in how they are written."""

from __future__ import annotations

import pytest

from signing.demo.pki import DemoPki
from signing.reports import Integrity
from tests.signing.plain import Sign, built, paper, sign, signed, simple, text
from tests.signing.tables import next_number, updated
from tests.signing.test_attacks import by_hand
from tests.signing.test_readers_differ import BAD, integrity

__all__ = ["paper", "sign"]

STRINGS = {
    "of plain letters": b"(abc)",
    "with a path": b"(C:\\docs\\x.doc)",
    "with too large a number": b"(\\501)",
    "with a number of one digit": b"(\\18)",
    "with a hyphen escaped": b"(a\\-b)",
    "with an end of line escaped": b"(a\\\r\nb)",
}


@pytest.mark.parametrize("string", STRINGS.values(), ids=STRINGS)
def test_strings_with_odd_escapes_are_read(string: bytes, sign: Sign, pki: DemoPki) -> None:
    """ISO 32000-2, 7.3.4.2: an unknown escape is the sign itself, and overflow is ignored."""
    pdf = built({**simple(), 6: b"<< /Title %b >>" % string}, b"/Info 6 0 R ")
    paper = signed(pdf, sign)
    loose = updated(paper, {next_number(paper): b"null"})
    for each in (paper, loose, by_hand(loose, pki, name="Along")):
        assert integrity(each, pki) is Integrity.INTACT
    assert integrity(updated(loose, {4: text(b"PAY 999999")}), pki) in BAD


@pytest.mark.parametrize("string", STRINGS.values(), ids=STRINGS)
def test_strings_with_odd_escapes_may_be_added(string: bytes, paper: bytes, pki: DemoPki) -> None:
    added = updated(paper, {next_number(paper): b"<< /A %b >>" % string})
    assert integrity(added, pki) is Integrity.INTACT
