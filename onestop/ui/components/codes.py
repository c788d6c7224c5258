"""What is scanned: a QR code as one path, without script, style or picture file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import segno
from django.template import Library
from django.utils.safestring import SafeString

from .drawn import drawn

register = Library()

QUIET = 2  # modules of silence around the code, beside the sheet it lies on


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """`label` says what opens when it is scanned; the same address stands nearby as a link."""
    matrix = segno.make(text, micro=False, error="m").matrix
    side = len(matrix) + 2 * QUIET
    return drawn(
        "qr", label=label, box=f"{-QUIET} {-QUIET} {side} {side}", path="".join(_runs(matrix))
    )


def _runs(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    """Dark modules of a row that touch are one bar."""
    for y, row in enumerate(matrix):
        x = 0
        for dark, same in groupby(row):
            width = len(list(same))
            if dark:
                yield f"M{x} {y}h{width}v1h-{width}z"
            x += width
