"""What each file of the catalogue says, by its hash: `python -m tests.procedures.hashes`."""

from __future__ import annotations

import json
import os
from pathlib import Path

from procedures import catalogue

FILE = Path(__file__).with_name("hashes.json")


def now() -> dict[str, str]:
    """By `key revision`, in order."""
    every = catalogue.all_procedures()
    return dict(sorted((f"{p.key} {p.revision}", p.bundle_hash) for p in every))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onestop.settings")
    FILE.write_text(json.dumps(now(), indent=1) + "\n", encoding="utf-8")
