"""Whose clock runs: the days of a dossier as one bar, each stretch by whoever holds the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Literal

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .drawn import drawn

register = Library()


@dataclass(frozen=True)
class Segment:
    """Working days in which somebody held the file: before reception, the citizen, the office."""

    holder: Literal["pre", "you", "office"]
    days: int
    words: Promise | str  # who, and whether it counts: “Chờ bạn bổ sung, không tính vào hạn”


@dataclass(frozen=True)
class Clock:
    """A dossier's time. `left` counts working days to the due date, or over it where `late`."""

    segments: tuple[Segment, ...]
    begun: date
    due: date
    today: date
    left: int
    late: bool = False
    paused: bool = False
    derivation: str = ""


@dataclass(frozen=True)
class Stretch:
    """A segment where it stands on the bar, in percent; days without one lie ahead."""

    look: str
    start: str
    width: str
    words: str


@dataclass(frozen=True)
class Bar:
    """The drawing: everything in percent, so that it fits any width without a style."""

    stretches: tuple[Stretch, ...]
    today: str
    due: str
    said: str

    @property
    def today_anchor(self) -> str:
        return _anchor(self.today)

    @property
    def due_anchor(self) -> str:
        return _anchor(self.due)


@register.simple_tag
def clock(time: Clock) -> SafeString:
    """Solid is the office's time, hollow is not counted. All of it stands in words beneath."""
    return drawn("clock", clock=time, bar=bar_of(time), left=time.left)


def bar_of(time: Clock) -> Bar:
    ahead, over = (0, time.left) if time.late else (time.left, 0)
    total = max(sum(s.days for s in time.segments) + ahead, 1)
    passed = total - ahead
    stretches = tuple(_stretches(time.segments, ahead, total))
    return Bar(
        stretches=stretches,
        today=_percent(passed, total),
        due=_percent(total - over, total),
        said="; ".join(stretch.words for stretch in stretches),
    )


def _stretches(segments: Iterable[Segment], ahead: int, total: int) -> Iterator[Stretch]:
    held: list[tuple[str, int, str]] = [
        (s.holder, s.days, str(s.words)) for s in segments if s.days
    ]
    if ahead:
        held.append(("base", ahead, _("Days left")))
    starts = accumulate((days for _look, days, _words in held), initial=0)
    for (look, days, words), start in zip(held, starts, strict=False):
        yield Stretch(
            f"c-{look}", _percent(start, total), _percent(days, total), f"{words}: {_days(days)}"
        )


def _days(count: int) -> str:
    return ngettext("%(days)d working day", "%(days)d working days", count) % {"days": count}


def _percent(part: int, total: int) -> str:
    return f"{100 * part / total:.2f}%"


def _anchor(place: str) -> str:
    return "end" if float(place.rstrip("%")) > 50 else "start"
