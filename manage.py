#!/usr/bin/env python3
"""The one command line of Một Cửa."""

from __future__ import annotations

import errno
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError


def main() -> None:
    """What the user can mend is told in one sentence; `--traceback` shows where it came from."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        sentence = _sentence(error)
        if sentence is None or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)


def _sentence(error: BaseException) -> str | None:
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    from onestop.postgres import base, errors

    if isinstance(error, OperationalError):
        return base.told(error)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return str(errors.DiskFull(error.filename or "var"))
    # Django's migrations put words of their own around what the database said.
    return _sentence(error.__context__) if error.__context__ else None


if __name__ == "__main__":
    main()
