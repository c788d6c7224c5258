"""A catalogue as large as wanted: the shipped files again, each under a name of its own."""

from __future__ import annotations

import re
from itertools import count, cycle
from pathlib import Path

from procedures import catalogue

CODE, SLUG = re.compile(r"(?m)^code: .*$"), re.compile(r"(?m)^slug: .*$")


def shelved(folder: Path, number: int) -> Path:
    """So many procedures in a folder; those that are like another are left out."""
    whole = [
        path
        for path in sorted(catalogue.DATA.glob("**/*.yaml"))
        if path.name != catalogue.RETIRED and "\nlike:" not in path.read_text(encoding="utf-8")
    ]
    for path, n in zip(cycle(whole), count(), strict=False):
        if n == number:
            return folder
        key = f"copy-{n}"
        text = SLUG.sub(f"slug: {key}", CODE.sub("code: null", path.read_text(encoding="utf-8")))
        place = folder / path.parts[-3] / key / path.name
        place.parent.mkdir(parents=True)
        place.write_text(text, encoding="utf-8")
    return folder
