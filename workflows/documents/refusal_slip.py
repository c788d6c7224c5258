"""Mẫu 03, phiếu từ chối tiếp nhận giải quyết hồ sơ: not received, for a reason in law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import render as paper
from .render import Rendered
from .slip import Head, Size


@dataclass(frozen=True)
class Refusal:
    """What the slip states: `reason` as the law words it, `reason_text` what it means here."""

    head: Head
    reason: str
    reason_text: str


def render(refusal: Refusal, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = refusal.head.shown(at=at, size=size) | {
        "reason": refusal.reason,
        "reason_text": refusal.reason_text,
    }
    return paper.compile("slip_03", shown, at=at)
