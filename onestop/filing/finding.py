"""Procedures found by name or code, with or without marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from procedures.schema import Procedure
from workflows.people.text import fold


@dataclass(frozen=True)
class Sought:
    """What a procedure is found by, and where it stands among those of its level."""

    title: str
    text: str


# By the hash of the words they are made of, so that none can be out of date.
_SOUGHT: dict[str, Sought] = {}


def found(procedures: Iterable[Procedure], wanted: str) -> Iterator[Procedure]:
    """Those whose code, name or description holds every word, in either language."""
    words = fold(wanted).split()
    for one in procedures:
        text = sought(one).text
        if all(word in text for word in words):
            yield one


def sought(one: Procedure) -> Sought:
    if one.bundle_hash not in _SOUGHT:
        title, told = one.title, one.description
        text = fold(f"{one.key} {title.vi} {title.en} {told.vi} {told.en}")
        _SOUGHT[one.bundle_hash] = Sought(fold(title.vi), text)
    return _SOUGHT[one.bundle_hash]
