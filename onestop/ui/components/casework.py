"""Work on a dossier: its pages on one side, the verdict on each paper on the other, the signing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .drawn import drawn
from .signs import Due

register = Library()


@dataclass(frozen=True)
class Thumb:
    """A paper in the column beside the page; `image` is its first page, made small."""

    words: str
    address: str
    image: str = ""
    current: bool = False


@dataclass(frozen=True)
class Viewer:
    """One page of one paper. `links` are pairs of words and address: enlarge, words, compare."""

    title: str
    image: str
    alt: str
    number: int
    total: int
    previous: str = ""
    next: str = ""
    thumbs: tuple[Thumb, ...] = ()
    links: tuple[tuple[Promise | str, str], ...] = ()


@dataclass(frozen=True)
class Bound:
    """A paper in the binder: its pages as pairs of address and words; `note` where it has none."""

    id: str
    title: str
    pages: tuple[tuple[str, str], ...] = ()
    note: Promise | str = ""
    links: tuple[tuple[Promise | str, str], ...] = ()


@dataclass(frozen=True)
class Check:
    """A paper, and whether it was found right: `pass`, `fail`, or not yet."""

    key: str
    title: str
    note: Promise | str = ""
    verdict: Literal["pass", "fail", ""] = ""
    reason: str = ""
    address: str = ""  # opens its pages
    current: bool = False
    reasons: tuple[str, ...] = ()  # sentences often used, to begin from


@register.simple_tag
def viewer(page: Viewer) -> SafeString:
    return drawn("viewer", viewer=page)


@register.simple_tag
def binder(papers: Iterable[Bound]) -> SafeString:
    """All papers one below another: one turns to them by `#id`, and nothing typed is lost."""
    return drawn("binder", papers=papers)


@register.simple_tag
def checks(papers: Iterable[Check], name: str = "check", locked: bool = False) -> SafeString:
    """Three values and a reason for each paper; fields `<name>-<key>`, `<name>-<key>-reason`."""
    return drawn("checks", papers=papers, name=name, locked=locked)


@register.simple_block_tag
def queued(
    content: str,
    href: str,
    title: str,
    name: str = "",
    value: str = "",
    leaf: str = "",
    limit: Due | None = None,
    seen: str = "",
) -> SafeString:
    """A document to sign: inside `<ul class="queue">`. It can be ticked where `name` is given."""
    return drawn(
        "queued",
        body=content,
        href=href,
        title=title,
        name=name,
        value=value,
        leaf=leaf,
        limit=limit,
        seen=seen,
    )
