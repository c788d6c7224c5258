"""The pages of stored papers as images: made once, and kept under the digest of the paper."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from workflows.files import foreign, store
from workflows.files.errors import FileRefused
from workflows.files.models import StoredFile

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
# A4 at 150 dots an inch: small print can be read.
WIDTH = 1240


class NoSuchPage(Exception):
    """The paper has no such page, or none that can be shown."""


@dataclass(frozen=True)
class Image:
    """What is seen of one page, and nothing else of the file."""

    content: bytes
    media_type: str


def pages_of(file: StoredFile) -> int:
    """How many pages can be shown; none of what cannot be opened, or could do harm."""
    if file.media_type in store.PICTURES:
        return 1
    if file.media_type != PDF:
        return 0
    try:
        return int(_made_once(file, "count", lambda: _counted(file)))
    except FileRefused:
        return 0


def image_of(file: StoredFile, number: int) -> Image:
    """A page, counted from 1; raises `NoSuchPage`."""
    if not 0 < number <= pages_of(file):
        raise NoSuchPage
    try:
        if file.media_type in store.PICTURES:
            return Image(_made_once(file, "picture", lambda: _upright(file)), JPEG)
        return Image(_made_once(file, str(number), lambda: _drawn(file, number)), PNG)
    except FileRefused as refusal:
        raise NoSuchPage from refusal


def _made_once(file: StoredFile, name: str, make: Callable[[], bytes]) -> bytes:
    kept = Path(settings.VAR) / "pages" / file.digest[:2] / file.digest / name
    if not kept.exists():
        _keep(make(), kept)
    return kept.read_bytes()


def _keep(content: bytes, kept: Path) -> None:
    """Whoever reads finds the whole of it or nothing. Lost, it is made again: nothing is synced."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as file:
        file.write(content)
    Path(file.name).replace(kept)


def _counted(file: StoredFile) -> bytes:
    return b"%d" % foreign.pages_of(store.path_of(file.digest))


def _drawn(file: StoredFile, number: int) -> bytes:
    return foreign.page_image(store.path_of(file.digest), number, width=WIDTH)


def _upright(file: StoredFile) -> bytes:
    """A photograph as it was taken, without what else a telephone writes into it."""
    with tempfile.NamedTemporaryFile() as out:
        foreign.upright_picture(store.path_of(file.digest), Path(out.name))
        return Path(out.name).read_bytes()
