"""Clears what the demo keeps on this machine, so that the next start is like the first."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onestop.demo import past
from onestop.postgres.keeper import SERVER, taken

# What the demo makes in VAR_DIR, and nothing else: other files there are somebody's own.
MADE = ("postgres", "files", "pages", "roots", "pki", "mails", "catalogue", past.NAME)


class NotCleared(Exception):
    """The data are in use, or are not the demo's own to clear."""


def clear() -> None:
    """Raises `NotCleared` while somebody uses the data, or where the server is the site's own."""
    folder: Path | None = settings.DATABASES["default"].get("EMBEDDED")
    if folder is None:
        raise NotCleared(_("DATABASE_URL names a server of your own; clear it there."))
    for server in (folder, settings.VAR / past.NAME / folder.name):
        lock = server / SERVER
        if lock.exists() and taken(lock, fcntl.LOCK_EX):
            raise NotCleared(_("The demo is running. End it first with Ctrl-C."))
    for name in MADE:
        shutil.rmtree(settings.VAR / name, ignore_errors=True)
