"""The answers to whoever asked for acts, each on the disk before anything else is done."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from workflows.steps.once import Performed


def add(file: Path, key: str, answer: Performed) -> None:
    """The line begins on a line of its own: the one before may have been cut off by a kill."""
    line = "\n" + json.dumps([key, asdict(answer)]) + "\n"
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line.encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def read(file: Path) -> list[tuple[str, Performed]]:
    """Every answer in its order. What was cut off had not been acknowledged yet."""
    lines = file.read_text().splitlines() if file.exists() else []
    found = (_parsed(line) for line in lines if line)
    return [answer for answer in found if answer is not None]


def _parsed(line: str) -> tuple[str, Performed] | None:
    try:
        key, answer = json.loads(line)
    except ValueError:
        return None
    return key, Performed(**answer)
