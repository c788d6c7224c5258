"""Reads a finished PDF back with a program that did not make it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class Letter:
    """One visible letter and its tight box, points, origin lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


def words(pdf: bytes, page: int | None = None) -> str:
    """The text of the pages, composed, without any white space: lines may break where they like."""
    with _opened(pdf) as document:
        chosen = range(len(document)) if page is None else [page]
        text = "".join(document[number].get_textpage().get_text_range() for number in chosen)
    return squeezed(text)


def squeezed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in points."""
    with _opened(pdf) as document:
        return [document[number].get_size() for number in range(len(document))]


def letters(pdf: bytes, page: int = 0) -> list[Letter]:
    with _opened(pdf) as document:
        text = document[page].get_textpage()
        shown = [
            (text.get_text_range(n, 1), text.get_charbox(n)) for n in range(text.count_chars())
        ]
    return [Letter(letter, *box) for letter, box in shown if letter.strip()]


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()
