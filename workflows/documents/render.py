"""Data in, paper out: Typst draws PDF/A-3b, the same bytes for the same data and moment."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import typst

from signing.layout import Place

from .printable import UnprintableText, printable

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "documents"
_NO_GLYPH = re.compile(r"the text `\"(?P<text>.+?)\"` could not be displayed")


@dataclass(frozen=True)
class Rendered:
    """A finished paper, and where its form fields and stamps are to stand."""

    pdf: bytes
    places: Mapping[str, Place] = field(default_factory=dict)


def compile(  # noqa: A001 - the word of the craft, always used as render.compile
    template: str,
    data: Mapping[str, Any],
    *,
    at: datetime,
    attachments: Mapping[str, bytes] | None = None,
) -> Rendered:
    """Draws `template` (a name in templates/documents, without ending) with `data`.

    Text never becomes markup: it travels as JSON and is shown as it stands. `at` is the only time
    the file knows. Raises `UnprintableText` for characters that the font cannot show.
    """
    compiler = typst.Compiler(
        input=TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts()
    )
    inputs = {"data": _as_json(data), "attachments": _as_ints(attachments or {})}
    pdf = _drawn(compiler, inputs, at)
    found = json.loads(compiler.query("<place>", field="value"))
    return Rendered(pdf, {spot["name"]: _place(spot) for spot in found})


@functools.cache
def _fonts() -> typst.Fonts:
    """The shipped faces only, so that a paper looks the same on every machine."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[TEMPLATES / "fonts"]
    )


def _drawn(compiler: typst.Compiler, inputs: dict[str, str], at: datetime) -> bytes:
    try:
        drawn = compiler.compile(
            format="pdf", sys_inputs=inputs, pdf_standards="a-3b", timestamp=int(at.timestamp())
        )
    except typst.TypstError as error:
        if lacking := _NO_GLYPH.search(error.message):
            raise UnprintableText(lacking["text"]) from None
        raise
    # PDF/A wants each object to begin a line: the first one of an appended signature too.
    return cast("bytes", drawn).rstrip(b"\n") + b"\n"


def _as_json(data: Mapping[str, Any]) -> str:
    return json.dumps(printable(data), ensure_ascii=False)


def _as_ints(attachments: Mapping[str, bytes]) -> str:
    return json.dumps({name: list(content) for name, content in attachments.items()})


def _place(spot: Mapping[str, Any]) -> Place:
    """Typst counts pages from 1 and measures down from the top; a PDF counts from 0 and up."""
    top = spot["page-height"] - spot["y"]
    return Place(
        page=spot["page"] - 1,
        x0=spot["x"],
        y0=top - spot["height"],
        x1=spot["x"] + spot["width"],
        y1=top,
    )
