"""A file as it stood after one of its revisions, and all that could be come by in it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader

# What a reader never draws from: evidence, and what says which edition of PDF this is.
UNSEEN = ("/DSS", "/Extensions")
_NOTHING: tuple[str, ...] = ()
_AS_IT_IS = generic.EncryptedObjAccess.RAW


class Past(HistoricalResolver):
    """One revision; what is referred to and not there is null (ISO 32000-2, 7.3.10)."""

    reader: PdfFileReader

    def is_there(self, reference: Any) -> bool:
        return self.reader.xrefs.get_historical_ref(reference, self.revision) is not None

    def is_ref_unassignable(self, ref: Any) -> bool:
        """Does this revision leave the number to those after it? Poppler takes the gaps."""
        return super().is_ref_unassignable(ref) or ref.idnum not in self.taken

    def get_object(self, ref: Any, as_metadata_stream: bool = False) -> Any:
        if ref not in self.cache and not self.is_there(ref):
            nothing = generic.NullObject()
            nothing.container_ref = generic.Reference(ref.idnum, ref.generation, self)
            self.cache[ref] = nothing
        return super().get_object(ref, as_metadata_stream)

    def _collect_indirect_references(
        self, obj: Any, seen: set[Any], since_revision: int | None = None
    ) -> None:
        """Without end where the library would follow one from within the other."""
        introduced, waiting = self.reader.xrefs.get_introducing_revision, [obj]
        while waiting:
            item = waiting.pop()
            if isinstance(item, generic.IndirectObject):
                one = item.reference
                old = since_revision is not None and introduced(one) < since_revision
                if one in seen or not self.is_there(one) or old:
                    continue
                seen.add(one)
                item = self.get_object(one)
            waiting += parts_of(item)

    def reached_from(self, item: Any) -> set[int]:
        """Numbers of all that something leads to."""
        return self._walked(set(), item)

    def written_since(self, old: Past) -> set[generic.Reference]:
        """What was written in the revisions after `old`, until this one."""
        tables, later = self.reader.xrefs, range(old.revision + 1, self.revision + 1)
        return {one for each in later for one in tables.explicit_refs_in_revision(each)}

    @cached_property
    def standing(self) -> frozenset[int]:
        """Numbers under which something stands, of whatever generation."""
        tables = self.reader.xrefs
        return frozenset(
            one.idnum
            for revision in range(self.revision + 1)
            for one in tables.explicit_refs_in_revision(revision)
            if self.is_there(one)
        )

    @cached_property
    def shown(self) -> frozenset[int]:
        """Numbers of all that leads from the trailer to something else than evidence.

        Numbers alone: not every viewer looks at generations.
        """
        return frozenset(self._walked(set(), self.trailer_view))

    @cached_property
    def reached(self) -> frozenset[int]:
        """The same, and the evidence."""
        unseen = [self.root.raw_get(key) for key in UNSEEN if key in self.root]
        return frozenset(self._walked(set(self.shown), *unseen))

    @cached_property
    def taken(self) -> frozenset[int]:
        """Numbers that were ever listed until now, if only as free, or are referred to."""
        listed = set(self.reached)
        for revision in range(self.revision + 1):
            table = self.reader.xrefs.get_xref_data(revision)
            listed |= table.freed.keys()
            listed |= {each.idnum for each in self.reader.xrefs.explicit_refs_in_revision(revision)}
        return frozenset(listed)

    @cached_property
    def holders(self) -> frozenset[int]:
        """Numbers of the streams in which objects are said to stand, until now."""
        return frozenset(self._holders(self.revision + 1))

    @cached_property
    def containers(self) -> frozenset[int]:
        """Numbers of what holds objects or tables of them, in any revision of the file."""
        tables = {each.idnum for each in self.reader.xrefs.xref_stream_refs}
        return frozenset(tables | self._holders(self.reader.xrefs.total_revisions))

    def _holders(self, revisions: int) -> set[int]:
        tables = self.reader.xrefs
        used = (tables.object_streams_used_in(each) for each in range(revisions))
        return {one.idnum for each in used for one in each}

    def _walked(self, seen: set[int], *starts: Any) -> set[int]:
        waiting, root = list(starts), self.root_ref.idnum
        while waiting:
            item, left_out = waiting.pop(), _NOTHING
            if isinstance(item, generic.IndirectObject):
                if item.idnum in seen:
                    continue
                seen.add(item.idnum)
                left_out = UNSEEN if item.idnum == root else _NOTHING
                item = self.get_object(item.reference)
            waiting += parts_of(item, left_out)
        return seen


def parts_of(item: Any, left_out: tuple[str, ...] = ()) -> Iterator[Any]:
    """What stands in a dictionary or list, as it is written there.

    Of an encrypted file, too: not all of its strings are (ISO 32000-2, 7.6.2), and none leads on.
    """
    if isinstance(item, generic.DecryptedObjectProxy):
        item = item.raw_object
    if isinstance(item, generic.DictionaryObject):
        yield from (item.raw_get(key, _AS_IT_IS) for key in item if key not in left_out)
    elif isinstance(item, generic.ArrayObject):
        yield from (item.raw_get(index, _AS_IT_IS) for index in range(len(item)))
