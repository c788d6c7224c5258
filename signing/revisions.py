"""What each signer saw: the bytes up to the end of the signature, and what was added to them since.

It informs and decides nothing: whether what was added may be is for `changes` to say. What cannot
be explained to its last object is called something else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_lazy as _
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import Reference

from . import changes
from .opening import TIMESTAMPS, WHITESPACE, Opened, Signed, entry, open_pdf
from .reports import Covers, Sentence
from .sentences import filled

MAX_FIELDS = 20_000
MAX_NAMED = 20
_TABLES = ("/XRef", "/ObjStm")
_ABOVE = ("/P", "/Parent")
_CATALOGUE = {"/AcroForm", "/DSS", "/Extensions", "/Version", "/Metadata"}
_STORE = {"/Type", "/Certs", "/OCSPs", "/CRLs", "/VRI"}
_FORM, _PAGE, _FIELD = {"/Fields", "/SigFlags"}, {"/Annots"}, {"/V", "/AP", "/AS", "/M"}

# What a field does by itself when it is touched or drawn.
_ACTING = {"/A", "/AA"}
_NOTHING = generic.DictionaryObject()

_SIGNED = _("Further signatures: %(fields)s")
_STAMPED = _("Time-stamps: %(fields)s")
_FILLED = _("Filled in: %(fields)s")
_EVIDENCE = _("Evidence that proves the signatures")
_PROPERTIES = _("Properties of the document, such as its title and dates")
_ELSE = _("Something else")


class NotSeen(Exception):
    """There is nothing to show as what a signer saw; the sentence says why."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True)
class Revision:
    """The file as one signer saw it: its first `end` bytes. Then what stands in it now besides."""

    field: str
    end: int
    added: tuple[Sentence, ...]
    certificate: bytes = b""
    digest: bytes = b""  # SHA-256 of what was signed: those bytes without the signature itself


@dataclass(frozen=True)
class _Field:
    kind: str
    value: Any
    parts: tuple[Any, ...]

    def is_filled_since(self, before: _Field | None) -> bool:
        """Filled anew; a signature is set once, and what is empty was not filled."""
        if self.value is None or (before and before.value is not None and self.kind == "/Sig"):
            return False
        return before is None or _written(before.value) != _written(self.value)

    @property
    def told(self) -> Sentence:
        if self.kind != "/Sig":
            return _FILLED
        return _STAMPED if entry(self.value, "/SubFilter") in TIMESTAMPS else _SIGNED


def revisions(pdf: bytes) -> tuple[Revision, ...]:
    """Of each signature and time-stamp that covers all there was. Never raises, asks nobody.

    A field of which the file holds two names nothing for certain.
    """
    try:
        opened = open_pdf(pdf)
        names = [one.field for one in opened.signed]
        found = [one for one in opened.signed if one.covers is not Covers.UNCLEAR]
        return tuple(
            Revision(one.field, one.end, _added(opened, one), one.certificate, _digest(pdf, one))
            for one in found
            if names.count(one.field) == 1
        )
    except Exception:  # noqa: BLE001  hostile bytes may break a parser in any way
        return ()


def _digest(pdf: bytes, one: Signed) -> bytes:
    _start, length, again, _rest = map(int, one.pdf.byte_range)
    return hashlib.sha256(pdf[:length] + pdf[again : one.end]).digest()


def _added(opened: Opened, one: Signed) -> tuple[Sentence, ...]:
    try:
        return tuple(_Since(opened, one).told())
    except Exception:  # noqa: BLE001  what cannot be read to its end cannot be explained
        return (_ELSE,)


class _Since:
    """All objects that were written after one signature, and what each is part of."""

    def __init__(self, opened: Opened, one: Signed) -> None:
        last = opened.revisions - 1
        self._since, self._xrefs = one.revision + 1, opened.reader.xrefs
        self._before, self._now = opened.at(one.revision), opened.at(last)
        self._trailer = opened.reader.trailer
        later = [opened.at(revision) for revision in range(self._since, last + 1)]
        self._left = {ref for each in later for ref in each.explicit_refs_in_revision()}
        self._left = {ref for ref in self._left if not self._is_table(ref)}
        earlier, fields = _fields(self._before), _fields(self._now)
        self._other = bool(earlier.keys() - fields.keys() or [*changes.at_the_end(opened)])
        self._changed = {
            name: field
            for name, field in fields.items()
            if field.is_filled_since(earlier.get(name))
        }
        self._parts = [part for field in self._changed.values() for part in field.parts]
        self._more = bool(opened.pdf[one.end :].strip(WHITESPACE))

    def told(self) -> Iterator[Sentence]:
        if not self._more:
            return
        yield from self._filled()
        self._explain_fields()
        if self._explained(self._evidence()):
            yield _EVIDENCE
        if self._explained(self._properties()):
            yield _PROPERTIES
        self._explain_form()
        self._explain_same(_reference(self._trailer.raw_get("/Root")), _CATALOGUE)
        if self._left or self._other:
            yield _ELSE

    def _filled(self) -> Iterator[Sentence]:
        """In one sentence for each kind, however many there are."""
        named: dict[Sentence, list[str]] = {_SIGNED: [], _STAMPED: [], _FILLED: []}
        for name, field in self._changed.items():
            named[field.told].append(name)
        for sentence, names in named.items():
            if names:
                listed = [*names[:MAX_NAMED], *(["…"] if len(names) > MAX_NAMED else [])]
                yield filled(sentence, {"fields": ", ".join(listed)})

    def _explain_fields(self) -> None:
        """What a filled field consists of: its value and its look, and nothing that acts."""
        for part in self._parts:
            for key in ("/V", "/AP"):
                if key in part:
                    self._explained(self._below(part.raw_get(key)))
            reference = part.container_ref
            if not self._is_new(reference):
                self._explain_same(reference, _FIELD)
            elif not part.keys() & _ACTING:
                self._explained({reference})

    def _explain_form(self) -> None:
        """The fields of the form, and the places on the pages, are those before and the filled."""
        before, now = (entry(one.root, "/AcroForm", _NOTHING) for one in (self._before, self._now))
        if _differ(before, now, _FORM):
            self._other = True
        else:
            self._explained({now.container_ref} if now is not _NOTHING else set())
            self._explain_list(before, now, "/Fields")
        for part in self._parts:
            if "/P" in part:
                page = _reference(part.raw_get("/P"))
                if not self._is_new(page):
                    self._explain_list(self._before(page), self._now(page), "/Annots")
                    self._explain_same(page, _PAGE)

    def _explain_list(self, before: Any, now: Any, key: str) -> None:
        """A list that holds what it held, and filled fields besides."""
        had, has = (_references(entry(one, key, ())) for one in (before, now))
        ours = {part.container_ref for part in self._parts}
        if not set(had) <= set(has) or not set(has) - set(had) <= ours:
            self._other = True
        elif isinstance(held := now.raw_get(key) if key in now else None, generic.IndirectObject):
            self._explained({held.reference})

    def _explain_same(self, reference: Reference, but_for: Collection[str]) -> None:
        """Written anew, and yet the same but for these entries."""
        known = reference in self._left and not self._is_new(reference)
        if known and not _differ(self._before(reference), self._now(reference), but_for):
            self._left.discard(reference)

    def _explained(self, references: Collection[Reference]) -> bool:
        found = self._left & set(references)
        self._left -= found
        return bool(found)

    def _properties(self) -> set[Reference]:
        held = [self._trailer.raw_get("/Info")] if "/Info" in self._trailer else []
        if "/Metadata" in self._now.root:
            held.append(self._now.root.raw_get("/Metadata"))
        return {one.reference for one in held if isinstance(one, generic.IndirectObject)}

    def _evidence(self) -> set[Reference]:
        """The document security store (ISO 32000-2, 12.8.4.3), of new objects and of its own."""
        stores = [
            one.root.raw_get("/DSS") if "/DSS" in one.root else _NOTHING
            for one in (self._before, self._now)
        ]
        if entry(self._now.root, "/DSS", _NOTHING).keys() - _STORE:
            self._other = True
        own = _reached(self._before, stores[0], lambda _reference: True)
        return _reached(self._now, stores[1], lambda one: one in own or self._is_new(one))

    def _below(self, item: Any) -> set[Reference]:
        return _reached(self._now, item, self._is_new)

    def _is_new(self, reference: Reference) -> bool:
        return bool(self._xrefs.get_introducing_revision(reference) >= self._since)

    def _is_table(self, reference: Reference) -> bool:
        item = self._now(reference)
        is_stream = isinstance(item, generic.StreamObject) and self._is_new(reference)
        return is_stream and entry(item, "/Type") in _TABLES


def _reached(of: Any, item: Any, goes: Callable[[Reference], bool]) -> set[Reference]:
    """Every object below this one, as far as one may go; never upwards to a page or a parent."""
    found: set[Reference] = set()
    waiting = [item]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if one.reference in found or not goes(one.reference):
                continue
            found.add(one.reference)
            one = of(one.reference)
        if isinstance(one, generic.DictionaryObject):
            waiting += [one.raw_get(key) for key in one if key not in _ABOVE]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(number) for number in range(len(one))]
    return found


def _fields(of: Any) -> dict[str, _Field]:
    """Each field by its full name, with what it holds and where it shows."""
    found: dict[str, _Field] = {}
    form = entry(of.root, "/AcroForm", {})
    waiting = [("", "", None, item) for item in entry(form, "/Fields", ())]
    for _step in range(MAX_FIELDS):
        if not waiting:
            return found
        above, kind, value, item = waiting.pop(0)
        field = item.get_object()
        name = ".".join(filter(None, (above, str(entry(field, "/T", "")))))
        kind, value = str(entry(field, "/FT", kind)), entry(field, "/V", value)
        parts = (*(found[name].parts if name in found else ()), field)
        found[name] = _Field(kind, value, parts)
        waiting += [(name, kind, value, kid) for kid in entry(field, "/Kids", ())]
    raise ValueError("more fields than any form has")


def _reference(item: Any) -> Reference:
    if not isinstance(item, generic.IndirectObject):
        raise ValueError("no object of its own")
    return item.reference


def _references(items: Any) -> list[Reference]:
    return [_reference(items.raw_get(number)) for number in range(len(items))]


def _differ(before: Any, now: Any, but_for: Collection[str]) -> bool:
    keys = (before.keys() | now.keys()) - set(but_for)
    return any(
        key not in before
        or key not in now
        or _written(before.raw_get(key)) != _written(now.raw_get(key))
        for key in keys
    )


def _written(item: Any) -> bytes:
    stream = BytesIO()
    if item is not None:
        item.write_to_stream(stream, None)
    return stream.getvalue()
