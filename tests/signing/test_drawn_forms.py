"""Forms whose fields show something: signed and signed again, filled, and drawn otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter as Writer
from pyhanko.sign.fields import MDPPerm

from signing.demo.pki import DemoPki
from signing.layout import Place
from signing.pdf.writer import fields
from signing.reports import Integrity
from signing.validation import validate
from tests import trust
from tests.signing import forging
from workflows.documents.stamps import personal_stamp

from .test_attacks import by_hand, is_noticed

GRANTS = {"plain": None, "final": MDPPerm.NO_CHANGES, "form": MDPPerm.FILL_FORMS}


def _dictionary(**entries: Any) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): held for key, held in entries.items()})


def _font(name: str) -> generic.DictionaryObject:
    return _dictionary(
        Type=pdf_name("/Font"), Subtype=pdf_name("/Type1"), BaseFont=pdf_name(f"/{name}")
    )


def _box(*sides: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, sides))


def a_form(*, has_look: bool) -> bytes:
    """A page on which an amount stands, with its look or to be drawn by what the form says."""
    page = personal_stamp("Trần Quang Minh", Place(0, 0, 0, 200, 60), at=trust.AT)

    def add(writer: Writer) -> None:
        font = writer.add_object(_font("Helvetica"))
        text = pdf_string("/Helv 12 Tf 0 g")
        form = _dictionary(
            Fields=generic.ArrayObject(), DR=_dictionary(Font=_dictionary(Helv=font)), DA=text
        )
        writer.root[pdf_name("/AcroForm")] = writer.add_object(form)
        writer.update_root()
        shown = writer.find_page_for_modification(0)[0]
        field = _dictionary(
            T=pdf_string("amount"), FT=pdf_name("/Tx"), V=pdf_string("100"), DA=text,
            Type=pdf_name("/Annot"), Subtype=pdf_name("/Widget"), P=shown,
            Rect=_box(10, 10, 110, 30), F=generic.NumberObject(4),
        )  # fmt: skip
        if has_look:
            drawn = _dictionary(
                Subtype=pdf_name("/Form"), BBox=_box(0, 0, 100, 20),
                Resources=_dictionary(Font=_dictionary(Helv=font)),
            )  # fmt: skip
            look = generic.StreamObject(drawn, stream_data=b"BT /Helv 12 Tf 2 5 Td (100) Tj ET")
            field[pdf_name("/AP")] = _dictionary(N=writer.add_object(look))
        one = writer.add_object(field)
        form["/Fields"].append(one)
        writer.update_container(form)
        writer.register_annotation(shown, one)

    return forging.appended(page, add)


@pytest.fixture(scope="module")
def forms() -> dict[bool, bytes]:
    return {has_look: a_form(has_look=has_look) for has_look in (True, False)}


# What a forger does -------------------------------------------------------------------------------


def of_form(change: Callable[[Writer, Any], None]) -> forging.Change:
    def made(writer: Writer) -> None:
        form = writer.root["/AcroForm"]
        change(writer, form)
        writer.update_container(form)

    return made


def _font_exchanged(writer: Writer, form: Any) -> None:
    form["/DR"]["/Font"][pdf_name("/Helv")] = writer.add_object(_font("Symbol"))


def _font_exchanged_in_place(writer: Writer, form: Any) -> None:
    font = form["/DR"]["/Font"]["/Helv"]
    font[pdf_name("/BaseFont")] = pdf_name("/Symbol")
    writer.mark_update(font.container_ref)


def _resources_exchanged(_writer: Writer, form: Any) -> None:
    form[pdf_name("/DR")] = _dictionary(Font=_dictionary(Helv=_font("Symbol")))


def _text_in_white(_writer: Writer, form: Any) -> None:
    form[pdf_name("/DA")] = pdf_string("/Helv 12 Tf 1 g")


def drawn_anew(_writer: Writer, form: Any) -> None:
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)


def _on_the_other_side(_writer: Writer, form: Any) -> None:
    form[pdf_name("/Q")] = generic.NumberObject(2)


def _another_font(writer: Writer, form: Any) -> None:
    form["/DR"]["/Font"][pdf_name("/Cour")] = writer.add_object(_font("Courier"))


def _another_amount(writer: Writer) -> None:
    one = fields(writer)["amount"]
    one[pdf_name("/V")] = pdf_string("999")
    writer.update_container(one)


EXCHANGED = (
    _font_exchanged, _font_exchanged_in_place, _resources_exchanged, _text_in_white, drawn_anew,
)  # fmt: skip


@pytest.mark.parametrize("has_look", [True, False])
@pytest.mark.parametrize("kind", GRANTS)
@pytest.mark.parametrize("change", EXCHANGED)
def test_what_fields_are_drawn_with_is_not_exchanged(
    change: Any, kind: str, has_look: bool, forms: dict[bool, bytes], pki: DemoPki
) -> None:
    signed = by_hand(forms[has_look], pki, grants=GRANTS[kind])
    forged = forging.appended(signed, of_form(change))
    assert is_noticed(validate(forged, trust=pki.trust, at=timezone.now()))


@pytest.mark.parametrize("change", EXCHANGED)
def test_nor_when_the_forger_signs_too(change: Any, forms: dict[bool, bytes], pki: DemoPki) -> None:
    signed = by_hand(forms[False], pki)
    forged = by_hand(forging.appended(signed, of_form(change)), pki, name="Along")
    assert is_noticed(validate(forged, trust=pki.trust, at=timezone.now()))


@pytest.mark.parametrize("change", [_another_font, _on_the_other_side])
def test_more_may_come_beside_it_only_where_every_field_has_its_look(
    change: Any, forms: dict[bool, bytes], pki: DemoPki
) -> None:
    found = {}
    for has_look, form in forms.items():
        added = forging.appended(by_hand(form, pki), of_form(change))
        found[has_look] = validate(added, trust=pki.trust, at=timezone.now()).integrity
    assert found == {True: Integrity.INTACT, False: Integrity.CHANGED}


# What others do -----------------------------------------------------------------------------------


@pytest.mark.parametrize("has_look", [True, False])
def test_a_field_that_shows_something_is_not_filled_by_a_later_signature(
    has_look: bool, forms: dict[bool, bytes], pki: DemoPki
) -> None:
    signed = by_hand(forms[has_look], pki)
    later = (
        by_hand(signed, pki, name="Second"),
        forging.stamped(signed, pki),
        forging.lasting(signed, pki),
        by_hand(by_hand(signed, pki, name="Second"), pki, name="Third"),
    )
    for one in later:
        report = validate(one, trust=pki.trust, at=timezone.now())
        assert report.integrity is Integrity.INTACT
        assert not any(signature.modified_after for signature in report.signatures)


@pytest.mark.parametrize("has_look", [True, False])
@pytest.mark.parametrize("kind", ["plain", "final"])
def test_but_what_is_filled_in_without_leave_is_noticed(
    kind: str, has_look: bool, forms: dict[bool, bytes], pki: DemoPki
) -> None:
    signed = by_hand(forms[has_look], pki, grants=GRANTS[kind])
    forged = forging.appended(signed, _another_amount)
    assert is_noticed(validate(forged, trust=pki.trust, at=timezone.now()))
