"""Looks into a stranger's file. A program of its own: what breaks it takes nothing else along.

    examiner.py examine FILE            {"pages": 3} or {"refused": "locked"}
    examiner.py page FILE NUMBER WIDTH  the page as PNG, pages counted from 1
    examiner.py picture FILE OUT        a photograph made upright, small and anonymous, as JPEG

It imports nothing of ours and knows no database.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY = 1 << 31
SECONDS = 20
MOST_PAGES = 300
# A page of A4 at 300 dots an inch, and what a picture may hold before it is opened.
LONGEST_SIDE = 3508
MOST_PIXELS = 100_000_000
# Keys of a PDF dictionary behind which something acts by itself, or starts another program.
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMedia"})
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent"})


class Refused(Exception):
    """The word under which the caller knows what is wrong."""


def examine(path: str) -> None:
    print(json.dumps({"pages": _pages(path)}))  # noqa: T201


def _pages(path: str) -> int:
    import pikepdf

    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if any(_acts(thing) for thing in pdf.objects):
                raise Refused("active")
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except (pikepdf.PdfError, RecursionError, ValueError):
        raise Refused("broken") from None
    if not pages:
        raise Refused("broken")
    if pages > MOST_PAGES:
        raise Refused("long")
    return pages


def _acts(thing: Any) -> bool:
    import pikepdf

    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    return any(_is_active(one) for one in _dictionaries(thing))


def _dictionaries(thing: Any) -> Iterator[Any]:
    """The dictionary and those written within it; what it only refers to has a turn of its own."""
    import pikepdf

    if isinstance(thing, pikepdf.Dictionary):
        yield thing
        parts: list[Any] = list(thing.values())
    elif isinstance(thing, pikepdf.Array):
        parts = list(thing)
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _dictionaries(part)


def _is_active(dictionary: Any) -> bool:
    return bool(ACTIVE_KEYS & set(dictionary.keys())) or str(dictionary.get("/S")) in ACTIVE_ACTIONS


def page(path: str, number: str, width: str) -> None:
    import pypdfium2
    from PIL import Image

    try:
        with pypdfium2.PdfDocument(path) as pdf:
            # Else signatures, seals, numbers and whatever else stands in fields is left out.
            pdf.init_forms()
            found = pdf[int(number) - 1]
            image = found.render(scale=int(width) / found.get_width()).to_pil()
    except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError):
        raise Refused("broken") from None
    plain = image.quantize(64, dither=Image.Dither.NONE)
    plain.save(sys.stdout.buffer, "PNG", optimize=True)


def picture(path: str, out: str) -> None:
    import pillow_heif
    from PIL import Image, ImageOps, UnidentifiedImageError

    pillow_heif.register_heif_opener()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Refused("huge")
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except Image.DecompressionBombError:
        raise Refused("huge") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise Refused("broken") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # Saved anew, it no longer says where and with what it was taken.
    upright.save(out, "JPEG", quality=85, dpi=(300, 300))
    print(json.dumps({"width": upright.width, "height": upright.height}))  # noqa: T201


TASKS: dict[str, Callable[..., None]] = {"examine": examine, "page": page, "picture": picture}


def _confine() -> None:
    # Where the system does not know a limit, the caller's patience is the only one.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


if __name__ == "__main__":
    _confine()
    task, file, *rest = sys.argv[1:]
    try:
        TASKS[task](str(Path(file)), *rest)
    except Refused as refusal:
        print(json.dumps({"refused": str(refusal)}))  # noqa: T201
        sys.exit(1)
