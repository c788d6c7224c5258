"""Bytes are kept under their own digest, whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from threading import Barrier
from typing import Any

import pytest

from workflows.files import store
from workflows.files.errors import (
    Damaged,
    EmptyFile,
    FileRefused,
    Missing,
    NotWhatItClaims,
    TooLarge,
)

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = tmp_path / "files"
    return tmp_path / "files"


def test_bytes_lie_under_their_digest_and_are_read_back(folder: Path) -> None:
    kept = store.keep_bytes(PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    assert kept == store.Kept(digest, len(PDF), "application/pdf")
    assert (folder / digest[:2] / digest[2:4] / digest).read_bytes() == PDF
    assert store.read(digest) == PDF


def test_the_same_bytes_are_kept_once(folder: Path) -> None:
    assert store.keep_bytes(PDF) == store.keep([PDF[:7], PDF[7:]])
    assert len(files_in(folder)) == 1


def test_nobody_else_on_the_machine_reads_what_is_kept(folder: Path) -> None:
    path = store.path_of(store.keep_bytes(PDF).digest)
    assert path.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [PDF, PNG, JPEG], ids=["pdf", "png", "jpeg"])
def test_papers_of_three_kinds_are_accepted_by_their_content(content: bytes) -> None:
    assert store.keep_paper([content], name="giay-to.bin").media_type in store.ACCEPTED


@pytest.mark.parametrize("content", [PDF, PNG, JPEG], ids=["pdf", "png", "jpeg"])
def test_however_small_the_pieces_a_paper_comes_in(content: bytes) -> None:
    pieces = [b"", *(content[n : n + 1] for n in range(len(content)))]
    assert store.keep_paper(pieces, name="giay-to") == store.keep_bytes(content)


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00\x03", b"<html><script>1</script>", b"PK\x03\x04\x14\x00", b"chu thuong", b"\x00"],
    ids=["program", "web page", "archive", "text", "zero"],
)
def test_a_paper_that_is_not_what_its_name_claims_is_refused(folder: Path, content: bytes) -> None:
    with pytest.raises(NotWhatItClaims, match=r"don\.pdf"):
        store.keep_paper([content], name="don.pdf")
    assert files_in(folder) == []


@pytest.mark.parametrize("chunks", [[], [b""], [b"", b""]])
def test_an_empty_paper_is_refused(folder: Path, chunks: list[bytes]) -> None:
    with pytest.raises(EmptyFile):
        store.keep_paper(chunks, name="don.pdf")
    assert files_in(folder) == []


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_a_paper_may_reach_the_limit_and_not_pass_it(
    folder: Path, settings: Any, more: int, refused: bool
) -> None:
    settings.PAPER_LIMIT_BYTES = 1_000_000
    chunks = [PDF, b" " * (1_000_000 - len(PDF) + more)]
    if refused:
        with pytest.raises(TooLarge, match="1 MB"):
            store.keep_paper(chunks, name="don.pdf")
    else:
        store.keep_paper(chunks, name="don.pdf")
    assert len(files_in(folder)) == (0 if refused else 1)


def test_an_endless_paper_is_refused_before_it_fills_the_disk(settings: Any) -> None:
    settings.PAPER_LIMIT_BYTES = 1_000_000
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield PDF
        while True:
            sent += 1
            yield b" " * store.CHUNK

    with pytest.raises(TooLarge):
        store.keep_paper(endless(), name="don.pdf")
    assert sent <= 1_000_000 // store.CHUNK + 1


def test_a_sender_who_breaks_off_leaves_nothing_behind(folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield PDF * 1000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.keep_paper(broken(), name="don.pdf")
    assert files_in(folder) == []


def test_a_large_file_passes_through_without_being_held_in_memory() -> None:
    size = 30 * 1_000_000
    tracemalloc.start()
    try:
        kept = store.keep(b" " * 100_000 for _ in range(300))
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept.size == size
    assert most < 2_000_000


def test_the_bytes_are_synced_before_they_get_their_name_and_the_name_after(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Order of the calls to the kernel, noted as they pass through."""
    happened: list[str] = []
    sync, rename = os.fsync, Path.replace

    def noting_sync(handle: int) -> None:
        happened.append("folder" if S_ISDIR(os.fstat(handle).st_mode) else "bytes")
        sync(handle)

    def noting_rename(path: Path, target: Path) -> Path:
        happened.append("name")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", noting_sync)
    monkeypatch.setattr(Path, "replace", noting_rename)
    store.keep_bytes(PDF)
    assert happened == ["bytes", "name", "folder", "folder", "folder"]


def test_a_file_that_was_changed_on_disk_is_not_read() -> None:
    digest = store.keep_bytes(PDF).digest
    store.path_of(digest).write_bytes(PDF.replace(b"1.7", b"1.6"))
    with pytest.raises(Damaged, match=digest[:12]):
        store.read(digest)


def test_a_file_that_is_gone_is_named() -> None:
    digest = store.keep_bytes(PDF).digest
    store.path_of(digest).unlink()
    with pytest.raises(Missing, match=digest[:12]):
        store.read(digest)


def test_handing_in_a_damaged_file_again_mends_it() -> None:
    digest = store.keep_bytes(PDF).digest
    store.path_of(digest).write_bytes(b"spoilt")
    store.keep_bytes(PDF)
    assert store.read(digest) == PDF


def test_many_threads_may_keep_the_same_bytes_at_once(folder: Path) -> None:
    content = PDF + os.urandom(200_000)
    begin = Barrier(8)

    def keep(_turn: int) -> store.Kept:
        begin.wait(timeout=30)
        return store.keep_paper([content], name="don.pdf")

    with ThreadPoolExecutor(8) as threads:
        kept = set(threads.map(keep, range(8)))
    assert len(kept) == 1
    assert len(files_in(folder)) == 1
    assert store.read(kept.pop().digest) == content


def test_every_refusal_is_a_sentence() -> None:
    refusals: list[FileRefused] = [
        TooLarge(20_000_000),
        EmptyFile(),
        NotWhatItClaims("don.exe"),
        Damaged("a" * 64),
        Missing("a" * 64),
    ]
    assert all(str(refusal).endswith(".") for refusal in refusals)
    assert "20 MB" in str(refusals[0])


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_a_killed_upload_left_is_discarded_and_nothing_else(folder: Path) -> None:
    kept = store.keep_bytes(PDF)
    left, running = (folder / f"{store.INCOMING}{name}" for name in ("left", "running"))
    for path in (left, running):
        path.write_bytes(PDF)
    os.utime(left, (0, 0))
    os.utime(store.path_of(kept.digest), (0, 0))
    assert store.discard_unfinished(before=datetime(2026, 1, 1, tzinfo=UTC)) == 1
    assert (left.exists(), running.exists()) == (False, True)
    assert store.read(kept.digest) == PDF


def test_where_nothing_was_ever_kept_there_is_nothing_to_discard() -> None:
    assert store.discard_unfinished(before=datetime(2026, 1, 1, tzinfo=UTC)) == 0
