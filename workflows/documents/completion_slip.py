"""Mẫu 02, phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: one list for everything."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from . import render as paper
from . import words
from .render import Rendered


@dataclass(frozen=True)
class Item:
    """A paper or an answer to complete, and what is wrong with it."""

    name: str
    what: str


@dataclass(frozen=True)
class Completion:
    """What the slip states. Before reception a dossier has no code: then `lookup` names it."""

    agency: str
    unit: str
    place: str
    procedure: str
    owner: str
    submitter: str
    items: tuple[Item, ...]
    number_of_request: int
    legal_basis: str
    answer_until: date | None
    officer: str
    demo: bool
    assumed: bool = False
    code: str = ""
    lookup: str = ""
    contact: str = ""


def render(completion: Completion, *, at: datetime) -> Rendered:
    until = completion.answer_until
    shown = asdict(completion) | {
        "dated": words.dated(completion.place, at),
        "answer_until": words.day(until) if until else "",
    }
    return paper.compile("slip_02", shown, at=at)
