"""Which text may stand on a paper: composed (NFC), and nothing invisible."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from procedures.values import composed, in_texts

# Controls, format marks (also those that reverse the reading), surrogates, private and unassigned.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# The face has no U+FFFD.
SIGN = "?"


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
        if _is_unseen(character):
            raise UnprintableText(character)
    return shown


def legible(value: Any) -> Any:
    """The same value, with a sign in the place of each character that nobody sees.

    For what lists old entries: it is drawn whatever was once written down.
    """
    return in_texts(value, _signed)


def without(value: Any, unknown: str) -> Any:
    """The same value, with signs in the place of a text that the face cannot show."""
    return in_texts(value, lambda text: text.replace(unknown, SIGN * len(unknown)))


def _signed(text: str) -> str:
    return "".join(SIGN if _is_unseen(one) else one for one in composed(text))


def _is_unseen(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) in _UNSEEN
