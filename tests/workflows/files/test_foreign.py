"""The program that opens a stranger's file."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from workflows.files import examiner

GIGABYTE = 1 << 30


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="limits are read on Linux only")
def test_a_strangers_file_is_opened_within_two_gigabytes_and_twenty_seconds(tmp_path: Path) -> None:
    file = tmp_path / "pipe.pdf"
    os.mkfifo(file)
    command = [sys.executable, "-I", examiner.__file__, "examine", str(file)]
    # A pipe opens here once it is opened there.
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as program, file.open("wb"):  # noqa: S603
        memory = resource.prlimit(program.pid, resource.RLIMIT_AS)
        time = resource.prlimit(program.pid, resource.RLIMIT_CPU)
    assert (memory, time) == ((2 * GIGABYTE,) * 2, (20, 20))
