"""Mẫu 01, giấy tiếp nhận hồ sơ và hẹn trả kết quả: the clock counts from this slip."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from datetime import date, datetime

import segno

from . import render as paper
from . import words
from .render import Rendered


@dataclass(frozen=True)
class PaperLine:
    """One paper handed in: how many originals and copies, and where it came from."""

    name: str
    originals: int
    copies: int
    origin: str


@dataclass(frozen=True)
class Receipt:
    """What the slip states. `qr` is the content of the code; `due` None means: by plan."""

    agency: str
    unit: str
    place: str
    code: str
    procedure: str
    owner: str
    submitter: str
    papers: tuple[PaperLine, ...]
    received_at: datetime
    due: datetime | date | str | None
    fee: str
    officer: str
    lookup_secret: str
    qr: str
    demo: bool
    assumed: bool = False
    limit: str = ""
    return_way: str = ""
    sets: int = 1


def render(receipt: Receipt, *, at: datetime) -> Rendered:
    shown = asdict(receipt) | {
        "dated": words.dated(receipt.place, at),
        "received_at": words.moment(receipt.received_at),
        "due": words.due(receipt.due),
        "qr": _drawn(receipt.qr),
        "sets": f"{receipt.sets:02d} (bộ)",
    }
    return paper.compile("slip_01", shown, at=at)


def _drawn(content: str) -> str:
    """The code as SVG, error correction M, with the quiet zone the standard asks for."""
    svg = io.BytesIO()
    segno.make(content, error="m", micro=False).save(svg, kind="svg", xmldecl=False, border=4)
    return svg.getvalue().decode().strip()
