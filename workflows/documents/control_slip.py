"""Mẫu 06, phiếu kiểm soát quá trình giải quyết hồ sơ: who gave the file to whom, and in time?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from workflows.clock.days import LEGAL_TIME

from . import render as paper
from . import words
from .render import Rendered
from .slip import Head, Size


@dataclass(frozen=True)
class Step:
    """One passing of the file. `outcome`: how the giver kept the time, empty where none ran."""

    given_by: str
    given_unit: str
    received_by: str
    received_unit: str
    at: datetime
    outcome: str
    note: str


@dataclass(frozen=True)
class Control:
    """What the slip states, from the first hand to the last so far; a later one has more steps."""

    head: Head
    code: str
    received_at: datetime | None
    due: date | None
    steps: tuple[Step, ...]
    papers: tuple[str, ...]
    sets: int = 1


def render(slip: Control, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = slip.head.shown(at=at, size=size) | {
        "code": slip.code,
        "received_at": words.moment(slip.received_at) if slip.received_at else "",
        "due": words.day(slip.due) if slip.due else "",
        "steps": [_step(one) for one in slip.steps],
        "papers": slip.papers,
        "sets": words.sets(slip.sets),
    }
    return paper.compile("slip_06", shown, at=at)


def _step(one: Step) -> dict[str, Any]:
    shown = asdict(one)
    at = shown.pop("at").astimezone(LEGAL_TIME)
    return shown | {"hour": words.hour(at), "day": words.day(at)}
