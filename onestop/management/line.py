"""The command line: which language it speaks, what it insists on, how it tells what went wrong."""

from __future__ import annotations

import errno
import gettext
import os
import sys
from io import TextIOWrapper

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError
from django.utils import translation
from django.utils.translation import gettext as _

from onestop import environment
from onestop.environment import Fault, WrongChoice
from onestop.postgres import base, errors

# They need neither database nor secrets, and answer whatever the environment says of those.
SELF_SUFFICIENT = {"due", "verify", "procedures", "messages", "diagrams"}
INTERRUPTED = 130
NO_SUCH_TABLE = "42P01"


class CommandLine(ManagementUtility):
    def fetch_command(self, subcommand: str) -> BaseCommand:
        """What a command needs is asked for before it begins."""
        _speak(settings.CLI_LANGUAGE)
        environment.insist(WrongChoice if subcommand in SELF_SUFFICIENT else Fault)
        if subcommand not in get_commands():
            told = _("There is no command “%(name)s”. “manage.py help” lists those there are.")
            sys.exit(told % {"name": subcommand})
        return super().fetch_command(subcommand)


def run(words: list[str]) -> None:
    """What the user can mend is told in one sentence; `--traceback` shows where it came from."""
    _say_nothing_where_nobody_listens()
    _print_whatever_the_terminal_knows()
    try:
        CommandLine(words).execute()
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write(_("Interrupted.") + "\n" if apps.ready else "")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        sentence = _sentence(error)
        if sentence is None or "--traceback" in words:
            raise
        sys.exit(sentence)


def _speak(language: str) -> None:
    translation.activate(language)
    # What argparse says by itself has a catalogue beside ours, found as gettext finds them.
    gettext.bindtextdomain("argparse", settings.LOCALE_PATHS[0])
    gettext.textdomain("argparse")
    os.environ.update(LANGUAGE=language)


def _say_nothing_where_nobody_listens() -> None:
    """A stream that the caller closed is none at all to Python, and Django would write to it."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))


def _print_whatever_the_terminal_knows() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _sentence(error: BaseException) -> str | None:
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OperationalError):
        return base.told(error)
    if getattr(error.__cause__, "sqlstate", None) == NO_SUCH_TABLE:
        return str(errors.Empty())
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        # A write that fails does not name its file.
        unknown = _("%(folder)s or the output") % {"folder": settings.VAR}
        return str(errors.DiskFull(error.filename or unknown))
    if isinstance(error, OSError) and error.filename:
        return str(errors.Unusable(error.filename, errors.why(error)))
    # Django's migrations put words of their own around what the database said.
    return _sentence(error.__context__) if error.__context__ else None
