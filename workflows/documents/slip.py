"""What the slips of reception have in common: whose dossier it is, and who writes to whom."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from . import words

# A slip is handed over as A5; at A4 the same is set in the sizes of NĐ 30/2020.
Size: TypeAlias = Literal["a5", "a4"]


@dataclass(frozen=True)
class Head:
    """What every slip states. A dossier without a code yet is named by `lookup` alone.

    What nobody gave is left out. `identity` is the submitter's number as `words.hidden` shows it.
    """

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
    identity: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    owner_address: str = ""
    contact: str = ""

    def shown(self, *, at: datetime, size: Size = "a5") -> dict[str, Any]:
        return asdict(self) | {"dated": words.dated(self.place, at), "size": size}
