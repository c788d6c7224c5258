"""Mẫu 02, phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: one list for everything."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from . import render as paper
from .render import Rendered
from .slip import Head, Size


@dataclass(frozen=True)
class Item:
    """A paper or an answer to complete, and what is wrong with it."""

    name: str
    what: str


@dataclass(frozen=True)
class Completion:
    """What the slip states; a first request needs no legal basis.

    It names no day to answer by: how long the applicant may take is not established.
    """

    head: Head
    items: tuple[Item, ...]
    number_of_request: int
    legal_basis: str
    stage: str = ""
    approved_by: str = ""


def render(completion: Completion, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = completion.head.shown(at=at, size=size) | {
        "items": [asdict(item) for item in completion.items],
        "number_of_request": completion.number_of_request,
        "legal_basis": completion.legal_basis,
        "stage": completion.stage,
        "approved_by": completion.approved_by,
    }
    return paper.compile("slip_02", shown, at=at)
