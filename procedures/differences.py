"""What differs between two revisions, as typed changes: added, removed, renamed, altered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel

from .schema import Procedure
from .words import Text

# Never said in a change: what tells the revisions apart, and what ties the parts together.
SILENT = ("revision", "was")


class ChangeKind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    ALTERED = "altered"


@dataclass(frozen=True)
class Change:
    """One difference. `place` leads there by field names and keys, `part` names the part."""

    kind: ChangeKind
    place: tuple[str, ...]
    part: str
    before: Any = None
    after: Any = None


def between(before: Procedure, after: Procedure) -> tuple[Change, ...]:
    """Every difference, in the order of the later revision. A part is known by its key."""
    return tuple(_models((), "", before, after))


def _models(place: tuple[str, ...], part: str, old: BaseModel, new: BaseModel) -> Iterator[Change]:
    for name in type(new).model_fields:
        if name not in SILENT:
            was = getattr(old, name, None)
            yield from _values((*place, name), part, was, getattr(new, name))


def _values(place: tuple[str, ...], part: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if _is_keyed(old) or _is_keyed(new):
        yield from _parts(place, old, new)
    elif isinstance(new, BaseModel) and type(old) is type(new) and not isinstance(new, Text):
        yield from _models(place, part, old, new)
    else:
        kind = ChangeKind.ALTERED
        if old in (None, (), ""):
            kind = ChangeKind.ADDED
        elif new in (None, (), ""):
            kind = ChangeKind.REMOVED
        yield Change(kind, place, part, _plain(old), _plain(new))


def _parts(place: tuple[str, ...], old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    known = {one.key: one for one in old}
    kept: set[str] = set()
    for one in new:
        here, name = (*place, one.key), _name(one)
        was = getattr(one, "was", None) or one.key
        key = was if one.key not in known else one.key
        if key not in known:
            yield Change(ChangeKind.ADDED, here, name, after=_plain(one))
            continue
        kept.add(key)
        if key != one.key:
            yield Change(ChangeKind.RENAMED, here, name, key, one.key)
        for change in _models(here, name, known[key], one):
            if change.place != (*here, "key"):
                yield change
    for key, one in known.items():
        if key not in kept:
            yield Change(ChangeKind.REMOVED, (*place, key), _name(one), before=_plain(one))


def _is_keyed(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and hasattr(value[0], "key")


def _name(part: Any) -> str:
    """What people call it: its title, else its label, else its key."""
    said = (getattr(part, name, None) for name in ("title", "label", "text"))
    return str(next(filter(None, said), part.key))


def _plain(value: Any) -> Any:
    """As a program reads it; a text in the reader's language."""
    if isinstance(value, Text):
        return str(value)
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value
