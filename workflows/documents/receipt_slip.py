"""Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả: the clock counts from this slip."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import date, datetime

import segno

from . import render as paper
from . import words
from .render import Rendered
from .slip import Head, Size


@dataclass(frozen=True)
class PaperLine:
    """One paper handed in: how many originals and copies, and where it came from."""

    name: str
    originals: int
    copies: int
    origin: str


@dataclass(frozen=True)
class Receipt:
    """What the slip states. `qr` is the content of the code."""

    head: Head
    code: str
    papers: tuple[PaperLine, ...]
    received_at: datetime
    limit: str
    due: datetime | date | str  # in words where the limit waits for an event
    fee: str
    return_way: str
    qr: str
    sets: int = 1
    channel: str = ""
    note: str = ""


def render(receipt: Receipt, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = receipt.head.shown(at=at, size=size) | {
        "code": receipt.code,
        "papers": [asdict(line) for line in receipt.papers],
        "received_at": words.moment(receipt.received_at),
        "limit": receipt.limit,
        "due": words.due(receipt.due),
        "fee": receipt.fee,
        "return_way": receipt.return_way,
        "qr": _drawn(receipt.qr),
        "sets": words.sets(receipt.sets),
        "channel": receipt.channel,
        "note": receipt.note,
    }
    return paper.compile("slip_01", shown, at=at)


def _drawn(content: str) -> str:
    """The code as SVG, error correction M, with the quiet zone the standard asks for."""
    svg = io.BytesIO()
    segno.make(content, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=4)
    return svg.getvalue().decode().strip()
