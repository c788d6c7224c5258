"""Places to sign in that were added to a signed paper: what they may be made of, and do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils.reader import HistoricalResolver
from pyhanko.sign.diff_analysis import FormUpdate, SigFieldCreationRule, SuspiciousModification
from pyhanko.sign.diff_analysis import ModificationLevel as Level
from pyhanko.sign.diff_analysis.form_rules_api import FieldComparisonContext

from . import fields
from .opening import entry

# What a place to sign in is made of (ISO 32000-2, 12.5.2, 12.5.6.19, 12.7.4): no action, no layer.
_OF_A_FIELD = {
    *("/AP", "/AS", "/BE", "/BS", "/Border", "/C", "/DA", "/DR", "/DV", "/F", "/FT", "/Ff", "/H"),
    *("/Kids", "/Lock", "/M", "/MK", "/NM", "/P", "/Parent", "/Q", "/Rect", "/SV", "/StructParent"),
    *("/Subtype", "/T", "/TM", "/TU", "/Type", "/V"),
}
# Of a page, how much a place to sign in may take; a seal is smaller.
_AT_MOST, _A4 = 1 / 4, (0, 0, 595, 842)
_DEEPEST = 50


class FieldCreation(SigFieldCreationRule):
    """Places to sign in that were added: they show who signed, and neither act nor cover a page.

    Fields of time-stamps that are seen nowhere only prove, whatever look they are given.
    """

    def __init__(self) -> None:
        self.approve_widget_bindings = True
        self.allow_new_visible_after_certify = False

    def apply(self, context: FieldComparisonContext) -> Iterable[tuple[Level, FormUpdate]]:
        added = {
            name: spec.new_field
            for name, spec in context.field_specs.items()
            if spec.old_field_ref is None and spec.new_field is not None
        }
        for name, field in added.items():
            for part in (field, *_kids(field)):
                if not part.keys() <= _OF_A_FIELD or any(_covered(part, context.new)):
                    raise SuspiciousModification(f"{name} does more than to be signed")
        unseen = {name for name, field in added.items() if _is_unseen_stamp(field)}
        for level, update in super().apply(context):
            yield (Level.LTA_UPDATES if update.field_name in unseen else level), update


def _kids(field: Any) -> list[Any]:
    return [kid.get_object() for kid in field["/Kids"]] if "/Kids" in field else []


def _covered(field: Any, of: HistoricalResolver) -> Iterator[bool]:
    """Does it take too much of the page that it names, or of another one that shows it?"""
    box = _area(field["/Rect"]) if "/Rect" in field else 0
    for page in _pages(field, of) if box else ():
        whole = min(_area(_inherited(page, key) or _A4) for key in ("/MediaBox", "/CropBox"))
        yield box > _AT_MOST * whole


def _pages(field: Any, of: HistoricalResolver) -> Iterator[Any]:
    named = entry(field, "/P") or of.root["/Pages"]
    for _step in range(_DEEPEST):
        named = entry(named, "/Kids", [named])[0].get_object()
    yield named
    number = field.container_ref.idnum
    for page in fields.pages(of):
        if any(getattr(note, "idnum", None) == number for note in fields.notes(page)):
            yield page


def _inherited(page: Any, key: str) -> Any:
    """ISO 32000-2, 7.7.3.4: what a page does not say itself, those above it say."""
    for _step in range(_DEEPEST):
        if (said := entry(page, key)) is not None or "/Parent" not in page:
            return said
        page = page["/Parent"]
    return None


def _area(box: Any) -> float:
    left, low, right, high = map(float, box)
    return abs(right - left) * abs(high - low)


def _is_unseen_stamp(field: Any) -> bool:
    if "/V" not in field or "/Kids" in field:
        return False
    return (
        entry(field["/V"], "/SubFilter") == "/ETSI.RFC3161"
        and "/Rect" in field
        and _area(field["/Rect"]) == 0
    )
