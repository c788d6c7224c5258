"""Appends to papers what a forger would append, or an honest archive."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfTimeStamper

from signing.demo.answering import Answering
from signing.demo.pki import DemoKey, DemoPki
from signing.pdf import writer as appending
from signing.pdf.writer import fields
from signing.timestamps import Authorities
from tests import trust

ROOM = 32_768
Change = Callable[[Writer], object]


def appended(pdf: bytes, change: Change) -> bytes:
    """The paper with one more revision in which `change` was made."""
    writer = appending.appending(pdf)
    change(writer)
    return appending.appended(writer)


def stamped(pdf: bytes, of: DemoPki, *, field: str = "Again") -> bytes:
    """A document time-stamp: anybody can have one, for anything."""
    stamper = PdfTimeStamper(Authorities(trust.services(of)), field_name=field)
    out = asyncio.run(
        stamper.async_timestamp_pdf(appending.appending(pdf), "sha256", bytes_reserved=ROOM)
    )
    return bytes(out.getvalue())


def lasting(pdf: bytes, of: DemoPki) -> bytes:
    """With the lists of what is revoked and a time-stamp, whether it deserves them or not."""
    return stamped(appended(pdf, lambda writer: store(writer, of)), of)


def signed_as(field: str, pdf: bytes, key: DemoKey, of: DemoPki) -> bytes:
    """A PAdES signature of another make, in this field, made if it is not there."""
    signer = SimpleSigner.load_pkcs12(str(key.path), passphrase=key.pin.encode())
    said = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    maker = PdfSigner(said, signer, timestamper=Authorities(trust.services(of)))
    out = asyncio.run(maker.async_sign_pdf(appending.appending(pdf), bytes_reserved=ROOM))
    return bytes(out.getvalue())


def store(writer: Writer, of: DemoPki) -> None:
    """A document security store that says all there is to say of the infrastructure."""
    answers, now = Answering(of), datetime.now(UTC)
    lists = [answers.to(f"/{name}/crl", b"", at=now) for name in ("root", "authority")]
    holders = (of.root, of.authority, of.timestamps)
    certificates = [one.certificate.public_bytes(Encoding.DER) for one in holders]
    content = {"/Certs": certificates, "/CRLs": lists}
    held = generic.DictionaryObject({pdf_name("/Type"): pdf_name("/DSS")})
    for name, items in content.items():
        streams = [writer.add_object(generic.StreamObject(stream_data=item)) for item in items]
        held[pdf_name(name)] = generic.ArrayObject(streams)
    writer.root[pdf_name("/DSS")] = writer.add_object(held)
    writer.update_root()


# What forgers do ----------------------------------------------------------------------------------


def another_number(writer: Writer) -> None:
    one = fields(writer)["so"]
    one[pdf_name("/V")] = pdf_string("99")
    writer.update_container(one)


def a_number(writer: Writer) -> None:
    for name, text in trust.NUMBER.items():
        one = fields(writer)[name]
        one[pdf_name("/V")] = pdf_string(text)
        writer.update_container(one)


def another_look_of_the_number(writer: Writer) -> None:
    one = fields(writer)["so"]
    look = generic.StreamObject(stream_data=b"BT (99) Tj ET")
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(look)})
    writer.update_container(one)


def text_on_the_page(writer: Writer) -> None:
    page = _page(writer)
    line = writer.add_object(generic.StreamObject(stream_data=b"BT (forged) Tj ET"))
    page[pdf_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), line])
    writer.update_container(page)


def text_in_the_page(writer: Writer) -> None:
    content = _page(writer)["/Contents"]
    content._data = content.data + b"BT (forged) Tj ET"
    content._encoded_data = None
    writer.mark_update(content.container_ref)


def other_data(writer: Writer) -> None:
    names = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    file = names[1]["/EF"]["/F"]
    file._data, file._encoded_data = b'{"schema":1,"type":"forged"}', None
    writer.mark_update(file.container_ref)


def more_data(writer: Writer) -> None:
    tree = writer.root["/Names"]["/EmbeddedFiles"]
    tree["/Names"].extend([pdf_string("result.json"), tree["/Names"].raw_get(1)])
    writer.update_container(tree)


def a_note(writer: Writer) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (9, 9, 99, 99))),
            pdf_name("/Contents"): pdf_string("forged"),
        }
    )
    page = writer.find_page_for_modification(0)[0]
    writer.register_annotation(page, writer.add_object(note))


def an_empty_field(writer: Writer, name: str = "Third") -> None:
    add_field(writer, {"/T": pdf_string(name), "/FT": pdf_name("/Sig")})


def a_text_field(writer: Writer) -> None:
    add_field(writer, {"/T": pdf_string("note"), "/FT": pdf_name("/Tx")})


def a_note_filled_in(writer: Writer) -> None:
    one = fields(writer)["note"]
    one[pdf_name("/V")] = pdf_string("forged")
    writer.update_container(one)


def a_form_with_a_note(writer: Writer) -> None:
    form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
    writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
    writer.update_root()
    a_text_field(writer)


def no_lock(writer: Writer) -> None:
    one = fields(writer)["Agency"]
    del one["/Lock"]
    writer.update_container(one)


def a_place_to_be_seen(writer: Writer) -> None:
    """A field that a time-stamp may fill, and that shows on the page."""
    box = generic.ArrayObject(map(generic.NumberObject, (9, 9, 99, 99)))
    add_field(writer, {"/T": pdf_string("Again"), "/FT": pdf_name("/Sig"), "/Rect": box})


def no_field(writer: Writer) -> None:
    form = writer.root["/AcroForm"]
    form["/Fields"].pop(0)
    writer.update_container(form)


def without_form(writer: Writer) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def looks_drawn_anew(writer: Writer) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    form[pdf_name("/DA")] = pdf_string("/Helv 0 Tf 1 g")
    writer.update_container(form)


def an_action_on_opening(writer: Writer) -> None:
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("forge()")}
    writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(script)
    writer.update_root()


def another_title(writer: Writer) -> None:
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = pdf_string("forged")
    writer.update_container(info)


def other_metadata(writer: Writer) -> None:
    stream = generic.StreamObject(stream_data=b"<x/>")
    writer.root[pdf_name("/Metadata")] = writer.add_object(stream)
    writer.update_root()


def a_thing_in_the_store(writer: Writer) -> None:
    held = writer.root["/DSS"]
    held[pdf_name("/Page")] = writer.add_object(generic.StreamObject(stream_data=b"forged"))
    writer.update_container(held)


def an_object_for_nothing(writer: Writer) -> None:
    writer.add_object(generic.StreamObject(stream_data=b"BT (forged) Tj ET"))


def an_action_in_the_timestamp(writer: Writer) -> None:
    one = fields(writer)["Timestamp"]
    one[pdf_name("/AA")] = generic.DictionaryObject({pdf_name("/PO"): pdf_string("forge()")})
    writer.update_container(one)


def another_catalogue(writer: Writer) -> None:
    reference = writer.add_object(generic.DictionaryObject(writer.root))
    writer._root = writer.trailer[pdf_name("/Root")] = reference


def _page(writer: Writer) -> Any:
    return writer.find_page_for_modification(0)[0].get_object()


def add_field(writer: Writer, entries: dict[str, Any]) -> None:
    form = writer.root["/AcroForm"]
    one = generic.DictionaryObject({pdf_name(key): value for key, value in entries.items()})
    form["/Fields"].append(writer.add_object(one))
    writer.update_container(form)
