"""What the log says: that something failed, and where; never about whom."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutPersons(logging.Formatter):
    """An error's words quote rows and input; its kind and its place in the code do not."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatException(  # noqa: N802  the name is logging's
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        kind, _error, trace = ei
        frames = traceback.extract_tb(trace)
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return "\n".join([*lines, kind.__qualname__ if kind else "no error"])
