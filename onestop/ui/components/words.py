"""Filters: days, times, amounts, shares and numbers as screens write them."""

from __future__ import annotations

from datetime import date, datetime

from django.template import Library
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from onestop.ui.areas import LEVELS
from procedures import shown
from procedures.words import Level, language_now
from workflows.clock.days import LEGAL_TIME

register = Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
KILO, MEGA = 1000, 1_000_000


@register.filter
def day(value: date | datetime | None) -> str:
    """03/02/2026"""
    return shown.day(_local(value)) if value else ""


@register.filter
def day_month(value: date | datetime | None) -> str:
    """03/02, where the year goes without saying."""
    return f"{_local(value):%d/%m}" if value else ""


@register.filter
def clock_time(value: datetime | None) -> str:
    """9:04"""
    return f"{_local(value):%-H:%M}" if value else ""


@register.filter
def money(amount: int | None) -> str:
    """1.250.000 ₫, or that nothing is charged."""
    if amount is None:
        return ""
    if amount == 0:
        return _("No charge")
    written = shown.money(amount, language_now())
    return written.replace(" ", NO_BREAK)


@register.filter
def level(name: Level | None) -> str:
    """Of the State: cấp tỉnh."""
    return str(LEVELS[name]) if name else ""


@register.filter
def share(part: float | None) -> str:
    """0.978 as 97,8 %"""
    return "" if part is None else f"{number_format(part * 100, 1)}{NO_BREAK}%"


@register.filter
def number(value: int | None) -> str:
    """1.284"""
    return "" if value is None else number_format(value, force_grouping=True)


@register.filter
def size(octets: int | None) -> str:
    """84 KB, 1,2 MB: in thousands, as people's telephones say it."""
    if octets is None:
        return ""
    if octets < MEGA:
        return f"{-(-octets // KILO)}{NO_BREAK}KB"
    whole = octets >= 10 * MEGA
    return f"{number_format(octets / MEGA, 0 if whole else 1)}{NO_BREAK}MB"


@register.filter
def masked(personal_number: str) -> str:
    """0740••••0923: enough to know one's own number by, and no more."""
    return f"{personal_number[:4]}••••{personal_number[-4:]}" if personal_number else ""


@register.filter
def grouped(digits: str) -> str:
    """001 185 000 001: read out in threes, and never broken over two lines."""
    return NO_BREAK.join(digits[start : start + 3] for start in range(0, len(digits), 3))


def _local(value: date) -> date:
    return value.astimezone(LEGAL_TIME) if isinstance(value, datetime) else value
