"""Mẫu 03, phiếu từ chối tiếp nhận giải quyết hồ sơ: not received, for a reason in law."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from . import render as paper
from . import words
from .render import Rendered


@dataclass(frozen=True)
class Refusal:
    """What the slip states: `reason` as the law words it, `reason_text` what it means here."""

    agency: str
    unit: str
    place: str
    procedure: str
    owner: str
    submitter: str
    reason: str
    reason_text: str
    officer: str
    demo: bool
    assumed: bool = False
    legal_basis: str = ""
    code: str = ""
    lookup: str = ""
    contact: str = ""


def render(refusal: Refusal, *, at: datetime) -> Rendered:
    shown = asdict(refusal) | {"dated": words.dated(refusal.place, at)}
    return paper.compile("slip_03", shown, at=at)
