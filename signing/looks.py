"""What a form draws its fields with where they bring no look of their own.

Whoever exchanges it shows other letters, though no field is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import FormUpdatingRule, SuspiciousModification
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON

from . import fields
from .history import Past
from .opening import entry

# The resources fields draw with, how their text is set, and on which side (ISO 32000-2, 12.7.3).
_SAID = ("/DA", "/Q")


class FormRule(FormUpdatingRule):
    """The library's, but no default may become another, and no viewer be told to draw anew.

    Tools put a font beside the others for the place they sign in: they may, where every field has
    its look already.
    """

    def __init__(self, rules: list[Any]) -> None:
        # Whoever signs says that the file is signed (/SigFlags), also where nobody did before.
        super().__init__(rules, ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"})

    def apply(self, old: Any, new: Any) -> Iterable[Any]:
        before, after = fields.form(old), fields.form(new)
        if _asks_to_draw(after) != _asks_to_draw(before):
            raise SuspiciousModification("every field is to be drawn otherwise")
        again = (one for one in new.explicit_refs_in_revision() if old.is_there(one))
        if any(_flags(old, one) != _flags(new, one) for one in again):
            raise SuspiciousModification("a field was made one of another kind")
        if not _is_kept(before, after) or any(_exchanged(before, after, old, new)):
            raise SuspiciousModification("what fields are drawn with was exchanged")
        if _draws_by_default(old) and _added(before, after):
            raise SuspiciousModification("fields without a look may be drawn with something else")
        # A form may be odd from the start: what nobody touched needs no explanation.
        return () if _is_untouched(old, new) else super().apply(old, new)


def _is_untouched(old: Past, new: Past) -> bool:
    before, after = (
        each.root.raw_get("/AcroForm") if "/AcroForm" in each.root else None for each in (old, new)
    )
    return bool(before == after) and old.reached_from(before).isdisjoint(
        one.idnum for one in new.written_since(old)
    )


def _flags(of: Past, field: Any) -> int:
    """How a field is drawn and used; whether it may be written in is no matter of looks.

    Of the flags a lock sets the first (ISO 32000-2, 12.7.4.2); those above a field speak for it.
    """
    held = of.get_object(field)
    for _step in range(fields.MAX_DEPTH):
        if not isinstance(held, generic.DictionaryObject):
            return 0
        if "/Ff" in held:
            return int(held["/Ff"]) & ~1
        held = entry(held, "/Parent")
    return 0


def _asks_to_draw(form: Any) -> bool:
    asked = entry(form, "/NeedAppearances")
    return bool(getattr(asked, "value", asked))


def _draws_by_default(of: Any) -> bool:
    return _asks_to_draw(fields.form(of)) or fields.lacks_a_look(of)


def _resources(form: Any) -> Iterator[tuple[tuple[str, str], Any]]:
    """Each resource by its kind and name, as it is referred to."""
    held = entry(form, "/DR")
    for kind in held if isinstance(held, generic.DictionaryObject) else ():
        named = held[kind]
        if isinstance(named, generic.DictionaryObject):
            yield from (((str(kind), str(name)), named.raw_get(name)) for name in named)
        else:
            yield (str(kind), ""), named


def _is_kept(before: Any, after: Any) -> bool:
    said = all(entry(before, key) == entry(after, key) for key in _SAID if key in before)
    now = dict(_resources(after))
    return said and all(now.get(name) == value for name, value in _resources(before))


def _added(before: Any, after: Any) -> bool:
    known = {name for name, _value in _resources(before)}
    return any(key in after and key not in before for key in _SAID) or any(
        name not in known for name, _value in _resources(after)
    )


def _exchanged(before: Any, after: Any, old: Any, new: Any) -> Iterator[bool]:
    """Of all that the resources of before rest on: was it written anew, and otherwise?"""
    known = {name for name, _value in _resources(before)}
    for name, value in _resources(after):
        if name in known:
            for one in new.collect_dependencies(value, since_revision=old.revision + 1):
                yield not _is_same(old.get_object(one), new.get_object(one))


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(old, generic.StreamObject) and isinstance(new, generic.StreamObject):
        return bool(dict(old) == dict(new) and old.encoded_data == new.encoded_data)
    return bool(type(old) is type(new) and old == new)
