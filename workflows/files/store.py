"""Bytes on disk, under their own SHA-256. What `keep` returned is on the disk, power cut or not."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

import puremagic
from django.conf import settings

from .errors import Damaged, EmptyFile, Missing, NotWhatItClaims, TooLarge

CHUNK, HEAD = 1 << 16, 1 << 12
# How a file is called until it is whole.
INCOMING = "incoming-"
# What may be handed in, by content, not by name.
PICTURES = frozenset({"image/jpeg", "image/png", "image/heic"})
ACCEPTED = PICTURES | {"application/pdf"}
# How the photographs of a telephone begin, after the length of their first box: ISO/IEC 23008-12.
HEIC = tuple(b"ftyp" + brand for brand in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"))


@dataclass(frozen=True)
class Kept:
    """A file that is safely on disk. `digest` is SHA-256 in hex, `size` in bytes."""

    digest: str
    size: int
    media_type: str


def path_of(digest: str) -> Path:
    return Path(settings.FILES_DIR) / digest[:2] / digest[2:4] / digest


def keep(chunks: Iterable[bytes], *, limit: int | None = None) -> Kept:
    """Streams the chunks to disk, syncs, and only then names the file by its digest.

    Raises `TooLarge` past `limit` bytes and `EmptyFile`; nothing is left behind then.
    """
    root = Path(settings.FILES_DIR)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=root, prefix=INCOMING, delete=False) as file:
        incoming = Path(file.name)
        try:
            digest, size, head = _copy(chunks, file.fileno(), limit)
            os.fsync(file.fileno())
            _name(incoming, path_of(digest))
        except BaseException:
            incoming.unlink(missing_ok=True)
            raise
    return Kept(digest, size, media_type(head))


def keep_bytes(content: bytes) -> Kept:
    return keep([content])


def keep_paper(chunks: Iterable[bytes], *, name: str) -> Kept:
    """Like `keep`, for a file somebody hands in: its content must be of an accepted kind."""
    rest = iter(chunks)
    head = _head(rest)
    if head and media_type(head) not in ACCEPTED:
        raise NotWhatItClaims(name)
    return keep(chain([head], rest), limit=settings.PAPER_LIMIT_BYTES)


def read(digest: str) -> bytes:
    """The bytes kept under `digest`; raises `Missing`, or `Damaged` if they have changed."""
    try:
        content = path_of(digest).read_bytes()
    except FileNotFoundError:
        raise Missing(digest) from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise Damaged(digest)
    return content


def chunks(digest: str) -> Iterator[bytes]:
    """The bytes piece by piece, as they lie there; raises `Missing` at the first."""
    try:
        with path_of(digest).open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")
    except FileNotFoundError:
        raise Missing(digest) from None


def _head(chunks: Iterator[bytes]) -> bytes:
    """Taken off the chunks: enough bytes to tell what kind of file they begin."""
    head = b""
    while len(head) < HEAD and (chunk := next(chunks, None)) is not None:
        head += chunk
    return head


def discard_unfinished(*, before: datetime) -> int:
    """Removes what a killed process left half written and nobody has added to since `before`."""
    incoming = Path(settings.FILES_DIR).glob(f"{INCOMING}*")
    left = [path for path in incoming if _is_older(path, before)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def forget(digest: str, *, before: datetime) -> bool:
    """Removes the bytes unless they were kept, perhaps once more, since `before`."""
    path = path_of(digest)
    with _locked(fcntl.LOCK_EX):
        if not _is_older(path, before):
            return False
        path.unlink()
    return True


def kept_before(moment: datetime) -> Iterator[str]:
    """The digests of all bytes that were last kept before this moment."""
    whole = Path(settings.FILES_DIR).glob("??/??/*")
    return (path.name for path in whole if _is_older(path, moment))


def _copy(chunks: Iterable[bytes], file: int, limit: int | None) -> tuple[str, int, bytes]:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if limit is not None and size > limit:
            raise TooLarge(limit)
        digest.update(chunk)
        head = head or chunk[:CHUNK]
        _write(file, chunk)
    if not size:
        raise EmptyFile
    return digest.hexdigest(), size, head


def _write(file: int, chunk: bytes) -> None:
    view = memoryview(chunk)
    while view:
        view = view[os.write(file, view) :]


def _name(incoming: Path, final: Path) -> None:
    final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _locked(fcntl.LOCK_SH):
        incoming.replace(final)
    # The rename, too, must survive a power cut, and so must new folders.
    for folder in (final.parent, final.parent.parent, final.parent.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # somebody else discarded it
        return False


@contextmanager
def _locked(how: int) -> Iterator[None]:
    """The folder: many may name a file at once, and whoever forgets one does so alone."""
    folder = os.open(settings.FILES_DIR, os.O_RDONLY)
    try:
        fcntl.flock(folder, how)
        yield
    finally:
        os.close(folder)


def media_type(head: bytes) -> str:
    """What the first bytes say that the file is, whatever it is called."""
    if head[4:12].startswith(HEIC):
        return "image/heic"
    try:
        return str(puremagic.from_string(head, mime=True))
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
