"""When there is no database: one sentence that says why, and a way out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django import DjangoDbBlocker

from onestop import environment
from onestop.postgres import base, errors, programs
from onestop.postgres.base import DatabaseWrapper
from onestop.postgres.server import Server
from tests.onestop.embedded import a_folder, a_user, kill_server, manage

ROOMS = ("unshare", "--user", "--map-root-user", "--mount")
LITTLE_ROOM = """
mount -t tmpfs -o size=64m tmpfs "$VAR_DIR"
{before}
head -c 100M /dev/zero > "$VAR_DIR/filled" 2> /dev/null
truncate -s -{left} "$VAR_DIR/filled"
"$0" manage.py migrate -v0 && echo there was room
rm "$VAR_DIR/filled"
"$0" manage.py migrate -v0 && echo went on
"""
STARTED = '"$0" manage.py showmigrations > /dev/null'
# What the server writes anew for the first connection.
FORGETFUL = STARTED + '; find "$VAR_DIR" -name pg_internal.init -delete'


@pytest.fixture
def folder() -> Iterator[Path]:
    with a_folder() as made:
        yield made


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def whole(folder: Path) -> Path:
    """The folder of a server that has run once."""
    with a_user(folder) as user:
        user.asks("SELECT 1")
    return folder


def refused(folder: Path) -> str:
    with pytest.raises(errors.NoDatabase) as refusal:
        Server(folder, durable=False).join()
    Server(folder).leave()
    return str(refusal.value)


def test_a_folder_of_somebody_else_is_left_to_him(folder: Path) -> None:
    if os.geteuid() == 0:
        folder.mkdir()
        os.chown(folder, 65534, -1)
    else:
        folder = Path("/usr")
    with pytest.raises(errors.NotYours, match="VAR_DIR"):
        Server(folder).join()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is closed to root")
def test_a_folder_that_cannot_be_written_is_named(folder: Path) -> None:
    folder.parent.chmod(0o500)
    with pytest.raises(errors.Unwritable, match=str(folder)):
        Server(folder).join()
    folder.parent.chmod(0o700)


def test_programs_that_are_not_installed_are_asked_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "PACKAGE", "no_such_package")
    told = refused(folder)
    assert "make install" in told
    assert "DATABASE_URL" in told


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            "#!/bin/sh\necho 'libpq.so.5: cannot open shared object file' >&2; exit 127",
            "libpq.so.5",
        ),
        ("half a program", "no program for this machine"),
        (None, "does not exist"),
    ],
    ids=["library missing", "cut short", "program missing"],
)
def test_a_damaged_program_is_named_with_what_it_said(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, why: str
) -> None:
    program = tmp_path / "damaged_package" / "pginstall18" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    (tmp_path / "damaged_package" / "__init__.py").touch()
    if content is not None:
        program.write_text(content)
        program.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(programs, "PACKAGE", "damaged_package")
    told = refused(folder)
    assert str(program) in told
    assert why in told
    assert "make install" in told


@pytest.mark.skipif(os.geteuid() != 0, reason="others need not be somebody else")
def test_root_without_a_way_to_be_somebody_else_is_told_so(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "ordinary user" in refused(folder)


def test_a_server_that_does_not_start_shows_its_last_word_and_its_log(whole: Path) -> None:
    configuration = whole / "data" / "postgresql.auto.conf"
    before = configuration.read_text()
    configuration.write_text("work_mem = much\n")
    told = refused(whole)
    assert "contains errors" in told
    assert str(whole / "log") in told
    configuration.write_text(before)
    with a_user(whole) as user:
        assert user.asks("SELECT 1") == "1"


def test_data_of_a_newer_postgresql_are_left_alone(whole: Path) -> None:
    (whole / "data" / "PG_VERSION").write_text("19\n")
    told = refused(whole)
    assert "PostgreSQL 19" in told
    assert "VAR_DIR" in told


def test_a_server_killed_between_two_connections_is_started_again(
    whole: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    database = connection.copy(alias="embedded")
    assert isinstance(database, DatabaseWrapper)
    database.settings_dict |= environment.embedded(whole)
    with django_db_blocker.unblock():
        for _ in range(2):
            with database.cursor() as cursor:
                cursor.execute("SELECT 1")
                assert cursor.fetchone() == (1,)
            database.close()
            kill_server(whole)
    Server(whole).leave()


@pytest.mark.parametrize(
    ("before", "left"),
    [("", "20M"), (STARTED, "0"), (FORGETFUL, "32K"), (STARTED, "2M")],
    ids=["at the first start", "before a later one", "at a connection", "in the middle of work"],
)
def test_a_full_disk_is_named_and_work_goes_on_when_there_is_room(
    before: str, left: str, tmp_path: Path
) -> None:
    if subprocess.run([*ROOMS, "true"], check=False, capture_output=True).returncode:  # noqa: S603
        pytest.skip("this machine lets nobody mount a small disk")
    given = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    script = LITTLE_ROOM.format(before=before, left=left)
    told = subprocess.run(  # noqa: S603  our own command
        [*ROOMS, "sh", "-c", script, sys.executable],
        cwd=settings.ROOT,
        env=given | {"VAR_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.stdout == "went on\n"
    # The command may have switched the language off before it failed.
    (sentence,) = told.stderr.splitlines()
    with translation.override("vi"):
        vietnamese = str(errors.DiskFull(tmp_path / "postgres"))
    assert sentence in {vietnamese, str(errors.DiskFull(tmp_path / "postgres"))}


def test_a_server_of_ones_own_that_is_away_is_told_in_one_line_without_the_password() -> None:
    told = manage("migrate", DATABASE_URL="postgresql://minh:secret@127.0.0.1:1/mot_cua")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "127.0.0.1" in told.stderr
    assert "DATABASE_URL" in told.stderr
    assert "secret" not in told.stderr


def test_an_address_that_cannot_be_read_is_told_without_the_password() -> None:
    told = manage("check", DATABASE_URL="postgresql//minh:secret@127.0.0.1/mot_cua")
    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "DATABASE_URL" in told.stderr
    assert "secret" not in told.stderr


@pytest.mark.django_db
def test_a_server_of_ones_own_that_is_too_old_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.check_database_version_supported()
    monkeypatch.setattr(base, "NEEDED", 99)
    with pytest.raises(errors.TooOld, match="99"):
        connection.check_database_version_supported()
