"""What a stranger's file holds, asked of a program that may break without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import examiner
from .errors import Broken, FileRefused, HasActiveParts, Locked, PictureTooLarge, TooManyPages

PATIENCE = 30.0
REFUSALS: dict[str, type[FileRefused]] = {
    "locked": Locked,
    "active": HasActiveParts,
    "long": TooManyPages,
    "huge": PictureTooLarge,
    "broken": Broken,
}


def pages_of(pdf: Path) -> int:
    """How many pages it has; raises a `FileRefused` for what no office can open or should."""
    return int(json.loads(_asked("examine", pdf))["pages"])


def page_image(pdf: Path, number: int, *, width: int) -> bytes:
    """A page, counted from 1, as a PNG that holds nothing but what is seen."""
    return _asked("page", pdf, str(number), str(width))


def upright_picture(photograph: Path, out: Path) -> tuple[int, int]:
    """The photograph as a JPEG in `out`, turned as it was taken; its width and height."""
    told: dict[str, Any] = json.loads(_asked("picture", photograph, str(out)))
    return told["width"], told["height"]


def _asked(task: str, file: Path, *rest: str) -> bytes:
    command = [sys.executable, "-I", examiner.__file__, task, str(file), *rest]
    try:
        answer = subprocess.run(  # noqa: S603  our own programme
            command, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise Broken from None
    if answer.returncode == 0:
        return answer.stdout
    raise _refusal(answer.stdout)


def _refusal(said: bytes) -> FileRefused:
    """Where the program broke on the file, it could say nothing."""
    try:
        word = json.loads(said)["refused"]
    except (ValueError, KeyError):
        return Broken()
    return REFUSALS[word]()
