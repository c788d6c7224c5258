"""The whole site on this machine: database, trust services, web server, worker, a living office."""

from __future__ import annotations

import errno
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from onestop.demo import children, clearing, living, trust
from onestop.demo.cast import CITIZENS, OFFICERS, PASSWORD, PIN
from onestop.demo.children import Ended, Program
from onestop.demo.office import DemoOffice, ensure_office
from onestop.demo.seating import seat
from onestop.management.spoken import SpokenCommand
from onestop.postgres.errors import why
from signing.errors import SigningFailed
from workflows.people.models import Role

HOST = "127.0.0.1"
WORKER = (
    *("-m", "celery", "-A", "onestop", "worker", "--beat", "--concurrency", "1"),
    *("--without-gossip", "--without-mingle", "--without-heartbeat", "--quiet"),
)


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
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            with _listening(port) as door:
                self._run(door, port)
        except (SigningFailed, Ended) as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            self.stdout.write(_("Ended. The data stay; `make demo-reset` clears them."))

    def _clear(self) -> None:
        try:
            clearing.clear()
        except clearing.NotCleared as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(_("The data of the demo are cleared."))

    def _run(self, door: socket.socket, port: int) -> None:
        self._say(_("Preparing the database…"))
        # First by itself: what goes wrong within `migrate` is told in English.
        connection.ensure_connection()
        call_command("migrate", verbosity=0, interactive=False)
        office = ensure_office(at=timezone.now())
        seat(office)
        with trust.standing(office):
            self._say(_("Filling the office; the first time takes a minute…"))
            living.fill(office, clock=timezone.now)
            # The programs that follow connect by themselves, and keep the server up by themselves.
            with children.running([_web(door), _worker()]) as started:
                self._tell(office, port)
                children.wait(started)

    def _tell(self, office: DemoOffice, port: int) -> None:
        self._say("")
        self._say(
            _("Open http://%(host)s:%(port)d/ (Ctrl-C ends it)") % {"host": HOST, "port": port}
        )
        self._say("")
        self._say(
            _("Officers: password %(password)s; the page tells the code.") % {"password": PASSWORD}
        )
        for officer in OFFICERS:
            pin = f"PIN {PIN}" if officer.role in (Role.APPROVER, Role.CLERK) else ""
            title = str(office.posts[officer.login])
            self._say(f"  {officer.login:<10} {officer.name:<18} {title:<24} {pin}".rstrip())
        self._say(_("Citizens enter by the demo's identity page:"))
        for citizen in CITIZENS:
            self._say(f"  {citizen.subject:<10} {citizen.name}")

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


def _web(door: socket.socket) -> Program:
    number = door.fileno()
    os.set_inheritable(number, True)
    server = ("-m", "gunicorn", "onestop.wsgi", "--bind", f"fd://{number}", "--workers", "2")
    threads = ("--threads", "4", "--log-level", "warning")
    return Program("web", (sys.executable, *server, *threads), takes=(number,))


def _worker() -> Program:
    return Program("worker", (sys.executable, *WORKER))
