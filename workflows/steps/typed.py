"""What people type into an act: composed, without spaces around it, as long as its place."""

from __future__ import annotations

import re

from procedures.values import cleaned

from .refusals import TextTooLong

LONGEST = 500
# Pasted along unseen: soft hyphens, marks without width, marks of direction that turn no letter.
WITHOUT_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def typed(text: str, *, longest: int = LONGEST) -> str:
    """The text as it is kept; raises `TextTooLong`. Blank text becomes empty."""
    kept = str(cleaned(WITHOUT_WIDTH.sub("", text)))
    if len(kept) > longest:
        raise TextTooLong(longest)
    return kept
