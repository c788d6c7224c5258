"""The programs that make a site together: when one of them ends, the others end too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NoReturn

from django.utils.translation import gettext_lazy as _

# How long a program may take to finish what it has begun.
PATIENCE = 15
# The input ends when the one who holds its other end does, in whatever way.
SURVIVOR = """
import os, signal, sys
sys.stdin.read()
for number in map(int, sys.argv[1:]):
    try:
        os.kill(number, signal.SIGTERM)
    except ProcessLookupError:
        pass
"""


@dataclass(frozen=True)
class Program:
    """A program, the open files that it takes over, and what its environment tells it besides."""

    name: str
    command: tuple[str, ...]
    takes: tuple[int, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)


class Ended(Exception):
    """A program that should have gone on has ended."""

    def __init__(self, program: Program) -> None:
        super().__init__(
            _("The program “%(name)s” ended unexpectedly. The others were ended too.")
            % {"name": program.name}
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
        with _survived(processes):
            yield started
    finally:
        _end(processes)


def wait(started: dict[int, Program]) -> NoReturn:
    """Until one ends, which raises `Ended`; a signal may interrupt it."""
    while True:
        told = os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
        if told is not None and told.si_pid in started:
            raise Ended(started[told.si_pid])
        if told is not None:
            os.waitpid(told.si_pid, 0)


def _started(program: Program) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C reaches the parent only, who then ends each in good order.
    return subprocess.Popen(  # noqa: S603  programs of our own installation
        program.command,
        pass_fds=program.takes,
        env=os.environ | program.told,
        stdin=subprocess.DEVNULL,
        # They log to the error output; what they say besides is not for whoever runs the demo.
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def _survived(processes: Sequence[subprocess.Popen[bytes]]) -> Iterator[None]:
    """Where this process is killed, another one ends the programs in its place."""
    survivor = subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-I", "-S", "-c", SURVIVOR, *(str(one.pid) for one in processes)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    with survivor:
        try:
            yield
        finally:
            survivor.kill()


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Each may finish what it has begun; whoever is asked a second time does not wait for it."""
    for process in processes:
        process.terminate()
    until = time.monotonic() + PATIENCE
    with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        for process in processes:
            process.wait(max(0, until - time.monotonic()))
    for process in processes:
        # With what it has started itself, which may have outlived it.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
