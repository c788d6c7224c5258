"""As whom the embedded server runs: each way serves folders that are closed to everybody else."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from onestop.postgres import programs
from onestop.postgres.errors import RootRefused
from onestop.postgres.server import PORT, USER, Server, socket_folder
from tests.onestop.embedded import a_folder

Way = tuple[tuple[str, ...], int]
WAYS = list(programs.ways())
IDS = [before[0] if before else "as oneself" for before, _owner in WAYS]


@pytest.fixture(scope="module")
def closed() -> Iterator[Path]:
    """A folder that none but its owner may enter, with the programs in it."""
    found = find_spec(programs.PACKAGE)
    assert found is not None
    assert found.origin is not None
    package = Path(found.origin).parent
    libraries = f"{package.name}.libs"
    with a_folder() as folder:
        lib = folder.parent / "lib"
        assert folder.parent.stat().st_mode & 0o077 == 0
        skipped = shutil.ignore_patterns("pginstall")
        shutil.copytree(package, lib / "closed_package", ignore=skipped)
        shutil.copytree(package.parent / libraries, lib / libraries)
        yield folder.parent


@pytest.fixture
def in_closed(closed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(closed / "lib")
    monkeypatch.setattr(programs, "PACKAGE", "closed_package")
    return closed


@pytest.mark.parametrize("way", WAYS, ids=IDS)
def test_each_way_serves_a_closed_folder_again_and_again(
    way: Way, in_closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = in_closed / way[0][0] if way[0] else in_closed / "oneself"
    take(way, monkeypatch)
    with served(folder) as first:
        first.execute("CREATE TABLE said AS SELECT 'chào' AS word")
    assert not (folder / "data" / "postmaster.pid").exists()
    with served(folder) as second:
        assert second.execute("SELECT word FROM said").fetchone() == ("chào",)
    assert not (folder / "data" / "postmaster.pid").exists()
    assert (folder / "data").stat().st_uid == way[1]


@pytest.mark.skipif(len(WAYS) == 1, reason="an ordinary user runs the server as himself")
def test_data_of_one_way_are_served_in_the_other(
    in_closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = in_closed / "in-turn"
    for way in (*WAYS, *WAYS):
        take(way, monkeypatch)
        with served(folder) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS said AS SELECT 'chào' AS word")
            assert connection.execute("SELECT word FROM said").fetchone() == ("chào",)


def take(way: Way, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server runs in this way or not at all."""
    monkeypatch.setattr(programs, "ways", lambda: iter([way]))
    try:
        programs.installed()
    except RootRefused:
        pytest.skip(f"this machine does not let root give up its rights by {way[0][0]}")


@contextmanager
def served(folder: Path) -> Iterator[psycopg.Connection]:
    Server(folder, durable=False).join()
    try:
        where = make_conninfo(host=str(socket_folder(folder)), port=PORT, user=USER)
        with psycopg.connect(where, autocommit=True) as connection:
            yield connection
    finally:
        Server(folder).leave()
