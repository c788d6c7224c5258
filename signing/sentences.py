"""Sentences that are put into words only where somebody reads them, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import translation
from django.utils.functional import Promise, lazy


def _filled(sentence: Promise | str, values: Mapping[str, Promise | str]) -> str:
    return str(sentence) % values


# `%` would settle the language at once, and a report is read in two.
filled = lazy(_filled, str)


def in_language(language: str, sentences: Iterable[Promise | str]) -> list[str]:
    with translation.override(language):
        return [str(sentence) for sentence in sentences]
