"""What the environment says, in the form in which Django's settings want it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from onestop.postgres.server import PORT, USER, socket_folder

# A lock that is not had after this time is given up: somebody else is at work on the dossier.
LOCK_TIMEOUT = "-c lock_timeout=5s"
CONNECTED = {"ENGINE": "onestop.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# How the server's address of e-mail says that the talk is encrypted, and the port it means.
MAIL = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"Set {name}: outside the demo (DEMO=0) it has no default.")


def listed(name: str, default: str = "") -> list[str]:
    """Values between commas."""
    return [value for value in os.environ.get(name, default).split(",") if value]


def database(url: str, embedded_in: Path) -> dict[str, Any]:
    """A site's own server, else the embedded one that lives in this folder."""
    return own(url) if url else embedded(embedded_in)


def embedded(folder: Path) -> dict[str, Any]:
    return CONNECTED | {
        "EMBEDDED": folder,
        "NAME": "postgres",
        "USER": USER,
        "HOST": str(socket_folder(folder)),
        "PORT": PORT,
        "OPTIONS": {"options": LOCK_TIMEOUT},
    }


def own(url: str) -> dict[str, Any]:
    """All that libpq understands may stand in the address."""
    try:
        given: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError:
        # Without its cause, which quotes the address, and so the password.
        raise ImproperlyConfigured(
            "DATABASE_URL cannot be read. It looks like postgresql://user:password@host:5432/name."
        ) from None
    said = f"{LOCK_TIMEOUT} {given.pop('options', '')}".rstrip()
    return CONNECTED | {
        "NAME": given.pop("dbname", "mot_cua"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": {"connect_timeout": 10} | given | {"options": said},
    }


def mail(url: str) -> dict[str, Any]:
    """The settings named EMAIL_..., from smtp://, smtp+tls:// (STARTTLS) or smtps://."""
    try:
        parts = urlsplit(url)
        port = parts.port or MAIL[parts.scheme]
    except (KeyError, ValueError):
        raise _unreadable_mail() from None
    if not parts.hostname:
        raise _unreadable_mail()
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _unreadable_mail() -> ImproperlyConfigured:
    return ImproperlyConfigured(
        "EMAIL_URL cannot be read. It looks like smtp+tls://user:password@host:587."
    )
