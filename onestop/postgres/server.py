"""The embedded server: one for each data folder, shared by every process that names the folder."""

from __future__ import annotations

import atexit
import errno
import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping

from . import keeper
from .errors import (
    NO_SPACE,
    DidNotStart,
    DiskFull,
    NoDatabase,
    NotYours,
    OtherVersion,
    Unwritable,
    why,
)
from .keeper import SERVER, USERS, taken
from .programs import VERSION, Programs, installed

PORT = "5432"
USER = "postgres"
SECONDS = 60
# The kernel's limit for the path of a socket: 108 bytes on Linux, 104 on macOS, one of them NUL.
LONGEST = 103

INIT = (
    *("--username", USER, "--auth=trust", "--no-instructions"),
    # Built in, so that text sorts alike on every machine.
    *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)
ALWAYS = {
    "port": PORT,
    # Whoever may open the folder of the socket may enter; nobody else can reach it.
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # Errors, statements and details quote personal data; the log must not.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Still nothing is lost when the server is killed: the kernel has what was committed.
THROWAWAY = {"fsync": "off", "full_page_writes": "off"}

# The lock this process shares, by folder. It is let go when the process ends.
_held: dict[Path, int] = {}
_joining = threading.Lock()


def socket_folder(folder: Path) -> Path:
    """Where the socket lies: with the data, or in a short folder where that path is too long."""
    if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) <= LONGEST:
        return folder
    key = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    # Not the user's TMPDIR: every process must find the same one. It is checked to be ours.
    return Path("/tmp") / f"mot-cua-{os.geteuid()}-{key}"  # noqa: S108


@dataclass(frozen=True)
class Server:
    """What is kept in `folder`: `data`, `log`, two locks, and mostly the socket."""

    folder: Path
    # Not durable: what a test throws away need not survive a power cut.
    durable: bool = True

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def join(self) -> None:
        """This process uses the server from now on; it is started if it does not run."""
        with _joining:
            if self.folder not in _held:
                _held[self.folder] = self._share()
                atexit.register(self.leave)
                self.start()

    def leave(self) -> None:
        """This process needs the server no more. The last one out waits until it has stopped."""
        with _joining:
            if (users := _held.pop(self.folder, None)) is None:
                return
            os.close(users)
        until = time.monotonic() + SECONDS
        while self._stopping() and time.monotonic() < until:
            time.sleep(0.01)

    def start(self) -> bool:
        """Whether it was down and has been started. Waits for another process that is at it."""
        until = time.monotonic() + SECONDS
        with self._told_in_a_sentence():
            while (alone := self._alone()) is None:
                if self._ping() == Ping.OK:
                    return False
                if time.monotonic() > until:
                    raise self.trouble()
                time.sleep(0.02)
            try:
                self._bring_up(alone)
            finally:
                os.close(alone)
        return True

    def _share(self) -> int:
        with self._told_in_a_sentence():
            _own(self.folder)
            users = os.open(self.folder / USERS, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(users, fcntl.LOCK_SH)
        return users

    def _alone(self) -> int | None:
        """The lock that says: no process of this server lives, and nobody else is starting it."""
        lock = os.open(self.folder / SERVER, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            return None
        return lock

    def _stopping(self) -> bool:
        """Whether the server lives, and no other user does. The keeper's lock is no user's."""
        users, server = self.folder / USERS, self.folder / SERVER
        if not (users.exists() and server.exists() and taken(server, fcntl.LOCK_SH)):
            return False
        return not taken(users, fcntl.LOCK_EX) or taken(users, fcntl.LOCK_SH)

    def _ping(self) -> Ping:
        where = make_conninfo(
            host=str(socket_folder(self.folder)), port=PORT, user=USER, dbname="postgres"
        )
        return Ping(PGconn.ping(where.encode()))

    def _bring_up(self, alone: int) -> None:
        programs = installed()
        if not self.data.exists():
            self._init(programs, alone)
        self._check_version()
        self._hand_over(programs.owner)
        self._clear_traces()
        self._watch()
        told = self._launch(programs, alone)
        if told.returncode != 0:
            raise self.trouble(told.stderr)

    def _init(self, programs: Programs, alone: int) -> None:
        """Made beside and then renamed: what has the name `data` is whole."""
        for half_made in self.folder.glob("data.*"):
            shutil.rmtree(half_made)
        fresh = self.folder / f"data.{os.getpid()}"
        quick = () if self.durable else ("--no-sync",)
        told = programs.run(
            "initdb", "-D", fresh.name, *INIT, *quick, cwd=self.folder, pass_fds=(alone,)
        )
        if told.returncode != 0:
            raise self.trouble(told.stderr)
        fresh.rename(self.data)

    def _check_version(self) -> None:
        stated = self.data / "PG_VERSION"
        if stated.exists() and (found := stated.read_text().strip()) != str(VERSION):
            raise OtherVersion(self.data, found, VERSION)

    def _hand_over(self, owner: int) -> None:
        """Root may have started the server in another way the last time."""
        if self.data.stat().st_uid != owner:
            for path in (self.data, *self.data.rglob("*")):
                os.chown(path, owner, -1, follow_symlinks=False)

    def _clear_traces(self) -> None:
        """A server that was killed leaves its process number, which may be another's by now."""
        if self.log.exists():
            self.log.replace(self.folder / "log.before")
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        sockets = socket_folder(self.folder)
        _own(sockets)
        for trace in sockets.glob(f".s.PGSQL.{PORT}*"):
            trace.unlink()

    def _watch(self) -> None:
        subprocess.run(  # noqa: S603  our own programme
            [sys.executable, "-I", "-S", keeper.__file__, str(self.folder)],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _launch(self, programs: Programs, alone: int) -> subprocess.CompletedProcess[str]:
        sockets = str(socket_folder(self.folder)).replace('"', '""')
        chosen = ALWAYS | {"unix_socket_directories": f'"{sockets}"'}
        if not self.durable:
            chosen |= THROWAWAY
        options = shlex.join(f"--{name}={value}" for name, value in chosen.items())
        # Inherited by the server and its children, the lock lives as long as the last of them.
        return programs.run(
            *("pg_ctl", "start", "--silent", "--wait", f"--timeout={SECONDS}"),
            *("-D", self.data.name, "-l", self.log.name, "-o", options),
            cwd=self.folder,
            pass_fds=(alone,),
            start_new_session=True,
        )

    def trouble(self, told: str = "") -> NoDatabase:
        """What the log says last, else what the program said."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        # On a full disk the log may hold nothing, for want of room.
        full = shutil.disk_usage(self.folder).free < 1 << 20
        if full or NO_SPACE in "".join([told, *lines]):
            return DiskFull(self.folder)
        graver = [line for line in lines if "FATAL" in line or "PANIC" in line]
        said = [line for line in (*told.splitlines(), *lines, *graver) if line.strip()]
        return DidNotStart(said[-1].strip() if said else "no answer", self.log)

    @contextmanager
    def _told_in_a_sentence(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise DiskFull(self.folder) from error
            raise Unwritable(error.filename or self.folder, why(error)) from error


def _own(folder: Path) -> None:
    """The folder, ours and closed to others."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o700)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise NotYours(folder, owner)
    folder.chmod(0o700)
