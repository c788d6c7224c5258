"""A child that examines a file may take so much memory and processor time, and no more."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable

from signing import nursery

FORKED = multiprocessing.get_context("fork")


def ended(work: Callable[[], object]) -> int | None:
    """How a child ends that limits itself and then does this work."""
    child = FORKED.Process(target=_limited, args=(work,))
    child.start()
    child.join(30)
    return child.exitcode


def _limited(work: Callable[[], object]) -> None:
    nursery.limit(seconds=1)
    work()


def a_little() -> None:
    assert bytearray(nursery.MEMORY // 2)


def too_much_memory() -> None:
    try:
        bytearray(nursery.MEMORY * 2)
    except MemoryError:
        raise SystemExit(7) from None


def without_end() -> None:
    while True:
        pass


def test_a_file_of_common_size_finds_its_memory() -> None:
    assert ended(a_little) == 0


def test_nothing_takes_more_memory_than_its_limit() -> None:
    assert ended(too_much_memory) == 7


def test_nothing_takes_more_processor_time_than_its_limit() -> None:
    assert ended(without_end) == -signal.SIGKILL
