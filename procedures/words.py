"""The smallest words of a definition: texts in two languages, keys, and what a fact rests on."""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from django.utils.translation import get_language
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

Language = Literal["vi", "en"]


def language_now() -> Language:
    """The language of whoever reads now; Vietnamese unless English is chosen."""
    return "en" if get_language() == "en" else "vi"


def in_language_now(vi: str, en: str) -> str:
    return en if language_now() == "en" else vi


class Fact(BaseModel):
    """Read once, never changed; a word the schema does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _clean(words: str) -> str:
    if not words.strip():
        raise PydanticCustomError("words_blank", "words, not a blank")
    if words != words.strip():
        raise PydanticCustomError("words_space", "words without spaces around them")
    if not unicodedata.is_normalized("NFC", words):
        raise PydanticCustomError("words_nfc", "words in Unicode form NFC")
    return words


Words = Annotated[str, AfterValidator(_clean)]
KEY = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
# The national portal's forms use names such as VtVlDt; they are kept as they are.
FieldKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]


class Text(Fact):
    """One text in Vietnamese and in English."""

    vi: Words
    en: Words

    def __str__(self) -> str:
        return in_language_now(self.vi, self.en)


# Of the State: ministry, province, commune.
Level = Literal["central", "province", "commune"]

# How a revision is marked on every screen and paper as long as it rests on an assumption.
TRIAL = Text(vi="giả định để chạy thử", en="assumed, for trial only")


class Mark(StrEnum):
    """How far a fact has been checked."""

    VERIFIED = "verified"  # read in the original text
    SECONDARY = "secondary"  # read in a codified text or an official publication of others
    ASSUMED = "assumed"  # not established; a value to try the system with


class Basis(Fact):
    """The legal text and article a fact rests on, the days from and to which it holds, its mark."""

    text: Words | None = None
    article: Words | None = None
    since: date | None = None
    until: date | None = None
    mark: Mark

    @property
    def cited(self) -> str:
        """As papers and records name it: `các điều 17 và 18 Nghị định ...`; empty without text."""
        if not self.text or not self.article:
            return self.text or ""
        if not self.article[0].isdigit():
            return f"{self.article} {self.text}"  # an annex, by its name
        *before, last = self.article.split(", ")
        articles = f"các điều {', '.join(before)} và {last}" if before else f"Điều {last}"
        return f"{articles} {self.text}"


class Reason(Fact):
    """A ground in law, by the code that journals keep and the words that people read."""

    key: Key
    text: Text
