"""Signs of state: tag, time limit in a row, notice, verdict, source of a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .drawn import drawn

register = Library()

Tone = Literal["ok", "warn", "bad", "info", ""]
SIGNS = {"ok": "ok", "warn": "caution", "bad": "overdue", "info": "info"}
SOON = 3


@dataclass(frozen=True)
class Due:
    """A time limit as a row shows it. `days` counts working days: left, or over where `late`."""

    at: datetime | date
    days: int
    late: bool = False
    paused: bool = False
    done: bool = False

    @property
    def tone(self) -> Tone:
        if self.done or self.paused:
            return "ok" if self.done else "info"
        if self.late:
            return "bad"
        return "warn" if self.days <= SOON else ""

    @property
    def icon(self) -> str:
        if self.done or self.paused:
            return "ok" if self.done else "pause"
        return {"bad": "overdue", "warn": "clock"}.get(self.tone, "")

    @property
    def words(self) -> str:
        if self.done or self.paused:
            return _("Done") if self.done else _("Paused")
        if self.late:
            return self._over()
        if not self.days:
            return _("Today")
        return ngettext("%(days)d day left", "%(days)d days left", self.days) % {"days": self.days}

    @property
    def counts_hours(self) -> bool:
        """The last day is told by its hour."""
        return isinstance(self.at, datetime) and not (self.days or self.done or self.paused)

    def _over(self) -> str:
        if not self.days:
            return _("Overdue since today")
        return ngettext("%(days)d day overdue", "%(days)d days overdue", self.days) % {
            "days": self.days
        }


@register.simple_block_tag
def tag(content: str, tone: Tone = "", icon: str = "") -> SafeString:
    """A state in one to four words; the words alone suffice. `icon="none"` leaves it out."""
    return drawn("tag", words=content, tone=tone, icon=_sign(tone, icon))


@register.simple_tag
def due(limit: Due | None) -> SafeString:
    """Words first, then the date; nothing where no clock runs."""
    return drawn("due", due=limit) if limit else SafeString("")


@register.simple_block_tag
def notice(content: str, tone: Tone = "info", icon: str = "", arrived: bool = False) -> SafeString:
    """One fact before the work. `arrived`: it appears after an act, and is announced."""
    return drawn("notice", body=content, tone=tone, icon=_sign(tone, icon), arrived=arrived)


@register.simple_block_tag
def verdict(content: str, tone: Tone, title: str, kick: str = "", icon: str = "") -> SafeString:
    """The answer of a page, with its only h1. Only a good one bears an icon such as a seal."""
    sign = _sign(tone, icon if tone == "ok" else "")
    return drawn("verdict", body=content, tone=tone, title=title, kick=kick, icon=sign)


@register.simple_block_tag
def src(content: str, icon: str = "agency", id: str = "") -> SafeString:  # noqa: A002  as in HTML
    """Where a value comes from; name its `id` in the aria-describedby of an input beside it."""
    return drawn("src", words=content, icon=icon, id=id)


@register.simple_tag
def saved(at: datetime) -> SafeString:
    """When the draft was last kept."""
    return drawn("saved", at=at)


def _sign(tone: Tone, icon: str) -> str:
    return "" if icon == "none" else icon or SIGNS.get(tone, "")
