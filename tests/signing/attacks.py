"""What an attacker does to a signed paper, by the name of the attack: bytes in, bytes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer

from signing.pdf.writer import fields
from tests.signing import forging

Attack = Callable[[bytes], bytes]
NAME = "Signature1"


def _page(writer: Writer) -> Any:
    return writer.find_page_for_modification(0)[0].get_object()


def _numbers(*numbers: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, numbers))


def _stream(writer: Writer, content: bytes, **entries: Any) -> Any:
    held = {pdf_name(f"/{key}"): value for key, value in entries.items()}
    return writer.add_object(generic.StreamObject(held, stream_data=content))


# Shadows: what is shown is hidden, replaced, or both ----------------------------------------------


def shadow_hides_the_page(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/Contents")] = _stream(writer, b"")
    writer.update_container(page)


def shadow_hides_what_it_draws_with(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/Resources")] = generic.DictionaryObject()
    writer.update_container(page)


def shadow_replaces_the_fonts(writer: Writer) -> None:
    page = _page(writer)
    resources = generic.DictionaryObject(page["/Resources"])
    resources[pdf_name("/Font")] = generic.DictionaryObject()
    page[pdf_name("/Resources")] = resources
    writer.update_container(page)


def shadow_turns_layers_off(writer: Writer) -> None:
    layer = writer.add_object(generic.DictionaryObject({pdf_name("/Type"): pdf_name("/OCG")}))
    layers = generic.ArrayObject([layer])
    default = generic.DictionaryObject({pdf_name("/OFF"): layers})
    held = {pdf_name("/OCGs"): layers, pdf_name("/D"): default}
    writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject(held)
    writer.update_root()


def shadow_moves_the_page(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/MediaBox")] = _numbers(900, 900, 1000, 1000)
    writer.update_container(page)


def shadow_turns_the_page(writer: Writer) -> None:
    page = _page(writer)
    page[pdf_name("/Rotate")] = generic.NumberObject(180)
    writer.update_container(page)


def shadow_takes_the_pages(writer: Writer) -> None:
    pages = writer.root["/Pages"]
    pages[pdf_name("/Kids")] = generic.ArrayObject([pages["/Kids"].raw_get(0)] * 2)
    pages[pdf_name("/Count")] = generic.NumberObject(2)
    writer.update_container(pages)


def shadow_replaces_the_tree_of_pages(writer: Writer) -> None:
    page = generic.DictionaryObject(_page(writer))
    page[pdf_name("/Contents")] = _stream(writer, b"0 0 99 99 re f")
    held = {
        pdf_name("/Type"): pdf_name("/Pages"),
        pdf_name("/Kids"): generic.ArrayObject([writer.add_object(page)]),
        pdf_name("/Count"): generic.NumberObject(1),
    }
    writer.root[pdf_name("/Pages")] = writer.add_object(generic.DictionaryObject(held))
    writer.update_root()


def look_of_the_field_swapped(writer: Writer) -> None:
    """The field says what it said, and shows something else."""
    one = fields(writer)["note"]
    look = _stream(writer, b"0 0 99 99 re f", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9))
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})
    writer.update_container(one)


def look_of_the_signature_swapped(writer: Writer) -> None:
    one = fields(writer)[NAME]
    look = _stream(writer, b"0 0 99 99 re f", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9))
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): look})
    writer.update_container(one)


# Evil annotations, sneaky signatures, things that act ---------------------------------------------


def evil_stamp(writer: Writer) -> None:
    look = _stream(writer, b"0 0 99 99 re f", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9))
    stamp = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/Stamp"),
        pdf_name("/Rect"): _numbers(0, 0, 500, 500),
        pdf_name("/AP"): generic.DictionaryObject({pdf_name("/N"): look}),
    }
    page = writer.find_page_for_modification(0)[0]
    writer.register_annotation(page, writer.add_object(generic.DictionaryObject(stamp)))


def evil_link(writer: Writer) -> None:
    link = {
        pdf_name("/Type"): pdf_name("/Annot"),
        pdf_name("/Subtype"): pdf_name("/Link"),
        pdf_name("/Rect"): _numbers(0, 0, 500, 500),
    }
    page = writer.find_page_for_modification(0)[0]
    writer.register_annotation(page, writer.add_object(generic.DictionaryObject(link)))


def _to_sign_in(name: str, rect: generic.ArrayObject) -> dict[str, Any]:
    """What a place to sign in is made of, at the least."""
    return {
        "/T": pdf_string(name),
        "/FT": pdf_name("/Sig"),
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/Widget"),
        "/Rect": rect,
    }


def sneaky_empty_signature(writer: Writer) -> None:
    """A place that shows a text where a signature is to be, though nobody signs."""
    look = _stream(writer, b"0 0 99 99 re f", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9))
    entries = {
        **_to_sign_in("Sneaky", _numbers(0, 0, 400, 400)),
        "/AP": generic.DictionaryObject({pdf_name("/N"): look}),
        "/V": generic.DictionaryObject({pdf_name("/Type"): pdf_name("/Sig")}),
    }
    forging.add_field(writer, entries)


def _taking_along(writer: Writer, taken: Any, rect: generic.ArrayObject) -> None:
    """A place to sign in, whose look draws with something of the page, which is written anew."""
    writer.mark_update(taken)
    drawn = generic.DictionaryObject(
        {pdf_name("/X"): generic.IndirectObject(taken.idnum, taken.generation, writer)}
    )
    look = _stream(
        writer, b"", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9),
        Resources=generic.DictionaryObject({pdf_name("/XObject"): drawn}),
    )  # fmt: skip
    entries = {
        **_to_sign_in("Along", rect),
        "/AP": generic.DictionaryObject({pdf_name("/N"): look}),
    }
    forging.add_field(writer, entries)


def hidden_look_takes_the_page_along(writer: Writer) -> None:
    content = _page(writer)["/Contents"]
    content._data, content._encoded_data = b"0 0 99 99 re f", None
    _taking_along(writer, content.container_ref, _numbers(0, 0, 0, 0))


def shown_look_takes_the_page_along(writer: Writer) -> None:
    content = _page(writer)["/Contents"]
    content._data, content._encoded_data = b"0 0 99 99 re f", None
    _taking_along(writer, content.container_ref, _numbers(0, 0, 90, 40))


def a_place_to_sign_over_the_page(writer: Writer) -> None:
    look = _stream(writer, b"0 0 99 99 re f", Subtype=pdf_name("/Form"), BBox=_numbers(0, 0, 9, 9))
    entries = {
        **_to_sign_in("Along", _numbers(0, 0, 200, 60)),
        "/AP": generic.DictionaryObject({pdf_name("/N"): look}),
    }
    forging.add_field(writer, entries)


def a_place_to_sign_that_acts(writer: Writer) -> None:
    """With the page it opens a script, and the forger signs in it."""
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("forge()")}
    acting = generic.DictionaryObject({pdf_name("/PO"): generic.DictionaryObject(script)})
    entries = {
        **_to_sign_in("Along", _numbers(0, 0, 0, 0)),
        "/AA": acting,
    }
    forging.add_field(writer, entries)


def a_script_by_name(writer: Writer) -> None:
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("forge()")}
    named = generic.ArrayObject([pdf_string("a"), generic.DictionaryObject(script)])
    tree = generic.DictionaryObject({pdf_name("/Names"): named})
    writer.root[pdf_name("/Names")] = generic.DictionaryObject({pdf_name("/JavaScript"): tree})
    writer.update_root()


def an_action_with_the_page(writer: Writer) -> None:
    page = _page(writer)
    script = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("forge()")}
    opening = generic.DictionaryObject({pdf_name("/O"): generic.DictionaryObject(script)})
    page[pdf_name("/AA")] = opening
    writer.update_container(page)


def the_field_moved(writer: Writer) -> None:
    one = fields(writer)[NAME]
    one[pdf_name("/Rect")] = _numbers(1, 1, 300, 300)
    writer.update_container(one)


# Universal forgery: the signature is robbed of what it can be checked by --------------------------


def _robbed(key: str, value: Any) -> forging.Change:
    def change(writer: Writer) -> None:
        one = fields(writer)[NAME]["/V"]
        if value is None:
            del one[key]
        else:
            one[pdf_name(key)] = value
        writer.update_container(one)

    return change


ROBBERIES: dict[str, forging.Change] = {
    "no_range": _robbed("/ByteRange", None),
    "no_content": _robbed("/Contents", None),
    "range_of_nothing": _robbed("/ByteRange", _numbers(0, 0, 0, 0)),
    "range_below_zero": _robbed("/ByteRange", _numbers(0, -1, -1, -1)),
    "range_of_three": _robbed("/ByteRange", _numbers(0, 10, 20)),
    "range_of_six": _robbed("/ByteRange", _numbers(0, 10, 20, 10, 40, 10)),
    "range_of_text": _robbed("/ByteRange", pdf_string("0 10 20 10")),
    "range_empty": _robbed("/ByteRange", _numbers()),
    "range_past_the_end": _robbed("/ByteRange", _numbers(0, 10, 20, 99_999_999)),
    "range_overlapping": _robbed("/ByteRange", _numbers(0, 100, 50, 100)),
    "content_empty": _robbed("/Contents", generic.ByteStringObject(b"")),
    "content_zero": _robbed("/Contents", generic.ByteStringObject(b"\0" * 64)),
    "content_number": _robbed("/Contents", generic.NumberObject(7)),
    "content_cut": _robbed("/Contents", generic.ByteStringObject(b"\x30\x82\x10\x00\x06")),
    "filter_unknown": _robbed("/SubFilter", pdf_name("/none")),
    "filter_gone": _robbed("/SubFilter", None),
}


def signature_taken_out(writer: Writer) -> None:
    one = fields(writer)[NAME]
    del one["/V"]
    writer.update_container(one)


CHANGES: tuple[forging.Change, ...] = (
    shadow_hides_the_page,
    shadow_hides_what_it_draws_with,
    shadow_replaces_the_fonts,
    shadow_turns_layers_off,
    shadow_moves_the_page,
    shadow_turns_the_page,
    shadow_takes_the_pages,
    shadow_replaces_the_tree_of_pages,
    look_of_the_field_swapped,
    look_of_the_signature_swapped,
    evil_stamp,
    evil_link,
    sneaky_empty_signature,
    hidden_look_takes_the_page_along,
    shown_look_takes_the_page_along,
    a_place_to_sign_that_acts,
    a_place_to_sign_over_the_page,
    a_script_by_name,
    an_action_with_the_page,
    the_field_moved,
    signature_taken_out,
    forging.text_on_the_page,
    forging.text_in_the_page,
    forging.a_note,
    forging.a_text_field,
    forging.an_action_on_opening,
    forging.without_form,
    forging.no_field,
    forging.another_catalogue,
)


# Bytes --------------------------------------------------------------------------------------------

_HIDDEN = b"\n4 0 obj\n<< /Length 2 >>\nstream\nBT\nendstream\nendobj\n"


def _end(pdf: bytes) -> bytes:
    return pdf[pdf.rindex(b"startxref") :]


def _table(pdf: bytes, *, offset: int, more: bytes = b"") -> bytes:
    root = re.findall(rb"/Root\s+(\d+) 0 R", pdf)[-1]
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    at = len(pdf) + len(_HIDDEN)
    head = b"xref\n4 1\n%010d 00000 n \ntrailer\n" % offset
    trailer = b"<< /Size 9999 /Root %b 0 R /Prev %d %b>>\n" % (root, before, more)
    return head + trailer + b"startxref\n%d\n%%%%EOF\n" % at


def _wrapped(pdf: bytes) -> bytes:
    """The second part of what was signed is moved behind a forged one."""
    found = re.search(rb"/ByteRange\s*\[\s*(\d+) (\d+) (\d+) (\d+)[^\]]*\]", pdf)
    assert found is not None
    first, start, length = (int(found[n]) for n in (2, 3, 4))
    moved = first + len(pdf)
    held = b"/ByteRange [0 %d %d %d]" % (first, moved, length)
    room = held.ljust(found.end() - found.start())
    return (pdf[: found.start()] + room + pdf[found.end() :]).ljust(moved) + pdf[
        start : start + length
    ]


def _beside_the_signature(pdf: bytes) -> bytes:
    """In the room that the last signature leaves, where no digest reaches."""
    start = pdf.rindex(b"/Contents <") if b"/Contents <" in pdf else pdf.rindex(b"/Contents<")
    end = pdf.index(b">", start)
    return pdf[: end - 8] + b"dEADbEEf" + pdf[end:]


BYTES: dict[str, Attack] = {
    "something_beside_the_signature": _beside_the_signature,
    "saved_without_end": lambda pdf: pdf + _HIDDEN + b"xref\n0 0\ntrailer\n<< >>\n",
    "saved_with_empty_table": lambda pdf: (
        pdf + _HIDDEN + b"xref\n0 0\ntrailer\n<<>>\nstartxref\n9\n"
    ),
    "saved_unlisted": lambda pdf: pdf + _HIDDEN + _end(pdf),
    "saved_over": lambda pdf: pdf + _HIDDEN + _table(pdf, offset=len(pdf) + 1),
    "saved_as_hybrid": lambda pdf: (
        pdf + _HIDDEN + _table(pdf, offset=len(pdf) + 1, more=b"/XRefStm 15 ")
    ),
    "ends_twice": lambda pdf: pdf + _end(pdf),
    "text_after_the_end": lambda pdf: pdf + b"forged",
    "comment_after_the_end": lambda pdf: pdf + b"\n% forged\n",
    "another_file_behind": lambda pdf: pdf + pdf[:400] + _end(pdf),
    "text_before_the_start": lambda pdf: b"forged\n" + pdf,
    "cut_in_the_middle": lambda pdf: pdf[: len(pdf) // 2],
    "end_cut": lambda pdf: pdf[:-9],
    "wrapped": _wrapped,
    "one_byte": lambda pdf: pdf.replace(b"/MediaBox", b"/mediaBox", 1),
    "range_grown": lambda pdf: re.sub(rb"/ByteRange \[0 (\d)", rb"/ByteRange [1 \1", pdf, count=1),
    "start_told_wrong": lambda pdf: re.sub(rb"startxref\s+\d+", b"startxref\n12", pdf),
}
