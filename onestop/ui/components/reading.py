"""What is read: facts, the road of a dossier, a thread, papers, what is folded away."""

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
class Fact:
    """A line of a summary. `change` is where it can be corrected; `source` where it comes from."""

    label: Promise | str
    value: Promise | str
    source: str = ""
    change: str = ""
    kind: Literal["", "num", "code"] = ""


@dataclass(frozen=True)
class TrailItem:
    """A station on a dossier's road. `links` are pairs of words and address."""

    title: Promise | str
    note: Promise | str = ""
    state: Literal["done", "now", "todo"] = "done"
    icon: str = ""
    links: tuple[tuple[Promise | str, str], ...] = ()

    @property
    def sign(self) -> str:
        return self.icon or {"done": "ok", "now": "clock", "todo": "todo"}[self.state]


@dataclass(frozen=True)
class Saying:
    """One message of a thread."""

    author: str
    at: datetime
    text: str
    mine: bool = False


@register.simple_tag
def facts(lines: Iterable[Fact], tight: bool = False) -> SafeString:
    """A summary; with links to change as soon as one line has one."""
    every = list(lines)
    return drawn("facts", facts=every, tight=tight, edit=any(line.change for line in every))


@register.simple_tag
def strip(lines: Iterable[Fact]) -> SafeString:
    """The key facts of a dossier in one line, inside the office."""
    return drawn("strip", facts=lines)


@register.simple_tag
def trail(stations: Iterable[TrailItem], fine: bool = False) -> SafeString:
    """The road of a dossier; `fine` for a history in a panel."""
    return drawn("trail", stations=stations, fine=fine)


@register.simple_tag
def thread(sayings: Iterable[Saying]) -> SafeString:
    return drawn("thread", sayings=sayings)


@register.simple_block_tag
def more(content: str, summary: str, open: bool = False) -> SafeString:  # noqa: A002  as in HTML
    """Folded away, and there without any script."""
    return drawn("more", body=content, summary=summary, open=open)


@register.simple_block_tag
def leaflet(content: str, name: str) -> SafeString:
    """The words of a legal paper, in the face of paper."""
    return drawn("leaflet", body=content, name=name)


@register.simple_tag
def page(
    src: str, alt: str, width: int = 794, height: int = 1123, lazy: bool = False
) -> SafeString:
    """The image of a page. `alt` says which page of what, and where its words can be read.

    `lazy`: fetched only as it comes into sight.
    """
    return drawn("page", src=src, alt=alt, width=width, height=height, lazy=lazy)


@register.simple_block_tag
def nothing(content: str) -> SafeString:
    """Nothing here: say what to do. (`empty` is a word of `for`.)"""
    return drawn("empty", body=content)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:  # noqa: A002  as in HTML
    """A question on top of a page that asks it too: opened by the module `dialog` only."""
    return drawn("dialog", body=content, id=id, title=title)
