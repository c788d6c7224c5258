"""The programs that make a site together: when one of them ends, the others end too."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

from django.utils.translation import gettext_lazy as _

# How long a program may take to finish what it has begun.
PATIENCE = 15


@dataclass(frozen=True)
class Program:
    """A program and the open files that it takes over."""

    name: str
    command: tuple[str, ...]
    takes: tuple[int, ...] = ()


class Ended(Exception):
    """A program that should have gone on has ended."""

    def __init__(self, program: Program, code: int) -> None:
        super().__init__(
            _("The program “%(name)s” ended unexpectedly (%(code)d). The others were ended too.")
            % {"name": program.name, "code": code}
        )


@contextmanager
def running(programs: Sequence[Program]) -> Iterator[dict[int, Program]]:
    """All of them while the block runs, by process number; none is left behind."""
    started: dict[int, Program] = {}
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for program in programs:
            process = _started(program)
            processes.append(process)
            started[process.pid] = program
        yield started
    finally:
        _end(processes)


def wait(started: dict[int, Program]) -> NoReturn:
    """Until one ends, which raises `Ended`; a signal may interrupt it."""
    while True:
        told = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if told is not None and told.si_pid in started:
            raise Ended(started[told.si_pid], told.si_status)
        if told is not None:
            os.waitpid(told.si_pid, 0)


def _started(program: Program) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent only, who then ends each in good order.
    return subprocess.Popen(  # noqa: S603  programs of our own installation
        program.command,
        pass_fds=program.takes,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
