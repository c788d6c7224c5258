"""What was kept of the catalogue changes nothing but the time that reading takes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from procedures import catalogue, kept, reading
from procedures.catalogue import Catalogue
from tests.bench.catalogue import shelved


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shelved(tmp_path / "files", 5)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "var").mkdir()
    return tmp_path / "var" / "catalogue"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Which files were read anew."""
    seen: list[Path] = []
    real = reading.read

    def noted(path: Path, *, beside: Path) -> object:
        seen.append(path)
        return real(path, beside=beside)

    monkeypatch.setattr(catalogue, "read", noted)
    return seen


def hashes(loaded: Catalogue) -> dict[str, list[str]]:
    return {key: [one.bundle_hash for one in every] for key, every in loaded.revisions.items()}


def test_the_second_start_reads_no_file_and_finds_the_same(
    folder: Path, place: Path, reads: list[Path]
) -> None:
    first = catalogue.load(folder, place=place)
    assert len(reads) == 5
    second = catalogue.load(folder, place=place)
    assert len(reads) == 5
    assert second == first
    assert hashes(second) == hashes(first) == hashes(catalogue.load(folder))


def test_what_was_abolished_is_kept_too(place: Path) -> None:
    first = catalogue.load(catalogue.DATA, place=place)
    assert first.retired
    assert catalogue.load(catalogue.DATA, place=place) == first


SPOILT: dict[str, Callable[[Path], object]] = {
    "cut off": lambda file: file.write_bytes(file.read_bytes()[:-10]),
    "a line short": lambda file: file.write_text(file.read_text().rpartition("\n")[0]),
    "no text": lambda file: file.write_bytes(b"\xff\xfe"),
    "empty": lambda file: file.write_text(""),
    "no JSON": lambda file: file.write_text("{" + file.read_text()),
    "of another kind": lambda file: file.write_text(file.read_text().replace("procedure ", "x ")),
    "not to be had": lambda file: file.unlink(),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_where_it_cannot_be_read_the_files_are(
    folder: Path, place: Path, reads: list[Path], spoil: Callable[[Path], object]
) -> None:
    first = catalogue.load(folder, place=place)
    spoil(next(place.glob("*.jsonl")))
    assert catalogue.load(folder, place=place) == first
    assert len(reads) == 10


def test_a_file_that_changed_is_read_and_so_is_one_that_came(
    folder: Path, place: Path, reads: list[Path]
) -> None:
    catalogue.load(folder, place=place)
    path = next(folder.glob("**/*.yaml"))
    path.write_text(path.read_text().replace("\ntitle:", "\n# A word more.\ntitle:"))
    catalogue.load(folder, place=place)
    assert len(reads) == 10
    assert len(list(place.glob("*.jsonl"))) == 1


def test_another_meaning_of_the_words_is_another_catalogue(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.digest_of(folder)
    monkeypatch.setattr("pydantic.VERSION", "0")
    assert kept.digest_of(folder) != before


def test_what_was_altered_by_hand_is_read_anew(
    folder: Path, place: Path, reads: list[Path]
) -> None:
    first = catalogue.load(folder, place=place)
    file = next(place.glob("*.jsonl"))
    file.write_text(file.read_text().replace('"copy-0"', '"copy-x"'), encoding="utf-8")
    assert catalogue.load(folder, place=place) == first
    assert len(reads) == 10


def test_where_nothing_can_be_written_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    assert len(catalogue.load(folder, place=blocked / "catalogue").revisions) == 5


def test_programs_that_start_together_find_the_same(folder: Path, place: Path) -> None:
    found: list[Catalogue] = []
    starts = [
        threading.Thread(target=lambda: found.append(catalogue.load(folder, place=place)))
        for _ in range(4)
    ]
    for one in starts:
        one.start()
    for one in starts:
        one.join()
    assert len(found) == 4
    assert all(one == found[0] for one in found)
    assert [file.suffix for file in place.iterdir()] == [".jsonl"]


def test_a_wrong_file_is_refused_and_nothing_is_kept(folder: Path, place: Path) -> None:
    next(folder.glob("**/*.yaml")).write_text("schema: 1\n")
    with pytest.raises(reading.InvalidDefinition):
        catalogue.load(folder, place=place)
    assert not place.exists()
