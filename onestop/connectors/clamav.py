"""ClamAV's daemon looks into what was handed in: one file, one connection, one answer: clamd(8)."""

from __future__ import annotations

import logging
import re
import socket
import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime

from django.conf import settings

from workflows.files import scanning, store
from workflows.files.errors import Missing
from workflows.files.models import StoredFile

from .errors import Away

log = logging.getLogger(__name__)

# For a file from end to end: less than the lease it is claimed for.
SECONDS = 60
FOUND = re.compile(r"stream: (.+) FOUND")


class NoVerdict(Exception):
    """The scanner took the file, and could not say what is in it."""


def scan_waiting(*, clock: Callable[[], datetime], limit: int) -> int:
    """Has files scanned until none waits or `limit` have been tried; how many.

    What got no verdict stays held, and is tried again. Raises `Away`: so does all the rest.
    Must not be called inside a transaction. Any number of workers may do so at the same time.
    """
    tried = 0
    while tried < limit and (file := scanning.claim(at=clock())):
        tried += 1
        _scan(file)
    return tried


def _scan(file: StoredFile) -> None:
    try:
        malware = scan(store.chunks(file.digest))
    except (NoVerdict, Missing) as trouble:
        log.warning("file %s stays held: %s", file, trouble)
        return
    scanning.note(file, malware=malware)
    if malware:
        log.warning("file %s carries malware: %s", file, malware)


def scan(chunks: Iterable[bytes], *, seconds: float = SECONDS) -> str:
    """The name of the malware in it, empty if there is none; raises `Away` or `NoVerdict`."""
    until = time.monotonic() + seconds
    try:
        with _connected(until) as talk:
            # Where clamd has heard enough it hangs up; what it said is there to be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(talk, chunks, until)
            return _understood(_answer(talk, until))
    except OSError as error:
        raise Away(f"clamd {type(error).__name__}") from None


def _connected(until: float) -> socket.socket:
    address = settings.CLAMD
    if address is None:
        raise Away("no_scanner")
    if not isinstance(address, str):
        return socket.create_connection(address, timeout=_left(until))
    talk = socket.socket(socket.AF_UNIX)
    talk.settimeout(_left(until))
    try:
        talk.connect(address)
    except OSError:
        talk.close()
        raise
    return talk


def _send(talk: socket.socket, chunks: Iterable[bytes], until: float) -> None:
    """Each piece after its length; a length of zero ends them."""
    talk.sendall(b"zINSTREAM\0")
    for chunk in chunks:
        talk.settimeout(_left(until))
        talk.sendall(struct.pack("!I", len(chunk)) + chunk)
    talk.sendall(struct.pack("!I", 0))


def _answer(talk: socket.socket, until: float) -> str:
    said = b""
    while not said.endswith(b"\0"):
        talk.settimeout(_left(until))
        more = talk.recv(store.CHUNK)
        if not more:
            raise ConnectionAbortedError
        said += more
    return said.rstrip(b"\0").decode(errors="replace")


def _understood(said: str) -> str:
    """Nothing but the very words of a verdict is one."""
    if said == "stream: OK":
        return ""
    if found := FOUND.fullmatch(said):
        return found[1]
    raise NoVerdict(said)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
