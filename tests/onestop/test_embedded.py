"""The embedded server: there when it is needed, one for all, gone with the last who uses it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from onestop.postgres import keeper
from onestop.postgres.keeper import taken
from onestop.postgres.server import LONGEST, socket_folder
from tests.onestop.embedded import (
    SINCE,
    a_folder,
    a_user,
    kill_server,
    manage,
    wait_until_gone,
    wait_until_said,
)

WRITER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
# What is registered before the server is joined runs once it has been left.
AFTERWARDS = """
import atexit, fcntl, sys
from pathlib import Path
from onestop.postgres.keeper import taken
lock = Path(sys.argv[1]) / "server.lock"
atexit.register(lambda: print("on" if taken(lock, fcntl.LOCK_EX) else "off", flush=True))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with a_folder() as made:
        yield made


@pytest.mark.parametrize("command", [("check",), ("procedures", "list"), ("diagrams", "--check")])
def test_nothing_is_started_for_a_command_that_needs_no_database(
    command: tuple[str, ...], folder: Path
) -> None:
    manage(*command, VAR_DIR=str(folder.parent))
    assert not folder.exists()


def test_a_command_that_needs_a_database_finds_one_and_leaves_no_server(folder: Path) -> None:
    told = manage("showmigrations", "--plan", VAR_DIR=str(folder.parent))
    assert (told.returncode, told.stderr) == (0, "")
    assert "people" in told.stdout
    assert not taken(folder / "server.lock", fcntl.LOCK_EX)
    assert not (folder / "data" / "postmaster.pid").exists()


def test_what_was_written_is_there_the_next_time(folder: Path) -> None:
    with a_user(folder) as first:
        first.asks("CREATE TABLE said AS SELECT 'chào' AS word")
    assert not taken(folder / "server.lock", fcntl.LOCK_EX)
    with a_user(folder) as second:
        assert second.asks("SELECT word, upper(word) FROM said") == "chào CHÀO"


def test_processes_that_start_together_share_one_server(folder: Path) -> None:
    with ExitStack() as stack:
        users = [stack.enter_context(a_user(folder)) for _ in range(4)]
        assert len({user.asks(SINCE) for user in users}) == 1


def test_the_server_stays_until_the_last_one_leaves(folder: Path) -> None:
    with a_user(folder) as last:
        since = last.asks(SINCE)
        with a_user(folder) as guest:
            assert guest.asks(SINCE) == since
        assert last.asks(SINCE) == since
    assert not taken(folder / "server.lock", fcntl.LOCK_EX)


def test_the_last_one_out_waits_until_the_light_is_off(folder: Path) -> None:
    with a_user(folder, AFTERWARDS) as user:
        # It has the last work to do: until it goes on, the server cannot end.
        writer = int(user.asks(WRITER))
        os.kill(writer, signal.SIGSTOP)
        try:
            user.leave()
            wait_until_said(folder, "received fast shutdown request")
        finally:
            os.kill(writer, signal.SIGCONT)
        assert user.hears() == "off"


def test_the_server_goes_although_its_last_user_was_killed(folder: Path) -> None:
    with a_user(folder) as user:
        user.asks(SINCE)
        user.kill()
    wait_until_gone(folder)
    assert not (folder / "data" / "postmaster.pid").exists()


STARTING = """
import fcntl, os, signal, sys
from pathlib import Path
folder = Path(sys.argv[1])
lock = (folder / "server.lock").open("w")
fcntl.flock(lock, fcntl.LOCK_EX)
print("holds the lock", flush=True)
sys.stdin.readline()
(folder / "data" / "postmaster.pid").write_text(f"{os.getpid()}\\n")
signal.pause()
"""


def test_a_server_whose_user_went_before_it_was_up_is_stopped_too(tmp_path: Path) -> None:
    number = tmp_path / "data" / "postmaster.pid"
    number.parent.mkdir()
    os.mkfifo(number)
    server = subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-c", STARTING, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with server, ThreadPoolExecutor() as beside:
        try:
            assert server.stdout is not None
            assert server.stdout.readline() == "holds the lock\n"
            stopped = beside.submit(keeper.stop, tmp_path)
            # A pipe opens here once it is opened there: the number is looked for, and none found.
            with number.open("w"):
                number.unlink()
            server.communicate("goes on\n", timeout=30)
            stopped.result(timeout=30)
        finally:
            server.kill()


def test_a_killed_server_is_started_again_with_all_that_was_committed(folder: Path) -> None:
    with a_user(folder) as before:
        before.asks("CREATE TABLE said AS SELECT 1 AS kept")
        kill_server(folder)
    # By now the number it left may be any process: this one, say.
    trace = folder / "data" / "postmaster.pid"
    lines = trace.read_text().splitlines()
    trace.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with a_user(folder) as after:
        assert after.asks("SELECT kept FROM said") == "1"


def test_a_first_start_that_was_cut_off_is_done_again(folder: Path) -> None:
    half_made = folder / "data.1" / "base"
    half_made.mkdir(parents=True)
    with a_user(folder) as user:
        assert user.asks("SELECT 1") == "1"
    assert not half_made.parent.exists()


def test_a_folder_too_deep_for_a_socket_is_served_all_the_same() -> None:
    with a_folder() as short:
        deep = short.parent.joinpath(*["mot-cua"] * 12, "postgres")
        lies_in = socket_folder(deep)
        try:
            assert len(str(deep)) > LONGEST > len(str(lies_in))
            with a_user(deep) as user:
                assert user.asks("SELECT 1") == "1"
                assert lies_in.stat().st_mode & 0o777 == 0o700
        finally:
            lies_in.rmdir()


def test_nobody_else_can_reach_the_server(folder: Path) -> None:
    with a_user(folder) as user:
        assert user.asks("SHOW listen_addresses") == ""
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0


def test_the_server_survives_a_power_cut_unless_it_is_thrown_away(folder: Path) -> None:
    with a_user(folder) as throwaway:
        assert throwaway.asks("SHOW fsync") == "off"
    told = manage("shell", "-v0", "-c", SHOW_FSYNC, VAR_DIR=str(folder.parent))
    assert told.stdout.strip() == "on"


SHOW_FSYNC = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SHOW fsync")
    print(cursor.fetchone()[0])
"""


def test_the_log_of_the_server_names_nobody(folder: Path) -> None:
    with a_user(folder) as user:
        user.asks("CREATE TABLE people AS SELECT 'Hoa' AS name")
        user.asks("CREATE UNIQUE INDEX once ON people (name)")
        assert user.asks("INSERT INTO people VALUES ('Hoa')") == "UniqueViolation"
        assert user.asks("SELECT 'Hoa'::int") == "InvalidTextRepresentation"
    log = (folder / "log").read_text()
    assert "ready to accept connections" in log
    assert "Hoa" not in log
