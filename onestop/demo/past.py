"""Where a story of the past is told once the journal has closed the days of which it tells."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localdate

from workflows.journal import roots

from .filings import PAIRS, Area

# In VAR_DIR, as the folder of a site of its own.
NAME = "past"
# What would lead its programs out of that folder.
LEADS_AWAY = ("DATABASE_URL", "BROKER_URL")


def is_closed(area: Area, *, at: datetime) -> bool:
    """Whether a day has its root that is not before the one on which this story would begin."""
    days = roots.kept_days()
    return bool(days) and days[-1] >= localdate(at - PAIRS[area].late_after)


def apart() -> Path:
    """VAR_DIR of a site without any closed day, whose officers sign with the same keys."""
    folder = Path(settings.VAR) / NAME
    folder.mkdir(parents=True, exist_ok=True)
    keys, ours = folder / "pki", Path(settings.PKI_DIR)
    if not keys.is_symlink():
        ours.mkdir(parents=True, exist_ok=True)
        keys.symlink_to(os.path.relpath(ours, folder))
    return folder


def manage(*arguments: str, var: Path) -> int:
    """The exit code of `manage.py` with these arguments, over the data in that folder."""
    ours = {name: value for name, value in os.environ.items() if name not in LEADS_AWAY}
    command = [sys.executable, str(settings.ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=ours | {"VAR_DIR": str(var)}, check=False)  # noqa: S603
    return done.returncode
