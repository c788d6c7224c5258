"""Lists: tables that breathe, the dense ledger, its tabs, filters and pages, acts on many rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .drawn import drawn

register = Library()


@dataclass(frozen=True)
class Tab:
    """A group of work; `late` sets its count apart."""

    words: Promise | str
    address: str
    count: int | None = None
    current: bool = False
    late: bool = False


@dataclass(frozen=True)
class Column:
    """The head of a column. `width` names from which screen on it is shown: w1, w2, w3."""

    words: Promise | str
    address: str = ""  # the same list, sorted by this column
    sort: Literal["", "ascending", "descending"] = ""
    width: Literal["", "w1", "w2", "w3"] = ""


@dataclass(frozen=True)
class Pager:
    """A stretch of a list; the next begins where this one ends, whatever came in meanwhile."""

    first: int
    last: int
    total: int
    counted_at: datetime
    previous: str = ""
    next: str = ""


@register.simple_block_tag
def table(
    content: str,
    caption: str,
    id: str,  # noqa: A002  as in HTML
    small: bool = False,
    seen: bool = False,
) -> SafeString:
    """Few rows; what is too wide scrolls. The caption is `seen` where no heading says it."""
    return drawn("table", body=content, caption=caption, id=id, small=small, seen=seen)


@register.simple_block_tag
def ledger(
    content: str, caption: str, columns: Iterable[Column], ticks: bool = False
) -> SafeString:
    """Rows of 31 px under a head that stays; `content` holds the rows."""
    return drawn("ledger", body=content, caption=caption, columns=columns, ticks=ticks)


@register.simple_tag
def tick(name: str, value: str, row: str, checked: bool = False) -> SafeString:
    """Chooses a row, and names it to those who cannot see it."""
    return drawn("tick", name=name, value=value, row=row, checked=checked)


@register.simple_tag
def tabs(groups: Iterable[Tab], name: str) -> SafeString:
    return drawn("tabs", tabs=groups, name=name)


@register.simple_block_tag
def filters(content: str) -> SafeString:
    """A GET form: what is chosen stands in the address, and can be sent to a colleague."""
    return drawn("filters", body=content)


@register.simple_tag
def chips(chosen: Iterable[tuple[str, str]]) -> SafeString:
    """The filters in force, as words and the address without them."""
    return drawn("chips", chosen=list(chosen))


@register.simple_tag
def pager(stretch: Pager) -> SafeString:
    return drawn("pager", pager=stretch)


@register.simple_block_tag
def bulk(content: str) -> SafeString:
    """Acts on the ticked rows: only those that are lawful for all."""
    return drawn("bulk", body=content)
