"""A process kept ready, which forks a child for each file of a stranger: `-m signing.nursery FD`.

Begun anew and without the environment of the site, it has no secret, no connection and no lock of
another thread that a child might inherit. It ends with whoever began it.
"""

from __future__ import annotations

import gc
import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
from multiprocessing.connection import Connection
from pathlib import Path

from django.conf import settings

CPU_SECONDS = 5
MEMORY = 256 << 20
_FORKED = multiprocessing.get_context("fork")


def main(control: socket.socket) -> None:
    """Forks a child for each connection that is handed over, until nobody is left to do so."""
    _load()
    # No setting of the site is known here, and none has a say in what is found.
    settings.configure(USE_I18N=False)
    # Whoever asks is told in the report; Ctrl-C means those who asked.
    logging.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What all children share is not looked through for what nobody needs: that would copy it.
    gc.freeze()
    while descriptors := socket.recv_fds(control, 1, 1)[1]:
        child = _FORKED.Process(target=_examine, args=(*descriptors, control))
        child.start()
        os.close(descriptors[0])


def _load() -> None:
    """What the work is made of comes pickled, by name: it is found loaded."""
    from . import revisions, validation  # noqa: F401


def _examine(descriptor: int, control: socket.socket) -> None:
    # Else whoever asks next would speak to a child that is left behind, and wait for it.
    control.close()
    limit()
    with Connection(descriptor) as asked:
        seconds, work = asked.recv()
        signal.setitimer(signal.ITIMER_REAL, seconds)
        asked.send(work())


def limit(*, memory: int = MEMORY, seconds: int = CPU_SECONDS) -> None:
    """From here on, this process may take so much more memory and processor time, and no more."""
    most = _mapped() + memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, used + seconds))


def _mapped() -> int:
    """What the child has inherited was not taken by the file."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
