"""Which text may stand on a paper: composed (NFC), and nothing invisible."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.values import composed, in_texts

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
    return in_texts(value, _checked)


def _checked(text: str) -> str:
    shown = composed(text)
    for character in shown:
        if character != "\n" and unicodedata.category(character) in _UNSEEN:
            raise UnprintableText(character)
    return shown
