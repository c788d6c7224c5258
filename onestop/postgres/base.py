"""Django's PostgreSQL backend, which sees to it that there is a server before it connects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base
from django.utils.translation import gettext as _

from .errors import NO_SPACE, DiskFull, NoDatabase, TooOld, Unreachable
from .server import Server

NEEDED = 15


class DatabaseWrapper(base.DatabaseWrapper):
    """With EMBEDDED, a folder, the server that lives there is started when somebody connects."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        folder: Path | None = self.settings_dict.get("EMBEDDED")
        if folder is not None:
            Server(folder).join()
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError as error:
            # It may have been killed since this process joined.
            if folder is not None and Server(folder).start():
                return super().get_new_connection(conn_params)
            if NO_SPACE in str(error):
                raise DiskFull(folder or _("the database")) from error
            raise Unreachable(_first_line(error)) from error

    def check_database_version_supported(self) -> None:
        major, minor = self.get_database_version()
        if major < NEEDED:
            raise TooOld(f"{major}.{minor}", NEEDED)


def told(error: OperationalError) -> str:
    """One sentence about a database that could not be used, or failed in the middle of work."""
    if isinstance(error, NoDatabase):
        return str(error)
    folder = settings.DATABASES["default"].get("EMBEDDED")
    if isinstance(error.__cause__, psycopg.errors.DiskFull):
        return str(DiskFull(folder or _("the database")))
    if folder is not None and getattr(error.__cause__, "sqlstate", None) is None:
        return str(Server(folder).trouble())
    return _("The database failed: %(why)s.") % {"why": _first_line(error)}


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0].rstrip(".")
