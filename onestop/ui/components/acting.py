"""What a reader may do: buttons, ways back, the lawful acts and why others are barred."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.template import Library
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from .drawn import drawn

register = Library()

Kind = Literal["", "second", "stop"]


@dataclass(frozen=True)
class Act:
    """An act on a dossier. `barred` says why it may not be done now; then it is no button."""

    words: Promise | str
    name: str = "act"
    value: str = ""
    address: str = ""  # a link to the act's own page; else a button of the form around it
    kind: Kind = ""
    barred: Promise | str = ""


@register.simple_block_tag
def btn(
    content: str,
    kind: Kind = "",
    href: str = "",
    icon: str = "",
    name: str = "",
    value: str = "",
    wide: bool = False,
) -> SafeString:
    """`button` acts, `a` goes. One of a page is filled: the next lawful act."""
    return drawn(
        "btn", words=content, kind=kind, href=href, icon=icon, name=name, value=value, wide=wide
    )


@register.simple_block_tag
def barred(content: str, reason: str) -> SafeString:
    """Instead of a dead button: plain words, and why it cannot be done."""
    return drawn("barred", words=content, reason=reason)


@register.simple_block_tag
def go(content: str, href: str, icon: str = "", rel: str = "") -> SafeString:
    """A link with an icon: `back` stands before the words, `next` behind them."""
    return drawn("go", words=content, href=href, icon=icon, rel=rel)


@register.simple_tag
def crumbs(*words_and_addresses: str) -> SafeString:
    """The way back: words and address in turn, never the page itself."""
    ways = zip(words_and_addresses[::2], words_and_addresses[1::2], strict=True)
    return drawn("crumbs", ways=list(ways))


@register.simple_tag
def acts(lawful: Iterable[Act]) -> SafeString:
    """The acts as buttons in the order given, the barred ones with their reasons beneath."""
    every = list(lawful)
    return drawn("acts", acts=every, barred=[act for act in every if act.barred])
