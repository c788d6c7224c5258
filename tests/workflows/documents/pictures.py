"""Kept pictures of the forms: python -m tests.workflows.documents.pictures draws them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops

FOLDER = Path(__file__).resolve().parent / "pictures"
# Small, so that what differs by the smoothing of edges alone stays below `DARKER`.
SCALE = 0.75
# How far two points may lie apart, of 255, before they count; and which share of them may.
DARKER, SHARE = 60, 0.0005


def picture(pdf: bytes) -> Image.Image:
    """The first page, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        drawn: Image.Image = document[0].render(scale=SCALE).to_pil()
        return drawn.convert("L")
    finally:
        document.close()


def kept(name: str) -> Image.Image:
    with Image.open(FOLDER / f"{name}.png") as image:
        return image.convert("L")


def is_alike(one: Image.Image, other: Image.Image) -> bool:
    if one.size != other.size:
        return False
    apart = ImageChops.difference(one, other).point(lambda by: 255 * (by > DARKER))
    return apart.histogram()[255] <= SHARE * one.width * one.height


def main() -> None:
    from .forms import FORMS

    FOLDER.mkdir(exist_ok=True)
    for form in FORMS:
        drawn = picture(form.drawn(form.example())).quantize(16)
        drawn.save(FOLDER / f"{form}.png", optimize=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    main()
