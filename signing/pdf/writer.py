"""Appending to a PDF so that what was signed stays, and PDF/A with it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from signing.errors import NoPlaceFor


class _Appending(IncrementalPdfFileWriter):
    """Writes new objects behind the old bytes, and nothing that was not asked for."""

    def _update_meta(self) -> None:
        """Leaves the XMP alone: rewritten, it would no longer say PDF/A."""


def appending(pdf: bytes) -> IncrementalPdfFileWriter:
    return _Appending(BytesIO(pdf))


def appended(writer: IncrementalPdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def draw(writer: IncrementalPdfFileWriter, one: generic.DictionaryObject, drawn: bytes) -> None:
    """Shows the first page of `drawn`, a PDF as large as the field, in the field."""
    page = writer.import_page_as_xobject(PdfFileReader(BytesIO(drawn)))
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): page})
    writer.update_container(one)


def fields(handler: Any) -> dict[str, generic.DictionaryObject]:
    """The form fields of a file or of what is being appended to it, by name."""
    if "/AcroForm" not in handler.root:
        return {}
    listed = (reference.get_object() for reference in handler.root["/AcroForm"]["/Fields"])
    return {str(one["/T"]): one for one in listed}


def field(handler: Any, name: str) -> generic.DictionaryObject:
    try:
        return fields(handler)[name]
    except KeyError:
        raise NoPlaceFor(name) from None


def is_filled(one: generic.DictionaryObject) -> bool:
    return "/V" in one


def pages(handler: Any) -> Iterator[generic.Reference]:
    for number in range(int(handler.root["/Pages"]["/Count"])):
        yield handler.find_page_for_modification(number)[0].reference
