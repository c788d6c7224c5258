"""What a form draws its fields with where they bring no look of their own.

Whoever exchanges it shows other letters, though no field is touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import RawPdfPath
from pyhanko.sign.diff_analysis import (
    FormUpdate,
    FormUpdatingRule,
    ModificationLevel,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON
from pyhanko.sign.diff_analysis.rules_api import Context

from . import fields
from .history import Past
from .opening import entry

# The resources fields draw with, how their text is set, and on which side (ISO 32000-2, 12.7.3).
_SAID = ("/DA", "/Q")
# The look of the last signature, as Acrobat calls it; texts of fields draw no other looks.
_LAST_SIGNATURE = ("/XObject", "/FRM")


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
        return () if _is_untouched(old, new) else self._explained(old, new)

    def _explained(self, old: Any, new: Any) -> Iterator[Any]:
        yield from super().apply(old, new)
        for one, context in _lists_written_anew(old, new):
            yield ModificationLevel.LTA_UPDATES, FormUpdate(one, context)


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
            each = (((str(kind), str(name)), named.raw_get(name)) for name in named)
            yield from (one for one in each if one[0] != _LAST_SIGNATURE)
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


def _lists_written_anew(old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """Lists of resources that stand by themselves, in the place of the old ones, and what they add.

    That all the old ones are kept was seen before.
    """
    before, after = (entry(fields.form(each), "/DR") for each in (old, new))
    known = {name for name, _value in _resources(fields.form(old))}
    for kind in before if isinstance(before, generic.DictionaryObject) else ():
        listed = before.raw_get(kind)
        if isinstance(listed, generic.IndirectObject) and after.raw_get(kind) == listed:
            path = RawPdfPath("/Root", "/AcroForm", "/DR", kind)
            yield listed.reference, Context.from_absolute(old, path)
    for name, value in _resources(fields.form(new)):
        if name not in known:
            reached = new.collect_dependencies(value, since_revision=old.revision + 1)
            yield from ((one, None) for one in reached if not old.is_there(one))


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
