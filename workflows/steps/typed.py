"""What people type into an act: composed, without spaces around it, as long as its place."""

from __future__ import annotations

from procedures.values import cleaned

from .refusals import TextTooLong

LONGEST = 500


def typed(text: str, *, longest: int = LONGEST) -> str:
    """The text as it is kept; raises `TextTooLong`. Blank text becomes empty."""
    kept = str(cleaned(text))
    if len(kept) > longest:
        raise TextTooLong(longest)
    return kept
