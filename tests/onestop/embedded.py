"""Processes that use an embedded server, as the tests of it need them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from onestop.postgres.server import socket_folder

# Answers each statement it is given with one line.
USER = """
import sys
from pathlib import Path
import psycopg
from onestop.postgres.server import Server, socket_folder
folder = Path(sys.argv[1])
Server(folder, durable=False).join()
where = {"host": str(socket_folder(folder)), "port": 5432, "user": "postgres"}
with psycopg.connect(**where, autocommit=True) as connection:
    for statement in sys.stdin:
        try:
            answer = connection.execute(statement)
            print(*(answer.fetchone() if answer.description else ["done"]), flush=True)
        except psycopg.Error as error:
            print(type(error).__name__, flush=True)
"""
GONE = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX)"
SINCE = "SELECT pg_postmaster_start_time()"


@dataclass(frozen=True)
class User:
    process: subprocess.Popen[str]

    def asks(self, statement: str) -> str:
        assert self.process.stdin is not None
        print(statement, file=self.process.stdin, flush=True)
        return self.hears()

    def hears(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        if self.process.stdin is not None and not self.process.stdin.closed:
            self.process.stdin.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def a_user(folder: Path, before: str = "") -> Iterator[User]:
    """A process that uses the server in `folder`; with the end of the block it ends.

    `before`: what its program does first.
    """
    with subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-c", before + USER, str(folder)],
        cwd=settings.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        user = User(process)
        yield user
        user.leave()


@contextmanager
def a_folder() -> Iterator[Path]:
    """Not pytest's own, which is so deep that the socket would have to lie elsewhere."""
    top = Path(tempfile.mkdtemp(prefix="mot-cua-")).resolve()
    try:
        yield top / "postgres"
    finally:
        shutil.rmtree(top)
        if socket_folder(top / "postgres") != top / "postgres":
            shutil.rmtree(socket_folder(top / "postgres"), ignore_errors=True)


def wait_until_gone(folder: Path) -> None:
    """Until the last process of the server has ended."""
    subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-c", GONE, str(folder / "server.lock")], check=True, timeout=30
    )


def wait_until_said(folder: Path, words: str) -> None:
    """Until the server's log says so."""
    end = time.monotonic() + 60
    while words not in (folder / "log").read_text():
        assert time.monotonic() < end, f"the server never said: {words}"
        time.sleep(0.01)


def server_of(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def kill_server(folder: Path) -> None:
    """`kill -9` of the postmaster; its children notice and go."""
    os.kill(server_of(folder), signal.SIGKILL)
    wait_until_gone(folder)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` as somebody calls it who has set nothing but this."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(  # noqa: S603  our own command
        [sys.executable, "manage.py", *arguments],
        cwd=settings.ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
