"""Where the demo's trust services are: a port that is chosen once, for the certificates name it."""

from __future__ import annotations

import hashlib
from pathlib import Path

HOST = "127.0.0.1"
# Below the ports that a system gives to outgoing connections by itself.
FIRST, COUNT = 20_000, 10_000


def port_of(folder: Path) -> int:
    """The port kept in `folder`; before there is one, the port this folder will get."""
    try:
        return int((folder / "port").read_text())
    except (OSError, ValueError):
        where = hashlib.sha256(str(folder.absolute()).encode()).digest()
        return FIRST + int.from_bytes(where[:4], "big") % COUNT


def url_of(port: int, path: str) -> str:
    return f"http://{HOST}:{port}/{path}"


def tsa_url(folder: Path) -> str:
    """The demo's time-stamp authority; `folder` need not exist yet."""
    return url_of(port_of(folder), "tsa")
