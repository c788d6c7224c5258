"""Mẫu 04, văn bản xin lỗi và đề nghị gia hạn: late, why, and the one new day of return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from . import render as paper
from . import words
from .render import Rendered
from .slip import Head, Size


@dataclass(frozen=True)
class Apology:
    """What the slip states. `leader` answers for it."""

    head: Head
    code: str
    received_at: datetime
    limit: str
    original_due: date
    reason: str
    due: date
    leader: str
    leader_title: str


def render(slip: Apology, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = slip.head.shown(at=at, size=size) | {
        "code": slip.code,
        "received_at": words.moment(slip.received_at),
        "limit": slip.limit,
        "original_due": words.day(slip.original_due),
        "reason": slip.reason,
        "due": words.day(slip.due),
        "leader": slip.leader,
        "leader_title": slip.leader_title,
    }
    return paper.compile("slip_04", shown, at=at)
