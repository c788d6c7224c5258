"""Where signatures hang: in fields of the form, or on a page and in no form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeAlias

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

MAX_PAGES = 2_000
MAX_DEPTH = 20
# Its full name, its value, and the field.
Field: TypeAlias = tuple[str, Any, Any]
Box: TypeAlias = tuple[float, float, float, float]


def of_form(of: Any) -> Iterator[Field]:
    """Each signature field of the form, filled or not, wherever in its tree it stands.

    What is null there, or leads nowhere (ISO 32000-2, 7.3.10) or in a circle, hides no other.
    """
    waiting, seen = [("", None, one) for one in reversed(listed(form(of), "/Fields"))], set[Any]()
    while waiting:
        above, inherited, item = waiting.pop()
        if item.reference in seen or not _stands(of, item):
            continue
        seen.add(item.reference)
        field = item.get_object()
        name = _value(field, "/T")
        if not isinstance(field, generic.DictionaryObject) or name is None:
            continue
        full, kind = f"{above}.{name}" if above else str(name), _value(field, "/FT") or inherited
        if kind == "/Sig":
            yield full, _value_of(of, field), item
        waiting += [(full, kind, kid) for kid in reversed(listed(field, "/Kids"))]


def listed(holder: Any, key: str) -> list[generic.IndirectObject]:
    """The references of a list; what else stands there is nothing."""
    held = _value(holder, key)
    listed = list(held) if isinstance(held, generic.ArrayObject) else []
    return [one for one in listed if isinstance(one, generic.IndirectObject)]


def _stands(of: Any, item: generic.IndirectObject) -> bool:
    reader = getattr(of, "reader", of)
    revision = getattr(of, "revision", reader.xrefs.total_revisions - 1)
    return reader.xrefs.get_historical_ref(item.reference, revision) is not None


def _value_of(of: Any, field: Any) -> Any:
    held = field.raw_get("/V") if "/V" in field else None
    if isinstance(held, generic.IndirectObject) and not _stands(of, held):
        return None
    held = field.get("/V")
    return None if isinstance(held, generic.NullObject) else held


def on_pages(reader: PdfFileReader, known: set[int]) -> Iterator[Field]:
    """Filled signature fields that a page shows and no form names; `known` are the form's."""
    for held in _on(*pages(reader)):
        if known.isdisjoint(one.idnum for one in held):
            known.add(held[0].idnum)
            if _inherited(held, "/FT") == "/Sig" and _inherited(held, "/V") is not None:
                yield _name(held), _inherited(held, "/V"), _holder(held)


def form(of: Any) -> Any:
    """The form of a file, or an empty one; of a part that holds no document yet, too."""
    try:
        held = of.root["/AcroForm"]
    except (KeyError, TypeError):
        held = None
    return held if isinstance(held, generic.DictionaryObject) else generic.DictionaryObject()


def boxes(page: Any) -> Iterator[tuple[str, Box, Any]]:
    """Where fields stand on a page, by their full names, and what stands there."""
    for held in _on(page):
        note = held[0].get_object()
        box = _value(note, "/Rect")
        with suppress(TypeError, ValueError):
            x0, y0, x1, y1 = (float(side) for side in box)
            yield _name(held), (x0, y0, x1, y1), note


def values(of: Any) -> dict[str, Any]:
    """What each field of the form that shows on a page says, by its full name."""
    return {
        _name(held): _inherited(held, "/V")
        for held in _on(*pages(of))
        if _inherited(held, "/FT") is not None
    }


def lacks_a_look(of: Any) -> bool:
    """Does a page show a field, other than to sign in, that viewers draw by defaults?"""
    shown = _on(*pages(of))
    kinds = ((held, _inherited(held, "/FT")) for held in shown)
    return any(
        kind not in (None, "/Sig") and _value(held[0].get_object(), "/AP") is None
        for held, kind in kinds
    )


def at(of: Any, number: int) -> Any:
    """An object by its number, as nearly all are: of no later generation."""
    return of.get_object(generic.Reference(number, 0, of))


def is_page(item: Any) -> bool:
    plain = isinstance(item, generic.DictionaryObject) and not isinstance(
        item, generic.StreamObject
    )
    return plain and _value(item, "/Type") == "/Page"


def notes(page: Any) -> list[Any]:
    """The notes and fields of a page, as references."""
    held = _value(page, "/Annots")
    return [held.raw_get(n) for n in range(len(held))] if held is not None else []


def has_room(box: Box) -> bool:
    return box[0] != box[2] and box[1] != box[3]


def takes_no_place(note: Any) -> bool:
    box = _value(note.get_object(), "/Rect")
    with suppress(TypeError, ValueError):
        x0, y0, x1, y1 = (float(side) for side in box)
        return x0 == x1 and y0 == y1
    return False


def _on(*some: Any) -> Iterator[list[Any]]:
    """Each note of these pages, with what stands above it, as references."""
    for page in some:
        notes = _value(page, "/Annots")
        for note in notes if isinstance(notes, generic.ArrayObject) else ():
            held = list(_upwards(note))
            if held:
                yield held


def pages(of: Any, *, whole: bool = False) -> Iterator[Any]:
    """Each page, in the order in which they are shown; if `whole`, raises where it is no end."""
    waiting, seen = [of.root.raw_get("/Pages")], set[int]()
    while waiting and len(seen) < MAX_PAGES:
        item = waiting.pop()
        if isinstance(item, generic.IndirectObject):
            if item.idnum in seen:
                continue
            seen.add(item.idnum)
        node = item.get_object()
        kids = _value(node, "/Kids")
        if isinstance(kids, generic.ArrayObject):
            waiting += [kids.raw_get(number) for number in reversed(range(len(kids)))]
        elif isinstance(node, generic.DictionaryObject):
            yield node
    if waiting and whole:
        raise ValueError("there are more pages than are gone through")


def unit(page: Any) -> float:
    """How much larger than a point what a page measures with is (ISO 32000-2, 8.3.2.3)."""
    said = _value(page, "/UserUnit")
    with suppress(TypeError, ValueError):
        return float(said)
    return 1.0


def _upwards(item: Any) -> Iterator[Any]:
    """The field and those above it, as references."""
    for _step in range(MAX_DEPTH):
        if not isinstance(item, generic.IndirectObject):
            return
        field = item.get_object()
        if not isinstance(field, generic.DictionaryObject):
            return
        yield item
        item = field.raw_get("/Parent") if "/Parent" in field else None


def _inherited(held: list[Any], key: str) -> Any:
    return next((v for v in (_value(one.get_object(), key) for one in held) if v is not None), None)


def _holder(held: list[Any]) -> Any:
    return next(one for one in held if "/V" in one.get_object())


def _name(held: list[Any]) -> str:
    parts = (_value(one.get_object(), "/T") for one in reversed(held))
    return ".".join(str(part) for part in parts if part is not None)


def _value(dictionary: Any, key: str) -> Any:
    try:
        return dictionary[key]
    except (KeyError, TypeError):
        return None
