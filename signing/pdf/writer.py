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


class Appending(IncrementalPdfFileWriter):  # type: ignore[misc] # the library has no types
    """Writes new objects behind the old bytes, and nothing that was not asked for."""

    def __init__(self, pdf: bytes) -> None:
        super().__init__(BytesIO(pdf))

    def _update_meta(self) -> None:
        """Leaves the XMP alone: rewritten, it would no longer say PDF/A."""

    def appended(self) -> bytes:
        out = BytesIO()
        self.write(out)
        return out.getvalue()

    def draw(self, field: generic.DictionaryObject, drawn: bytes) -> None:
        """Shows the first page of `drawn`, a PDF as large as the field, in the field."""
        page = self.import_page_as_xobject(PdfFileReader(BytesIO(drawn)))
        field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): page})
        self.update_container(field)


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
