#!/usr/bin/env python3
"""The one command line of Một Cửa."""

from __future__ import annotations

import errno
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    """What the user can mend is told in one sentence; `--traceback` shows where it came from."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, OperationalError, OSError) as error:
        sentence = _sentence(error)
        if sentence is None or "--traceback" in sys.argv:
            raise
        sys.exit(sentence)


def _sentence(error: Exception) -> str | None:
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    from onestop.postgres import base, errors

    if isinstance(error, OperationalError):
        return base.told(error)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return str(errors.DiskFull(error.filename or "var"))
    return None


if __name__ == "__main__":
    main()
