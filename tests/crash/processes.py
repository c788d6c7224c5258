"""Processes that are killed: started in a group of their own, killed with all their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from . import trace
from .performer import DIES_BEFORE_RECORDING

PERFORM = "import django; django.setup(); from tests.crash.performer import main; main()"
WORKER = (
    *("-m", "celery", "-A", "tests.crash.worker", "worker", "--beat", "--concurrency", "2"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)
# Long enough for a machine with other work to do: nobody waits for it to pass.
SECONDS = 300


@dataclass
class Process:
    """One process and its children. `folder` holds its log and what each of them is at."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]

    def start(self, **environment: str) -> Self:
        traces = self.folder / "trace"
        traces.mkdir(parents=True, exist_ok=True)
        for old in traces.iterdir():
            old.unlink()
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(  # noqa: S603  our own command
                [sys.executable, *self.command],
                cwd=settings.ROOT,
                env={**self.environment, trace.FOLDER: str(traces), **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        return self

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def wait_until_ready(self) -> None:
        until(self.phases, f"{self.name} is ready", self)

    def is_running(self) -> None:
        """Fails unless it is, with what it said last."""
        assert self.running.poll() is None, self._ended()

    def phases(self) -> list[str]:
        return trace.read(self.folder / "trace")

    def kill(self) -> list[str]:
        """`kill -9` to all of them at once; what they were at."""
        self.is_running()
        os.killpg(self.running.pid, signal.SIGKILL)
        self.running.wait(SECONDS)
        return [phase for phase in self.phases() if phase != trace.READY] or [trace.READY]

    def wait_for_its_end(self, how: int = 0) -> None:
        assert self.running.wait(SECONDS) == how, self._ended()

    def stop(self) -> None:
        """Politely, as a site stops it; at the end of a test nothing of ours may be left."""
        self.running.terminate()
        try:
            self.running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    def _ended(self) -> str:
        said = self.log.read_text(errors="replace")[-4000:]
        return f"{self.name} ended with {self.running.returncode} by itself:\n{said}"


@contextmanager
def performer(
    folder: Path, environment: Mapping[str, str], seed: str, *, dies_at: str = ""
) -> Iterator[Process]:
    process = Process(
        "performer", ("-c", PERFORM, str(folder), seed), folder / "performer", environment
    )
    with _ended_after(process.start(**{DIES_BEFORE_RECORDING: dies_at})):
        yield process


@contextmanager
def worker(folder: Path, environment: Mapping[str, str]) -> Iterator[Process]:
    process = Process("worker", WORKER, folder / "worker", environment)
    with _ended_after(process.start()):
        yield process


@contextmanager
def _ended_after(process: Process) -> Iterator[None]:
    try:
        yield
    finally:
        process.stop()


def database_url() -> str:
    """The way to the database of this very test, for a process of its own."""
    connection.ensure_connection()
    info = connection.connection.info
    return make_conninfo(info.dsn, password=info.password)


def until(holds: Callable[[], object], what: str, *running: Process) -> None:
    """Looks again and again, for other processes cannot tell us; fails if one of them ends."""
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end, f"after {SECONDS} seconds it does not hold that {what}"
        for process in running:
            process.is_running()
        time.sleep(0.05)
