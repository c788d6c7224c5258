"""Plain papers, written object by object, and signed with nothing else of them touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pytest
from pyhanko.pdf_utils.generic import Reference

from signing.demo.pki import DemoPki
from tests.signing.tables import (
    _MARK,
    VALUE,
    catalogue,
    filled,
    next_number,
    raw,
    read,
    stream,
    updated,
)
from tests.signing.test_odd_files import Hand

Objects: TypeAlias = dict[int, bytes]
Sign: TypeAlias = Callable[[bytes], bytes]

FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
SIGNED_FIRST = b"<< /Type /Sig "


def text(words: bytes) -> bytes:
    return stream(b"BT /F1 36 Tf 20 100 Td (%b) Tj ET" % words)


FORGED = text(b"PAY 999999")


def page(*, parent: int = 2, content: int = 4, font: int = 5, more: bytes = b"") -> bytes:
    drawn = b"/Contents %d 0 R /Resources << /Font << /F1 %d 0 R >> >>" % (content, font)
    box = b"/MediaBox [0 0 300 200]"
    return b"<< /Type /Page /Parent %d 0 R %b %b %b>>" % (parent, box, drawn, more)


def simple(words: bytes = b"PAY 100") -> Objects:
    """One page, with one line of text."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: page(),
        4: text(words),
        5: FONT,
    }


def another(at: int) -> Objects:
    """The pages of another document, from this number on; its content is the third of them."""
    return {
        at: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (at + 1),
        at + 1: page(parent=at, content=at + 2, font=at + 3),
        at + 2: FORGED,
        at + 3: FONT,
    }


def with_form(objects: Objects, *fields: int, more: bytes = b"") -> Objects:
    """Its form is object 7, and its page shows the fields, which stand in no other."""
    listed = b" ".join(b"%d 0 R" % one for one in fields)
    form = b"<< /Fields [%b] /DR << /Font << /Helv 5 0 R >> >> /DA (/Helv 12 Tf 0 g) %b>>"
    return {
        **objects,
        1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm 7 0 R >>",
        3: page(more=b"/Annots [%b] " % listed),
        7: form % (listed, more),
    }


def look(content: bytes, *, size: bytes = b"300 200", more: bytes = b"") -> bytes:
    """What a place shows."""
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 %b] " % size
    fonts = b"/Resources << /Font << /F1 5 0 R >> %b>> " % more
    return head + fonts + stream(content).removeprefix(b"<< ")


def built(objects: Mapping[int, bytes], more: bytes = b"") -> bytes:
    """A file of these objects, with one table; `more` stands in its trailer."""
    out, lines = b"%PDF-1.7\n", [b"0 1\n0000000000 65535 f \n"]
    for number, content in sorted(objects.items()):
        lines.append(b"%d 1\n%010d 00000 n \n" % (number, len(out)))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    trailer = b"<< /Size %d /Root 1 0 R %b>>" % (max(objects) + 1, more)
    table = b"xref\n%btrailer\n%b\nstartxref\n%d\n%%%%EOF\n"
    return out + table % (b"".join(lines), trailer, len(out))


def entries(of: Any) -> dict[str, bytes]:
    return {key: raw(of, key) for key in of}


def written(held: Mapping[str, bytes]) -> bytes:
    return b"<< %b>>" % b"".join(b"%b %b " % (key.encode(), value) for key, value in held.items())


def set_in(pdf: bytes, number: int, **said: bytes | None) -> Objects:
    """The dictionary as it stands, with some entries set, or taken out where None is said."""
    reader = read(pdf)
    held = entries(reader.get_object(Reference(number, 0, reader)))
    changed = {**held, **{f"/{key}": value for key, value in said.items()}}
    return {number: written({key: value for key, value in changed.items() if value is not None})}


def one_more(listed: bytes, number: int) -> bytes:
    return listed.rstrip()[:-1] + b" %d 0 R]" % number


def in_the_form(pdf: bytes, number: int) -> Objects:
    """The form, which lists one field more; if there is none, there will be."""
    root = read(pdf).root
    if "/AcroForm" not in root:
        return catalogue(pdf, AcroForm=b"<< /SigFlags 3 /Fields [%d 0 R] >>" % number)
    fields = one_more(entries(root["/AcroForm"])["/Fields"], number)
    at = root["/AcroForm"].container_ref.idnum
    if at == read(pdf).root_ref.idnum:
        held = {**entries(root["/AcroForm"]), "/Fields": fields}
        return catalogue(pdf, AcroForm=written(held))
    return set_in(pdf, at, Fields=fields, SigFlags=b"3")


def signed(pdf: bytes, sign: Sign, *, name: bytes = b"Signature1", grants: bytes = b"") -> bytes:
    """With a signature that nobody sees, which may grant something to those who follow."""
    at = next_number(pdf)
    params = b"<< /Type /TransformParams /P %b /V /1.2 >>" % grants
    limits = b"/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams %b >>] "
    value = VALUE.replace(SIGNED_FIRST, SIGNED_FIRST + limits % params) if grants else VALUE
    field = b"<< /FT /Sig /T (%b) /Type /Annot /Subtype /Widget /Rect [0 0 0 0] /F 132 /V %d 0 R >>"
    objects = {at: value, at + 1: field % (name, at), **in_the_form(pdf, at + 1)}
    return filled(updated(pdf, objects), sign)


@pytest.fixture(scope="module")
def sign(pki: DemoPki) -> Sign:
    return Hand(pki).sign


@pytest.fixture(scope="module")
def paper(sign: Sign) -> bytes:
    return signed(built(simple()), sign)


# Numbers that no program shortens when it writes them again.
_WIDE = b"[0 " + b" ".join([b"1" * 10] * 3) + b"]"


def to_be_signed() -> Objects:
    """With a value that waits to be filled, for programs that write whole files."""
    value = VALUE.replace(_MARK, _WIDE)
    field = b"<< /FT /Sig /T (Signature1) /V 8 0 R >>"
    return {**with_form(simple(), 6), 3: page(), 6: field, 8: value}


def signed_once(pdf: bytes, sign: Sign) -> bytes:
    """The whole file as a program wrote it, the value filled."""
    written_so = re.search(rb"\[ ?0( 1{10}){3} ?\]", pdf)
    assert written_so is not None
    room = _MARK.ljust(len(written_so[0]))
    return filled(pdf[: written_so.start()] + room + pdf[written_so.end() :], sign)


def more_evidence(pdf: bytes, at: int, *certificates: int) -> Objects:
    """The store of evidence of a result, from now on in this object, names these ones, too."""
    store = entries(read(pdf).root["/DSS"])
    for one in certificates:
        store["/Certs"] = one_more(store["/Certs"], one)
    return {at: written(store), **catalogue(pdf, DSS=b"%d 0 R" % at)}
