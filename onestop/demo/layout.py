"""Whether the tables on this machine are those of this release: nothing is released yet.

Until then a migration may still be rewritten, and what it made before is not what it makes now.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _


class EarlierLayout(Exception):
    """The data were laid out by migrations that have been rewritten since."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The data of the demo come from an earlier version and do not fit this one."
                " Clear them with “make demo-reset”, then start again."
            )
        )


def check(folder: Path) -> None:
    """Raises `EarlierLayout` where a migration is not the one that made the tables."""
    kept = folder / "layout.json"
    if kept.exists() and not json.loads(kept.read_text()).items() <= _now().items():
        raise EarlierLayout


def keep(folder: Path) -> None:
    """Notes what has made the tables."""
    fresh = folder / "layout.json.new"
    fresh.write_text(json.dumps(_now(), indent=1))
    fresh.replace(folder / "layout.json")


def _now() -> dict[str, str]:
    """Every migration of ours, and the digest of its file."""
    root: Path = settings.ROOT
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for house in ("procedures", "signing", "workflows", "onestop")
        for path in (root / house).rglob("migrations/[0-9]*.py")
    }
