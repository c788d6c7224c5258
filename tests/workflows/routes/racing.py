"""Real threads at one gate, each with a connection of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from time import monotonic
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def race(*runners: Callable[[], T]) -> Sequence[T | Exception]:
    """What each returned or raised, after all have started at the same moment."""
    gate = Barrier(len(runners))
    with ThreadPoolExecutor(len(runners)) as pool:
        return list(pool.map(lambda run: _run(run, gate), runners))


def patient(seconds: float) -> None:
    """How long this thread's connection waits for a lock, whatever the machine is busy with."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds * 1000:.0f}"])


def _run(run: Callable[[], T], gate: Barrier) -> T | Exception:
    try:
        patient(60)
        gate.wait(timeout=60)
        return run()
    except Exception as error:  # noqa: BLE001  what it raised is what the race was about
        return error
    finally:
        connection.close()


def until_it_waits(
    run: Callable[[], T], waits: Callable[[], bool] | None = None
) -> Future[T | Exception]:
    """`run` in a thread of its own; returns once it waits for a lock that this thread holds.

    A lock in the database, unless `waits` tells of another.
    """
    waits = waits or _somebody_waits_for_us
    with_us = ThreadPoolExecutor(1)
    future = with_us.submit(_run, run, Barrier(1))
    end = monotonic() + 60
    while not waits():
        assert not future.done(), future.result()
        assert monotonic() < end, "it never came to the lock"
    with_us.shutdown(wait=False)
    return future


def waits_for_a_file() -> bool:
    """Whether a thread of this process waits for the lock of a file, as the kernel lists it."""
    held = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return any(one[1:3] == ["->", "FLOCK"] and one[5] == str(os.getpid()) for one in held)


def _somebody_waits_for_us() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) > 0 FROM pg_locks"
            " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        )
        (waits,) = cursor.fetchone()
        return bool(waits)
