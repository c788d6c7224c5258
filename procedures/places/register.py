"""Provinces and communes as they are on a day: by code, by name, and by what they were before."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

DATA = Path(__file__).parent / "data"
MOST = 12


@dataclass(frozen=True)
class Commune:
    """A unit of the second tier: commune, ward or special zone (xã, phường, đặc khu)."""

    code: str
    name: str
    province: str  # its code


@dataclass(frozen=True)
class Province:
    """A unit of the first tier: province or city under the State (tỉnh, thành phố)."""

    code: str
    name: str
    communes: tuple[Commune, ...]


@dataclass(frozen=True)
class Former:
    """A commune of the three tiers, with the communes that have its land now."""

    code: str
    name: str  # of commune, district and province
    now: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A commune that was looked for; `by` is the old name under which it was found, if any."""

    commune: Commune
    province: Province
    by: str = ""


@dataclass(frozen=True)
class Places:
    """The units from a day on, until the next file begins."""

    since: date
    provinces: Mapping[str, Province]
    former: Mapping[str, Former]

    @cached_property
    def communes(self) -> Mapping[str, Commune]:
        return {one.code: one for part in self.provinces.values() for one in part.communes}

    def became(self, code: str) -> tuple[Commune, ...]:
        """What an old commune is now; nothing for a code that never was."""
        old = self.former.get(code)
        return tuple(self.communes[one] for one in old.now) if old else ()

    def within(self, province: str, commune: str) -> bool:
        """Whether there is such a commune, in this very province."""
        found = self.communes.get(commune)
        return found is not None and found.province == province

    def search(self, text: str, *, limit: int = MOST) -> list[Found]:
        """Communes whose words begin as those that were typed, marks or none; the best first.

        Names of today go before those of before, and names that begin with the text before others.
        """
        typed = folded(text).split()
        if not typed:
            return []
        hits = (self._sayings[n] for n in self._with_word(max(typed, key=len)))
        ranked = sorted(one.rank(typed) for one in hits if one.begins(typed))
        found: dict[str, Found] = {}
        for *_rank, code, by in ranked:
            commune = self.communes[code]
            found.setdefault(code, Found(commune, self.provinces[commune.province], by))
            if len(found) == limit:
                break
        return list(found.values())

    def _with_word(self, beginning: str) -> set[int]:
        """The places among the sayings of those with a word that begins so."""
        words, where = self._words
        first = bisect_left(words, beginning)
        last = bisect_left(words, beginning + "\uffff")
        return {n for word in words[first:last] for n in where[word]}

    @cached_property
    def _words(self) -> tuple[list[str], Mapping[str, list[int]]]:
        where: dict[str, list[int]] = {}
        for n, saying in enumerate(self._sayings):
            for word in saying.words:
                where.setdefault(word, []).append(n)
        return sorted(where), where

    @cached_property
    def _sayings(self) -> tuple[_Saying, ...]:
        """Everything that can be typed to find a commune."""
        today = (
            _Saying(_words_of(one.name, self.provinces[one.province].name), one.code)
            for one in self.communes.values()
        )
        before = (
            _Saying(_words_of(old.name), code, old.name)
            for old in self.former.values()
            for code in old.now
        )
        return (*today, *before)


@dataclass(frozen=True)
class _Saying:
    """A name in folded words, the commune it leads to, and the old name that it is, if any."""

    words: tuple[str, ...]
    code: str
    by: str = ""

    def begins(self, typed: list[str]) -> bool:
        """Each word that was typed begins one of these, in their order."""
        rest = iter(self.words)
        return all(any(word.startswith(one) for word in rest) for one in typed)

    def rank(self, typed: list[str]) -> tuple[bool, bool, int, str, str]:
        """Today before before; a name that begins so, with its kind or without, before others."""
        whole = " ".join(typed)
        said = " ".join(self.words)
        own = said.startswith(whole) or said.partition(" ")[2].startswith(whole)
        return bool(self.by), not own, len(said), self.code, self.by


@cache
def of(file: Path) -> Places:
    """The units of one file."""
    said = json.loads(file.read_text(encoding="utf-8"))
    provinces = {
        part["code"]: Province(
            part["code"],
            part["name"],
            tuple(Commune(code, name, part["code"]) for code, name in part["communes"]),
        )
        for part in said["provinces"]
    }
    former = {
        code: Former(
            code, ", ".join(filter(None, (name, district["name"], part["province"]))), tuple(now)
        )
        for part in said["before"]
        for district in part["districts"]
        for code, name, now in district["communes"]
    }
    return Places(date.fromisoformat(said["since"]), provinces, former)


def on(day: date) -> Places:
    """The units in force on a day; before the first file, those of the first."""
    files = sorted(DATA.glob("*.json"))
    begun = [file for file in files if date.fromisoformat(file.stem) <= day]
    return of((begun or files[:1])[-1])


def latest() -> Places:
    """The newest units."""
    return every()[0]


@cache
def every() -> tuple[Places, ...]:
    """The units of all files, the newest first: what was written is read whenever that was."""
    return tuple(of(file) for file in sorted(DATA.glob("*.json"), reverse=True))


def folded(text: str) -> str:
    """Small letters without marks: what people type when they look for something."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join(kept.lower().split())


def _words_of(*names: str) -> tuple[str, ...]:
    return tuple(word for name in names for word in folded(name).split())
