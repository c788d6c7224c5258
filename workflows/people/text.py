"""Vietnamese words as people search and sort them, in Python: no collation is trusted with it."""

from __future__ import annotations

import unicodedata

# The Vietnamese alphabet in its order; f, j, w and z stand where foreign names need them.
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{position:02d}" for position, letter in enumerate(_ALPHABET, start=10)}
# Level, grave, hook above, tilde, acute, dot below: the order of dictionaries.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SEPARATOR = "01"


def nfc(text: str) -> str:
    """Composed form, with single spaces and none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """What is searched: lower case without marks, đ as d. `Đặng Thị Huệ` gives `dang thi hue`."""
    apart = unicodedata.normalize("NFD", nfc(text).casefold().replace("đ", "d"))
    return "".join(c for c in apart if not unicodedata.combining(c))


def sort_key(text: str) -> str:
    """Sorts as a Vietnamese dictionary does: syllable by syllable, letters first, then tones."""
    return _SEPARATOR.join(_syllable(word) for word in nfc(text).casefold().split())


def name_sort_key(full_name: str) -> str:
    """A person's key: given name first, then family and middle names, as lists in Viet Nam run."""
    *before, given = nfc(full_name).split() or [""]
    return sort_key(" ".join([given, *before]))


def _syllable(word: str) -> str:
    letters, tones = "", ""
    for character in word:
        letter, tone = _apart(character)
        letters += _RANK.get(letter, f"9{ord(letter):06x}")
        tones += tone
    return f"{letters}00{tones.strip('0')}"


def _apart(character: str) -> tuple[str, str]:
    """A letter of the alphabet with its own mark, and the tone it carries (0 for none)."""
    tone = "0"
    rest = ""
    for part in unicodedata.normalize("NFD", character):
        if part in _TONES:
            tone = _TONES[part]
        else:
            rest += part
    return unicodedata.normalize("NFC", rest)[:1] or character, tone
