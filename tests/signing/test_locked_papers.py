"""Papers that are encrypted, and open without a password, are judged as others are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Literal

import pikepdf
import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from signing import written
from signing.demo.pki import DemoPki
from signing.pdf import writer as appending
from signing.reports import Integrity
from tests.signing import forging
from tests.signing.plain import Sign, built, sign, signed_once, simple, to_be_signed
from tests.signing.tables import next_number, raw, read
from tests.signing.test_attacks import by_hand
from tests.signing.test_readers_differ import BAD, Revision, integrity

__all__ = ["sign"]

# The revision of the handler: RC4, AES of 128 bits, AES of 256.
Strength = Literal[3, 4, 6]
STRENGTHS: tuple[Strength, ...] = (3, 4, 6)


@pytest.fixture(scope="module", autouse=True)
def _with_no_password() -> Iterator[None]:
    """What is appended to a locked paper is locked as the rest."""
    plainly = appending.appending

    def unlocked(pdf: bytes) -> Writer:
        writer = plainly(pdf)
        if writer.prev.encrypted:
            writer.encrypt(b"")
        return writer

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(appending, "appending", unlocked)
        yield


def locked(pdf: bytes, strength: Strength) -> bytes:
    out, newer = BytesIO(), strength > 3
    how = pikepdf.Encryption(owner="o", user="", R=strength, aes=newer, metadata=newer)
    with pikepdf.open(BytesIO(pdf)) as file:
        plain = pikepdf.ObjectStreamMode.disable
        file.save(out, encryption=how, object_stream_mode=plain, compress_streams=False)
    return out.getvalue()


@pytest.fixture(scope="module", params=STRENGTHS)
def strength(request: pytest.FixtureRequest) -> Strength:
    found: Strength = request.param
    return found


@pytest.fixture(scope="module")
def paper(strength: Strength, pki: DemoPki) -> bytes:
    return by_hand(locked(built(simple()), strength), pki)


# What is sound ------------------------------------------------------------------------------------

LATER: dict[str, Callable[[bytes, DemoPki], bytes]] = {
    "nothing": lambda pdf, _of: pdf,
    "a time-stamp": forging.stamped,
    "evidence and a time-stamp": forging.lasting,
    "another signature": lambda pdf, of: by_hand(pdf, of, name="Along"),
}


@pytest.mark.parametrize("later", LATER.values(), ids=LATER)
def test_to_a_locked_paper_the_same_may_be_added(
    later: Callable[[bytes, DemoPki], bytes], paper: bytes, pki: DemoPki
) -> None:
    added = later(paper, pki)
    assert integrity(added, pki) is Integrity.INTACT
    forged = forging.appended(added, forging.text_on_the_page)
    assert integrity(forged, pki) in BAD


def test_the_lock_may_stand_in_the_trailer_itself(
    strength: Strength, sign: Sign, pki: DemoPki
) -> None:
    """ISO 32000-2, Table 15: a dictionary, and MuPDF writes it where it is named."""
    pdf = locked(built(to_be_signed()), strength)
    lock = read(pdf).trailer_view.raw_get("/Encrypt").idnum
    begins = pdf.index(b"\n%d 0 obj" % lock)
    held = pdf[pdf.index(b"<<", begins) : pdf.index(b"endobj", begins)].strip()
    direct = pdf.replace(b"/Encrypt %d 0 R" % lock, b"/Encrypt " + held)
    assert direct != pdf
    for paper in (signed_once(pdf, sign), signed_once(direct, sign)):
        assert integrity(paper, pki) is Integrity.INTACT
        assert integrity(paper.replace(b"/MediaBox", b"/mediaBox", 1), pki) in BAD


# What trailers must say again ---------------------------------------------------------------------


def added_to(pdf: bytes, *without: str) -> bytes:
    """An object for nothing, and a trailer that lacks these entries."""
    made = Revision(pdf).put(next_number(pdf), b"null")
    held = {key: raw(made.reader.trailer_view, key) for key in ("/ID", "/Encrypt")}
    parts = {key: b"%b %b " % (key.encode(), said) for key, said in held.items()}
    whole = made.written(more=parts["/Encrypt"])
    tail = whole[len(pdf) :]
    for key in without:
        assert parts[key] in tail
        tail = tail.replace(parts[key], b"")
    return pdf + tail


def test_a_revision_of_a_locked_paper_says_how_it_is_locked(paper: bytes, pki: DemoPki) -> None:
    """ISO 32000-2, 7.5.6: a trailer says all again; Poppler and MuPDF look at the last alone."""
    assert integrity(added_to(paper), pki) is Integrity.INTACT
    assert integrity(added_to(paper, "/Encrypt"), pki) in BAD


def test_a_revision_of_a_locked_paper_names_what_its_key_is_made_of(
    paper: bytes, pki: DemoPki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ISO 32000-2, 7.6.4.3.2: the first half of /ID is a part of the key."""
    assert integrity(added_to(paper, "/ID"), pki) in BAD
    assert integrity(added_to(paper, "/ID", "/Encrypt"), pki) in BAD
    monkeypatch.setattr(written._Revision, "_check_trailer", lambda *_any: None)
    assert integrity(added_to(paper, "/ID"), pki) is Integrity.INTACT, "and nothing else finds it"
