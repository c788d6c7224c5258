"""A hundred strings written to break something, and what a page may never do with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree as ET

from django.db import transaction
from django.test import Client

from tests.markup import tree
from tests.onestop.portal.filing import values

# Were one of them taken for markup, this element would be there; were it run, this would be set.
MARK = "x-hostile"
RUN = "window.hostile=1"

MARKUP = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'"><{MARK} onclick="{RUN}">',
    f"'><{MARK}>",
    f"</textarea><{MARK}>",
    f"</title><{MARK}>",
    f"</select><{MARK}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<body onload={RUN}>",
    f'" autofocus onfocus={RUN} x="',
    f"' onmouseover='{RUN}",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"<a href=javascript:{RUN}>x</a>",
    f"<style>@import'{MARK}'</style>",
    f"<!--><{MARK}>-->",
    f"<![CDATA[<{MARK}>]]>",
    f"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><{MARK}>&e;",
    f"&lt;{MARK}&gt;",
    f"&#60;{MARK}&#62;",
    f"\\u003c{MARK}\\u003e",
    f"%3C{MARK}%3E",
    f"+ADw-{MARK}+AD4-",
    f"＜{MARK}＞",
    "<",
    "<<<<>>>>",
    "&",
    "&&amp;amp;",
)
QUERIES = (
    "' OR '1'='1",
    "'; DROP TABLE dossiers_dossier; --",
    '" OR ""="',
    "1; SELECT pg_sleep(10)",
    "') UNION SELECT NULL--",
    "\\'; --",
    "$$; SELECT 1; $$",
    "%' --",
    "%%%%",
    "____",
    "*",
    '{"$gt": ""}',
    "(|(uid=*))",
    "-1",
    "0",
    "1e309",
    "NaN",
    "Infinity",
    "٣٤٥",
    "１２３",
    "²",
    "9" * 400,
    "null",
    "None",
    "undefined",
    "true",
    "[]",
    "[1, {}]",
    "{}",
)
TEMPLATES = (
    "{{ settings.SECRET_KEY }}",
    "{% debug %}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0.__class__.__mro__}",
    "%s%s%s%n",
    "%(x)s",
    "%d",
    "%",
    "{",
    "}}",
    "$(touch /tmp/x)",
    "`id`",
    "; cat /etc/passwd",
    "| ls",
    "../../../../etc/passwd",
    "..\\..\\windows",
    "file:///etc/passwd",
    "//example.com/x",
    "https://example.com/",
    "/\\example.com",
    "#set text(size: 99pt)",
    '#read("/etc/passwd")',
    "= heading \\ * _x_ $x$ @ref",
)
LETTERS = (
    "dòng\r\nSet-Cookie: x=1",
    "dòng\nhai\rba",
    "\t\x0b\x0c\x1b[31m\x07",
    "\x00",
    "quỹ\x00<script>",
    "\x7f\x80\x9f",
    "\u202egnp.exe",
    "\u2066a\u2069\u200f\u200e\u061c",
    "\u200b\u200c\u200d\u2060\ufeff",
    "שלום عالم",
    "﷽" * 20,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "e\u0301" * 50,
    "Nguyê\u0303n Thi\u0323 Ho\u0300a",
    "😀👨‍👩‍👧‍👦🇻🇳",
    "\U0010ffff\ufffe\uffff",
    "\ud800",
    "\udfff\ud800",
    "𝕿𝖊𝖝𝖙 ﬁ ①",
    "İıſK",
    "a" * 100_000,
    "ệ" * 33_000,
    "dài " * 25_000,
    "\n" * 10_000,
    b"\xff\xfe",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    " ",
    "",
)
STRINGS: tuple[str | bytes, ...] = (*MARKUP, *QUERIES, *TEMPLATES, *LETTERS)
# One of each kind: what breaks a database, a page, a number, a header, a patience.
WORST: tuple[str | bytes, ...] = (
    *MARKUP[2:4],
    QUERIES[1],
    "9" * 400,
    "٣٤٥",
    "²",
    "{{ settings.SECRET_KEY }}",
    "%s%s%s%n",
    "//example.com/x",
    "dòng\r\nSet-Cookie: x=1",
    "quỹ\x00<script>",
    "\ud800",
    b"\xff\xfe",
    "a" * 100_000,
)
# Fields that are chosen from, or come with the page.
CHOSEN = ("radio", "checkbox", "hidden", "file")
LINKS, CODE = ("href", "src", "action", "formaction"), ("javascript:", "data:text")
# What names and places of this country hold, each spelled as its owner spells it.
GOOD = ("Quỹ hoà bình", "Quỹ hòa bình", "Đỗ H'Hen Niê", "Quỹ Uỷ lạo Ủy lạo", "Ngô Thế Lữ")

Said = dict[str, str | bytes]


@dataclass(frozen=True)
class Form:
    """What a form sends when nobody touches it, by whom, and in which fields somebody types."""

    client: Client
    address: str
    method: str
    untouched: dict[str, str]
    typed: tuple[str, ...] = ()

    def send(self, said: Said) -> Any:
        body = urlencode({k: _bytes(v) for k, v in (self.untouched | said).items()})
        if self.method == "get":
            return self.client.get(f"{self.address}?{body}")
        kind = "application/x-www-form-urlencoded"
        return self.client.post(self.address, body, content_type=kind)

    def tried(self, said: Said) -> Any:
        """The answer, and nothing has happened."""
        with undone():
            return self.send(said)


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is undone, so that the next one finds the same page."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)


def forms_of(client: Client, address: str) -> Iterator[Form]:
    """Every form of the page itself with anything to fill in; those that ask alike count once."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    found: dict[tuple[str, ...], Form] = {}
    (main,) = tree(answer.content.decode()).iter("main")
    for one in main.iter("form"):
        fields = {name: value for name, value in _fields(one) if name != "csrfmiddlewaretoken"}
        where, method = one.get("action") or address, one.get("method", "get")
        form = Form(client, where, method, fields, tuple(_typed(one)))
        if fields:
            found.setdefault(tuple(fields), form)
    yield from found.values()


def _fields(form: ET.Element) -> Iterator[tuple[str, str]]:
    for one in form.iter():
        if one.get("name") and not (one.tag == "button" and not one.get("value")):
            yield one.get("name", ""), one.get("value", "")
    yield from values(form).items()


def _typed(form: ET.Element) -> Iterator[str]:
    for one in form.iter():
        free = one.tag == "input" and one.get("type", "text") not in CHOSEN
        if one.get("name") and (free or one.tag == "textarea"):
            yield one.get("name", "")


def turns(fields: Iterable[str], strings: Iterable[str | bytes] = STRINGS) -> Iterator[Said]:
    """Every one of the strings, each in all of the fields at once."""
    names = tuple(fields)
    return (dict.fromkeys(names, text) for text in strings)


def share(number: int, of: int) -> tuple[str | bytes, ...]:
    """The worst for each of many alike, and of all strings every so many-th in turn."""
    return (*WORST, *STRINGS[number % of :: of])


def in_address(text: str | bytes) -> str:
    return quote(_bytes(text), safe="")


def harm(answer: Any) -> list[str]:
    """What the answer does that it may not: fail, lead away, or take text for markup."""
    if answer.status_code >= 500:
        return [f"answers {answer.status_code}"]
    if away := urlsplit(answer.headers.get("Location", "")).netloc:
        return [f"leads to {away}"]
    if not answer.headers["Content-Type"].startswith("text/html"):
        return []
    every = tree(answer.content.decode()).iter()
    return [f"runs {one.tag} {one.attrib}" for one in every if _acts(one)]


def _acts(one: ET.Element) -> bool:
    scripted = one.tag == "script" and not one.get("src", "").startswith("/")
    strange = one.tag in (MARK, "iframe", "object", "embed", "style", "base")
    leads = any(one.get(name, "").lower().startswith(CODE) for name in LINKS)
    return scripted or strange or leads or any(name.startswith("on") for name in one.attrib)


def _bytes(text: str | bytes) -> bytes:
    """As a sender would who keeps to no rule."""
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
