"""The form of a result: empty fields before the first signature, values before the seal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    append_signature_field,
)

from signing.errors import AlreadyFilled, NoPlaceFor, NotFilled
from signing.layout import Place

from .writer import appended, appending, draw, field, fields, is_filled, pages

PERSONAL, AGENCY = "Personal", "Agency"

TEXT = "/Tx"
PRINTED = 4
READ_ONLY = 1


@dataclass(frozen=True)
class FieldValue:
    """What a field says, for machines, and how it looks: a one-page PDF as large as the field."""

    text: str
    drawn: bytes


def prepare(pdf: bytes, places: Mapping[str, Place]) -> bytes:
    """Gives the paper its fields, all empty: two for signatures, the others for text."""
    writer = appending(pdf)
    form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
    writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    for name, place in places.items():
        if name in (PERSONAL, AGENCY):
            append_signature_field(writer, _signature_field(name, place))
        else:
            _add_text_field(writer, form, name, place)
    return appended(writer)


def places(pdf: bytes) -> Mapping[str, Place]:
    """Where the fields of the paper stand, by name."""
    reader = PdfFileReader(BytesIO(pdf))
    numbers = {page: number for number, page in enumerate(pages(reader))}
    return {
        name: Place(numbers[one.raw_get("/P").reference], *map(float, one["/Rect"]))
        for name, one in fields(reader).items()
        if "/P" in one
    }


def fill(signed: bytes, *, values: Mapping[str, FieldValue]) -> bytes:
    """Fills text fields, as the personal signature allows; a field is filled once and for all."""
    writer = appending(signed)
    if not is_filled(field(writer, PERSONAL)):
        raise NotFilled(PERSONAL)
    for name, value in values.items():
        one = field(writer, name)
        if one["/FT"] != TEXT:
            raise NoPlaceFor(name)
        if is_filled(one):
            raise AlreadyFilled(name)
        one[pdf_name("/V")] = pdf_string(value.text)
        draw(writer, one, value.drawn)
    return appended(writer)


def _signature_field(name: str, place: Place) -> SigFieldSpec:
    spec = SigFieldSpec(name, on_page=place.page, box=cast("Any", place.box))
    if name == PERSONAL:
        return spec
    # After the seal nothing may change. Not FieldMDP All: it would break when the DSS is added.
    lock = FieldMDPSpec(FieldMDPAction.INCLUDE, [PERSONAL])
    return replace(spec, field_mdp_spec=lock, doc_mdp_update_value=MDPPerm.NO_CHANGES)


def _add_text_field(
    writer: IncrementalPdfFileWriter, form: generic.DictionaryObject, name: str, place: Place
) -> None:
    page = writer.find_page_for_modification(place.page)[0]
    empty = RawContent(b"", box=BoxConstraints(width=place.width, height=place.height))
    look = {pdf_name("/N"): writer.add_object(empty.as_form_xobject())}
    one = generic.DictionaryObject(
        {
            pdf_name("/FT"): pdf_name(TEXT),
            pdf_name("/T"): pdf_string(name),
            # Only this system fills it: a reader must not offer it for typing.
            pdf_name("/Ff"): generic.NumberObject(READ_ONLY),
            pdf_name("/DA"): pdf_string("/Helv 0 Tf 0 g"),
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Widget"),
            pdf_name("/F"): generic.NumberObject(PRINTED),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.FloatObject, place.box)),
            pdf_name("/P"): page,
            pdf_name("/AP"): generic.DictionaryObject(look),
        }
    )
    reference = writer.add_object(one)
    form["/Fields"].append(reference)
    writer.register_annotation(page, reference)
