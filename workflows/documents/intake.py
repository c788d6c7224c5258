"""A paper as somebody hands it in, made into one file that every office can open."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import typst
from django.conf import settings

from workflows.dossiers.drafts import HandedIn
from workflows.files import foreign, store
from workflows.files.errors import EmptyFile, NotOnePaper, NotWhatItClaims, TooLarge

from .render import TEMPLATES

MOST_PARTS = 30
HEAD = 1 << 12


@dataclass(frozen=True)
class Part:
    """A file as it comes in: its name is its owner's word, its content is not yet known."""

    name: str
    chunks: Iterable[bytes]


def take(parts: Sequence[Part], *, title: str, at: datetime) -> HandedIn:
    """One PDF as it is, or photographs as one PDF/A; raises a `FileRefused` and keeps nothing.

    A PDF is never written anew: a signature in it must stay what it was.
    """
    if not parts:
        raise EmptyFile
    if len(parts) > MOST_PARTS:
        raise NotOnePaper
    with tempfile.TemporaryDirectory(prefix="intake-") as folder:
        files = [_put(part, Path(folder) / f"{n}") for n, part in enumerate(parts)]
        kinds = [_kind(file, part.name) for file, part in zip(files, parts, strict=True)]
        if kinds == ["application/pdf"]:
            foreign.pages_of(files[0])
            return HandedIn(_kept(files[0]), parts[0].name)
        if not store.PICTURES.issuperset(kinds):
            raise NotOnePaper
        merged = _merged(files, Path(folder), title=title, at=at)
    return HandedIn(store.keep_bytes(merged), f"{Path(parts[0].name).stem}.pdf")


def _put(part: Part, path: Path) -> Path:
    """On disk piece by piece, and no more of it than is allowed."""
    size = 0
    with path.open("wb") as file:
        for chunk in part.chunks:
            size += len(chunk)
            if size > settings.PAPER_LIMIT_BYTES:
                raise TooLarge(settings.PAPER_LIMIT_BYTES)
            file.write(chunk)
    if not size:
        raise EmptyFile
    return path


def _kind(path: Path, name: str) -> str:
    with path.open("rb") as file:
        kind = store.media_type(file.read(HEAD))
    if kind not in store.ACCEPTED:
        raise NotWhatItClaims(name)
    return kind


def _kept(path: Path) -> store.Kept:
    with path.open("rb") as file:
        return store.keep(iter(lambda: file.read(store.CHUNK), b""))


def _merged(photographs: Sequence[Path], folder: Path, *, title: str, at: datetime) -> bytes:
    shutil.copy(TEMPLATES / "scan.typ", folder)
    pictures = [_upright(photograph) for photograph in photographs]
    compiler = typst.Compiler(input=folder / "scan.typ", root=folder)
    drawn = compiler.compile(
        format="pdf",
        sys_inputs={"title": title, "pictures": json.dumps(pictures)},
        pdf_standards="a-3b",
        timestamp=int(at.timestamp()),
    )
    return cast("bytes", drawn)


def _upright(photograph: Path) -> dict[str, Any]:
    out = photograph.with_suffix(".jpg")
    width, height = foreign.upright_picture(photograph, out)
    return {"file": out.name, "width": width, "height": height}
