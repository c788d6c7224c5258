#!/usr/bin/env python3
"""The one command line of Một Cửa."""

from __future__ import annotations

import errno
import os
import sys
from io import TextIOWrapper

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError

INTERRUPTED = 130
# What a user may mend at a file or folder that the error names.
AT_A_PLACE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT}
NO_SUCH_TABLE = "42P01"


def main() -> None:
    """What the user can mend is told in one sentence; `--traceback` shows where it came from."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    _print_whatever_the_terminal_knows()
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read has seen enough; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        sentence = _sentence(error)
        if sentence is None or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)


def _print_whatever_the_terminal_knows() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _sentence(error: BaseException) -> str | None:
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    from onestop.postgres import base, errors

    if isinstance(error, OperationalError):
        return base.told(error)
    if getattr(error.__cause__, "sqlstate", None) == NO_SUCH_TABLE:
        return str(errors.Empty())
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return str(errors.DiskFull(error.filename or "var"))
    if isinstance(error, OSError) and error.filename and error.errno in AT_A_PLACE:
        return str(errors.Unusable(error.filename, error.strerror or str(error)))
    # Django's migrations put words of their own around what the database said.
    return _sentence(error.__context__) if error.__context__ else None


if __name__ == "__main__":
    main()
