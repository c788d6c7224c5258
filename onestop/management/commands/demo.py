"""The whole site on this machine: database, trust services, web server, worker, a living office."""

from __future__ import annotations

import errno
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.demo import children, clearing, greeting, layout, living, trust
from onestop.demo.children import Ended, Program
from onestop.demo.layout import EarlierLayout
from onestop.demo.office import DemoOffice, ensure_office
from onestop.demo.seating import seat
from onestop.management.spoken import SpokenCommand
from onestop.postgres.errors import why
from onestop.postgres.keeper import SERVER
from signing.errors import SigningFailed

HOST = "127.0.0.1"
WORKER = (
    # That it runs as root, where it does, need not be said each time.
    *("-W", "ignore:::celery.platforms"),
    *("-m", "celery", "--quiet", "-A", "onestop", "worker", "--beat", "--concurrency", "1"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
)
# Ends when the last process of the server has ended, whose lock it waits for.
DATABASE = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_SH)"
# What asks this command to end: whoever stops it, and a terminal that is closed.
ENDS = (signal.SIGTERM, signal.SIGHUP)


class Command(SpokenCommand):
    help = gettext_noop("Run the whole site with an invented office on this machine until Ctrl-C.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8080)
        parser.add_argument("--reset", action="store_true", help=_("clear the data, and end"))

    def handle(self, *, port: int, reset: bool, **_options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(_("The invented office exists in the demo only."))
        if reset:
            self._clear()
            return
        for number in ENDS:
            signal.signal(number, signal.default_int_handler)
        try:
            with _listening(port) as door:
                self._run(door, f"http://{HOST}:{port}")
        except (SigningFailed, Ended, EarlierLayout) as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            self.stdout.write(_("Ended. The data stay; `make demo-reset` clears them."))

    def _clear(self) -> None:
        try:
            clearing.clear()
        except clearing.NotCleared as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(_("The data of the demo are cleared."))

    def _run(self, door: socket.socket, address: str) -> None:
        # Slips and receipts name it, those made here and those of the programs below.
        settings.PUBLIC_URL = address
        self._say(_("Preparing the database…"))
        office = self._prepared()
        with trust.standing(office):
            self._say(_("Filling the office; the first time takes a minute…"))
            living.fill(office, clock=timezone.now)
            # The programs that follow connect by themselves, and keep the server up by themselves.
            with children.running(list(_programs(door, address))) as started:
                for line in greeting.lines(office, address=f"{address}/"):
                    self._say(line)
                children.wait(started)

    def _prepared(self) -> DemoOffice:
        """The database, laid out as this release wants it, and the office in it."""
        # First by itself: what goes wrong within `migrate` is told in English.
        connection.ensure_connection()
        folder = settings.DATABASES["default"].get("EMBEDDED")
        if folder:
            layout.check(folder)
        try:
            call_command("migrate", verbosity=0, interactive=False)
            office = ensure_office(at=timezone.now())
        except (ProgrammingError, InconsistentMigrationHistory) as error:
            raise EarlierLayout from error
        if folder:
            layout.keep(folder)
        seat(office)
        return office

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _listening(port: int) -> socket.socket:
    """The web server's door, opened before anything else is done."""
    try:
        return socket.create_server((HOST, port))
    except OverflowError:
        raise CommandError(_("A port is a number from 1 to 65535.")) from None
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(
                _("Port %(port)d cannot be opened: %(why)s.") % {"port": port, "why": why(error)}
            ) from error
        raise CommandError(
            _("Port %(port)d is taken by another program. Choose another: make demo PORT=8090")
            % {"port": port}
        ) from error


def _programs(door: socket.socket, address: str) -> Iterator[Program]:
    # A round of the worker every few seconds is no news.
    level = "WARNING" if settings.LOG_LEVEL == "INFO" else settings.LOG_LEVEL
    told = {"PUBLIC_URL": address, "LOG_LEVEL": level}
    number = door.fileno()
    server = ("-m", "gunicorn", "onestop.wsgi", "--bind", f"fd://{number}", "--workers", "2")
    threads = ("--threads", "4", "--log-level", "warning")
    yield Program("web", (sys.executable, *server, *threads), takes=(number,), told=told)
    yield Program("worker", (sys.executable, *WORKER), told=told)
    folder: Path | None = settings.DATABASES["default"].get("EMBEDDED")
    if folder:
        lock = str(folder / SERVER)
        yield Program("database", (sys.executable, "-I", "-S", "-c", DATABASE, lock))
