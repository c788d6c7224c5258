"""Which text may stand on a paper: composed (NFC), and nothing invisible."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

# Controls, format marks (also those that reverse the reading), surrogates, private and unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class UnprintableText(ValueError):
    """A character cannot be shown truthfully on a legal paper; `character` holds it."""

    def __init__(self, character: str) -> None:
        self.character = character
        shown = " ".join(f"U+{ord(one):04X}" for one in character)
        super().__init__(
            _("The text holds a character that cannot be printed: %(code)s.") % {"code": shown}
        )


def printable(value: Any) -> Any:
    """`value` with every text in it composed; raises `UnprintableText`. Line breaks may stay."""
    if isinstance(value, str):
        return _composed(value)
    if isinstance(value, dict):
        return {key: printable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [printable(inner) for inner in value]
    return value


def _composed(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    for character in composed:
        if character != "\n" and unicodedata.category(character) in _UNSEEN:
            raise UnprintableText(character)
    return composed
