"""A real clamd that knows one signature only: EICAR's test file, which is no malware."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PROGRAM = shutil.which("clamd", path=f"{os.environ['PATH']}:/usr/sbin")
# In two parts, else scanners would take away this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# clamd says so of each signature that does not come from ClamAV itself.
NAME = "Own.Eicar.UNOFFICIAL"
CONFIGURATION = """
LocalSocket {folder}/socket
DatabaseDirectory {folder}
Foreground yes
StreamMaxLength 1M
"""


class Clamd:
    """Started, killed, stopped in its work: as the tests want it."""

    def __init__(self, folder: Path) -> None:
        self.socket = str(folder / "socket")
        self._configuration = folder / "clamd.conf"
        self._configuration.write_text(CONFIGURATION.format(folder=folder))
        (folder / "own.ndb").write_text(f"Own.Eicar:0:*:{EICAR.hex()}\n")
        self.start()

    def start(self) -> None:
        """Returns once it listens."""
        self._process = subprocess.Popen(  # noqa: S603  as the machine has it installed
            [str(PROGRAM), "-c", self._configuration],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        told = []
        assert self._process.stdout
        for line in self._process.stdout:
            told.append(line)
            if line.startswith("Self checking"):
                return
        pytest.fail("".join(told))

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections, and answers none."""
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)


@contextmanager
def a_clamd() -> Iterator[Clamd]:
    if PROGRAM is None and "CI" not in os.environ:
        pytest.skip("There is no clamd; Debian has it in clamav-daemon")
    # A socket's path may be no longer than some hundred letters.
    with TemporaryDirectory(prefix="clamd-") as folder:
        clamd = Clamd(Path(folder))
        try:
            yield clamd
        finally:
            clamd.kill()
