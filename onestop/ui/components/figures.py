"""Figures: each a link to its list; charts as SVG with the same numbers in words beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template import Library
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .drawn import drawn

register = Library()

TALL, SLOT, BAR = 100.0, 10, 6  # heights in percent; each point has ten wide, a bar six of them


@dataclass(frozen=True)
class Figure:
    """A number, what it counts, and the list of what it counted."""

    value: str
    label: Promise | str
    address: str
    unit: str = ""
    note: Promise | str = ""
    late: bool = False


@dataclass(frozen=True)
class Point:
    label: str
    value: float
    words: str = ""

    @property
    def said(self) -> str:
        return self.words or number_format(f"{self.value:g}")


@dataclass(frozen=True)
class Chart:
    """Values in turn between `low` and `high`; `aim` is drawn as a broken line."""

    id: str
    title: Promise | str
    points: tuple[Point, ...]
    high: float
    low: float = 0
    aim: float | None = None
    note: Promise | str = ""

    @property
    def width(self) -> int:
        return SLOT * len(self.points)

    @property
    def aim_at(self) -> str:
        return "" if self.aim is None else self.height(self.aim)

    @property
    def line(self) -> str:
        return " ".join(
            f"{SLOT * n + SLOT / 2:g},{self.height(point.value)}"
            for n, point in enumerate(self.points)
        )

    @property
    def bars(self) -> list[tuple[int, str, str]]:
        """Left edge, top and height of each bar."""
        return [
            (SLOT * n + (SLOT - BAR) // 2, self.height(p.value), f"{TALL - self._y(p.value):.1f}")
            for n, p in enumerate(self.points)
        ]

    def height(self, value: float) -> str:
        return f"{self._y(value):.1f}"

    def _y(self, value: float) -> float:
        within = min(max(value, self.low), self.high)
        return TALL - TALL * (within - self.low) / ((self.high - self.low) or 1)


@register.simple_tag
def figs(figures: Sequence[Figure], name: str) -> SafeString:
    return drawn("figs", figures=figures, name=name, six=len(figures) % 6 == 0)


@register.simple_tag
def line_chart(chart: Chart) -> SafeString:
    return drawn("chart", chart=chart, kind="line")


@register.simple_tag
def bar_chart(chart: Chart) -> SafeString:
    return drawn("chart", chart=chart, kind="bars")


@register.simple_tag
def bar(value: float, most: float, late: float = 0) -> SafeString:
    """A bar in a table cell, the part that is late at its end. The number stands beside it."""
    share = 100 * value / (most or 1)
    end = 100 * late / (most or 1)
    return drawn(
        "bar", whole=f"{share:.1f}", late=f"{end:.1f}" if late else "", at=f"{share - end:.1f}"
    )
