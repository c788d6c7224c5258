"""What the slips of reception have in common: whose dossier it is, and who writes to whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from . import words


@dataclass(frozen=True)
class Head:
    """What every slip states. A dossier without a code yet is named by `lookup` alone."""

    agency: str
    unit: str
    place: str
    officer: str
    procedure: str
    owner: str
    submitter: str
    lookup: str
    demo: bool
    assumed: bool

    def shown(self, *, at: datetime) -> dict[str, Any]:
        return asdict(self) | {"dated": words.dated(self.place, at)}
