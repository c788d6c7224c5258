"""What tools of any make may do to a signed file without changing what it shows.

Rules beside those of the library: evidence may be written anew in any way in which it stays nothing
but evidence (ETSI EN 319 142-1, 5.4.2), and what nothing leads to may be freed or added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.constants import VALUE_UPDATE_KEYS
from pyhanko.sign.diff_analysis.rules_api import ReferenceUpdate, WhitelistRule

from . import fields
from .history import Past, parts_of
from .looks import FormRule
from .places import FieldCreation

DEEPEST = 8
_HASH = re.compile(r"/[0-9A-Fa-f]{40}")


class EvidenceRule(WhitelistRule):
    """The store of evidence may be written anew, where it touches nothing shown."""

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        if "/DSS" in old.root and "/DSS" not in new.root:
            raise SuspiciousModification("the evidence was taken away")
        held = _Held(new)
        if "/DSS" in new.root:
            held.store(new.root.raw_get("/DSS"))
        if "/Extensions" in new.root:
            held.plain(new.root.raw_get("/Extensions"))
        touched = held.references & new.explicit_refs_in_revision()
        if touched and not old.shown.union(new.shown).isdisjoint(one.idnum for one in touched):
            raise SuspiciousModification("what is shown serves as evidence")
        # A stream in the place of an older one is not explained by being evidence.
        return (
            ReferenceUpdate(one)
            for one in touched
            if one not in held.streams or not old.is_there(one)
        )


class MetadataRule(MetadataUpdateRule):
    """What describes the document needs to be well written only where it was written anew."""

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        kept = [one.root.raw_get("/Metadata") for one in (old, new) if "/Metadata" in one.root]
        same = len(kept) == 2 and kept[0] == kept[1]
        touched = {one.idnum for one in new.written_since(old)}
        if same and touched.isdisjoint(old.reached_from(kept[0])):
            return ()
        return super().apply(old, new)


class FreedRule(WhitelistRule):
    """What nothing leads to may be freed, if nothing but evidence led to it before."""

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        table = new.reader.xrefs.get_xref_data(new.revision)
        # Written for old and new programs at once, it calls free what the second table names.
        second = table.hybrid.xref_data.explicit_refs_in_revision if table.hybrid else ()
        hidden = {number for number, _generation in second}
        freed = {number: after for number, after in table.freed.items() if number not in hidden}
        # iText lists the number of the table itself as free; nothing ever stood there.
        table_itself = new.reader.xrefs.get_xref_container_info(new.revision).stream_ref
        own = {one.idnum for one in (table_itself,) if one is not None} - old.taken
        held = (old.containers - own).union(old.shown, new.reached)
        if freed and not held.isdisjoint(freed):
            raise SuspiciousModification("something was freed that is shown")
        for number, after in freed.items():
            yield ReferenceUpdate(generic.Reference(number, after - 1, new))


class LooseRule(WhitelistRule):
    """What nothing leads to, before or after, may be added."""

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        added = {one for one in new.explicit_refs_in_revision() if old.is_ref_unassignable(one)}
        if not added:
            return ()
        known = old.containers | old.reached | new.reached
        return (ReferenceUpdate(one) for one in added if one.idnum not in known)


class FirmRule(WhitelistRule):
    """What was shown, or led nowhere, stays so; it approves nothing by itself.

    Notes on a page lie over each other in their order; and what nothing stood behind when it was
    signed shows what a later revision puts there.
    """

    def apply(self, old: Any, new: Any) -> Iterable[ReferenceUpdate]:
        # Also a stream that is said to hold what is shown.
        awaited = old.shown | old.holders
        for one in new.explicit_refs_in_revision():
            if one.idnum not in old.standing and one.idnum in awaited:
                raise SuspiciousModification("something was put where nothing was")
            if old.is_there(one) and not _is_order_kept(old.get_object(one), new.get_object(one)):
                raise SuspiciousModification("notes of a page change places")
        return ()


def _is_order_kept(old: Any, new: Any) -> bool:
    if not (fields.is_page(old) and fields.is_page(new)):
        return True
    before, after = fields.notes(old), fields.notes(new)
    return [one for one in after if one in before] == before


class _Held:
    """Reads a store of evidence and notes what it is made of; refuses whatever else it holds."""

    def __init__(self, of: Past) -> None:
        self.references: set[generic.Reference] = set()
        self.streams: set[generic.Reference] = set()
        self._of = of

    def store(self, value: Any) -> None:
        streams = dict.fromkeys(("/Certs", "/OCSPs", "/CRLs"), self._streams)
        self._dictionary(value, {**streams, "/Type": _anything, "/VRI": self._entries})

    def plain(self, value: Any, depth: int = 0) -> None:
        """Words and numbers, and dictionaries and lists of them."""
        value = self._followed(value)
        _check(not _is_stream(value) and depth < DEEPEST)
        for part in parts_of(value):
            self.plain(part, depth + 1)

    def _entries(self, value: Any) -> None:
        value = self._followed(value)
        _check(isinstance(value, generic.DictionaryObject) and not _is_stream(value))
        for key in value:
            _check(key == "/Type" or _HASH.fullmatch(key) is not None)
            if key != "/Type":
                self._entry(value.raw_get(key))

    def _entry(self, value: Any) -> None:
        streams = dict.fromkeys(("/Cert", "/OCSP", "/CRL"), self._streams)
        others = {"/Type": _anything, "/TU": _anything, "/TS": self._stream}
        self._dictionary(value, {**streams, **others})

    def _dictionary(self, value: Any, parts: Mapping[str, Callable[[Any], None]]) -> None:
        value = self._followed(value)
        _check(isinstance(value, generic.DictionaryObject) and not _is_stream(value))
        for key in value:
            _check(key in parts)
            parts[key](value.raw_get(key))

    def _streams(self, value: Any) -> None:
        value = self._followed(value)
        _check(isinstance(value, generic.ArrayObject))
        for index in range(len(value)):
            self._stream(value.raw_get(index))

    def _stream(self, value: Any) -> None:
        _check(isinstance(value, generic.IndirectObject))
        self.streams.add(value.reference)
        held = self._followed(value)
        _check(_is_stream(held) or isinstance(held, generic.NullObject))
        # Its length may stand elsewhere; anything more is no evidence.
        for key in held if _is_stream(held) else ():
            self.plain(held.raw_get(key))

    def _followed(self, value: Any) -> Any:
        if isinstance(value, generic.IndirectObject):
            self.references.add(value.reference)
            return self._of.get_object(value.reference)
        return value


def _anything(value: Any) -> None:
    """A name, a text or a day."""
    _check(not isinstance(value, generic.DictionaryObject | generic.ArrayObject))
    _check(not isinstance(value, generic.IndirectObject))


def _check(holds: bool) -> None:
    if not holds:
        raise SuspiciousModification("a store of evidence that holds something else")


def _is_stream(value: Any) -> bool:
    return isinstance(value, generic.StreamObject)


ANY_MAKE = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                MetadataRule(),  # type: ignore[no-untyped-call]
                EvidenceRule(),
                FreedRule(),
                LooseRule(),
                FirmRule(),
            )
        ),
    ],
    form_rule=FormRule(
        [
            FieldCreation(),
            # Some tools also write on which page a place lies that is filled, and when.
            SigFieldModificationRule(value_update_keys=VALUE_UPDATE_KEYS | {"/M", "/P"}),
            # And what was chosen from a list, by its places (ISO 32000-2, 12.7.5.4).
            GenericFieldModificationRule(value_update_keys=VALUE_UPDATE_KEYS | {"/M", "/I", "/TI"}),
        ]
    ),
    reject_object_freeing=False,
    ignore_orphaned_objects=False,
)
