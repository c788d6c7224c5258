"""What the environment says, in the form in which Django's settings want it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from onestop.postgres.server import PORT, USER, socket_folder

# A lock that is not had after this time is given up: somebody else is at work on the dossier.
LOCK_TIMEOUT = "-c lock_timeout=5s"
# An act reads one dossier with sixteen rows around it, each by its key. To weigh every order of so
# many joins takes PostgreSQL far longer than to read them.
JOINS = "-c join_collapse_limit=4"
SESSION = f"{LOCK_TIMEOUT} {JOINS}"
# Asked five times on a connection, a statement is planned no more: planning took longer than doing.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
CONNECTED = {"ENGINE": "onestop.postgres", "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
# How the server's address of e-mail says that the talk is encrypted, and the port it means.
MAIL = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
_DAYS = re.compile("[1-9][0-9]{0,3} (working|calendar) days")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Fault(ImproperlyConfigured):
    """A variable that says nothing, or nothing to work with."""

    def __init__(self, sentence: Promise | str) -> None:
        super().__init__(sentence)


class WrongChoice(Fault):
    """A value beside the few there are: nobody can tell what was meant."""

    def __init__(self, name: str, value: str, allowed: Sequence[str]) -> None:
        sentence = _("{name} is “{value}”, but may only be one of: {allowed}.")
        super().__init__(format_lazy(sentence, name=name, value=value, allowed=", ".join(allowed)))


# Noted while the settings are read: some commands need neither a database nor secrets.
faults: list[Fault] = []


def insist(on: type[Fault] = Fault) -> None:
    """Raises the first fault of this kind."""
    for fault in faults:
        if isinstance(fault, on):
            raise fault


def chosen(name: str, allowed: Sequence[str], default: str) -> str:
    """One of a few values; what is none of them counts as the first."""
    value = os.environ.get(name) or default
    if value in allowed:
        return value
    faults.append(WrongChoice(name, value, allowed))
    return allowed[0]


def required(name: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        sentence = _("Set {name}: outside the demo (DEMO=0) it has no default.")
        faults.append(Fault(format_lazy(sentence, name=name)))
    return value


def listed(name: str, default: str = "") -> list[str]:
    """Values between commas."""
    return [value for value in os.environ.get(name, default).split(",") if value]


def number(name: str, default: int, *, least: int) -> int:
    """A whole number from the environment, not below `least`."""
    value = os.environ.get(name, "")
    if not value:
        return default
    if value.isascii() and value.isdigit() and int(value) >= least:
        return int(value)
    sentence = _("{name} is “{value}”; write a whole number from {least} on.")
    faults.append(Fault(format_lazy(sentence, name=name, value=value, least=str(least))))
    return default


def days(name: str, default: str) -> str:
    """A time limit in days, as the catalogue of procedures writes it."""
    value = os.environ.get(name) or default
    if _DAYS.fullmatch(value):
        return value
    _cannot_read(name, default)
    return default


def web(name: str, default: str) -> str:
    """An address that people open."""
    url = os.environ.get(name) or default
    if host_of(url):
        return url
    _cannot_read(name, "https://mot-cua.example.vn")
    return default


def host_of(url: str) -> str:
    """The host of an address of the web; empty if it is none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.hostname or "" if parts.scheme in ("http", "https") else ""


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
        "OPTIONS": PREPARED | {"options": SESSION},
    }


def own(url: str) -> dict[str, Any]:
    """All that libpq understands may stand in the address."""
    try:
        given: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError:
        # Without libpq's own words, which quote the address, and so the password.
        _cannot_read("DATABASE_URL", "postgresql://user:password@host:5432/name")
        # Django connects to no database without a name.
        return CONNECTED | {"NAME": ""}
    said = f"{SESSION} {given.pop('options', '')}".rstrip()
    return CONNECTED | {
        "NAME": given.pop("dbname", "mot_cua"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "OPTIONS": PREPARED | {"connect_timeout": 10} | given | {"options": said},
    }


def mail(url: str) -> dict[str, Any]:
    """The settings named EMAIL_..., from smtp://, smtp+tls:// (STARTTLS) or smtps://."""
    try:
        parts = urlsplit(url)
        port = parts.port or MAIL[parts.scheme]
    except (KeyError, ValueError):
        parts, port = urlsplit(""), 0
    if not parts.hostname:
        _cannot_read("EMAIL_URL", "smtp+tls://user:password@host:587")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def scanner(told: str) -> str | tuple[str, int] | None:
    """Where clamd listens: a socket's path, or host and port; none, if there is no scanner."""
    if not told or told.startswith("/"):
        return told or None
    host, _colon, port = told.rpartition(":")
    if host and port.isdecimal() and int(port) < 1 << 16:
        return host.strip("[]"), int(port)
    _cannot_read("CLAMD", "/run/clamav/clamd.ctl")
    return None


def _cannot_read(name: str, example: str) -> None:
    sentence = _("{name} cannot be read. It looks like {example}.")
    faults.append(Fault(format_lazy(sentence, name=name, example=example)))


def stays_here(places: Mapping[str, Iterable[str]]) -> None:
    """Notes a variable that leads beyond this machine, where only who says so takes the demo.

    Everybody knows the demo's secret key, and its people are invented.
    """
    for name, hosts in places.items():
        if not all(map(_is_loopback, hosts)):
            sentence = _(
                "{name} names another machine. Say whether this is real work (DEMO=0), or the demo,"
                " whose keys everybody knows (DEMO=1)."
            )
            faults.append(Fault(format_lazy(sentence, name=name)))


def hosts(database: Mapping[str, Any]) -> list[str]:
    """Where the servers of a database may be, by name, address, or a service of libpq."""
    options = database.get("OPTIONS", {})
    named = (database.get("HOST", ""), options.get("hostaddr", ""), options.get("service", ""))
    return [host for names in named for host in names.split(",")]


def _is_loopback(host: str) -> bool:
    if host.startswith(("/", "@")) or host in ("", "localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
