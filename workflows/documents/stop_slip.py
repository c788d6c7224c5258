"""Mẫu 05, thông báo dừng giải quyết hồ sơ: on request, by the agency, or for silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from . import render as paper
from .render import Rendered
from .slip import Head, Size

BECAUSE = {
    "withdrawn": "Theo đề nghị của người nộp hồ sơ",
    "stopped": "Theo quyết định của cơ quan giải quyết",
    "silence": "Người nộp hồ sơ không bổ sung theo yêu cầu",
}
# What the ground is, in each of these cases.
GROUND = {
    "withdrawn": "Lý do người nộp nêu",
    "stopped": "Lý do dừng",
    "silence": "Diễn giải",
}


@dataclass(frozen=True)
class Stop:
    """What the notice states; no decision on the dossier was issued."""

    head: Head
    code: str
    kind: str
    stage: str
    ground: str
    legal_basis: str
    finance: str
    finance_note: str
    approved_by: str


def render(slip: Stop, *, at: datetime, size: Size = "a5") -> Rendered:
    shown = slip.head.shown(at=at, size=size) | {
        "code": slip.code,
        "because": BECAUSE[slip.kind],
        "ground_label": GROUND[slip.kind],
        "stage": slip.stage,
        "ground": slip.ground,
        "legal_basis": slip.legal_basis,
        "finance": slip.finance,
        "finance_note": slip.finance_note,
        "approved_by": slip.approved_by,
    }
    return paper.compile("slip_05", shown, at=at)
