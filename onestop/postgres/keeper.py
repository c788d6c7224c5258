"""The last one out turns off the light: a process that stops the server when nobody uses it.

Whoever uses the server shares a lock on USERS until his process ends, in whatever way it ends. The
keeper waits for that lock alone. The server and all its children hold the lock on SERVER as long
as one of them lives. Run as a program of its own, this file imports nothing of ours.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import time
from pathlib import Path

USERS = "users.lock"
SERVER = "server.lock"


def keep(folder: Path) -> None:
    with (folder / USERS).open() as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        stop(folder)


def stop(folder: Path) -> None:
    """A fast shutdown: open transactions are rolled back, what was committed stays."""
    while taken(folder / SERVER, fcntl.LOCK_EX):
        if (server := _number(folder)) is None:
            # Its user went while it was being started; it has not yet said who it is.
            time.sleep(0.05)
            continue
        os.kill(server, signal.SIGINT)
        with (folder / SERVER).open() as server_lock:
            fcntl.flock(server_lock, fcntl.LOCK_EX)


def _number(folder: Path) -> int | None:
    """The server's process, as it states it."""
    try:
        return int((folder / "data" / "postmaster.pid").read_text().split(maxsplit=1)[0])
    except (FileNotFoundError, IndexError):
        return None


def taken(path: Path, kind: int) -> bool:
    """Whether somebody's lock stands in the way of this one."""
    with path.open() as file:
        try:
            fcntl.flock(file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


if __name__ == "__main__":
    # Whoever starts the keeper waits for its first process only.
    if os.fork() == 0:
        os.chdir("/")
        keep(Path(sys.argv[1]))
