"""A list of the counter, as an officer reads it in English."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from django.conf import settings
from django.test import Client

from tests.markup import of_class, tree, words


def read(client: Client, where: str, query: Mapping[str, str] | None = None) -> ET.Element:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(where, query)
    assert answer.status_code == 200
    return tree(answer.content.decode())


def rows(page: ET.Element) -> list[ET.Element]:
    return [tr for one in of_class(page, "ledger") for tr in one.findall("tbody/tr")]


def links(page: ET.Element) -> list[str]:
    """Where each row leads."""
    return [a.get("href", "") for row in rows(page) for a in row.findall("th/a")]


def counts(page: ET.Element) -> dict[str, str]:
    """The groups and their numbers; `""` for a group without."""
    (tabs,) = of_class(page, "tabs")
    return {
        (a.text or "").strip(): "".join(words(one) for one in of_class(a, "count"))
        for a in tabs.iter("a")
    }


def here(page: ET.Element) -> str:
    """The group that is shown."""
    (tabs,) = of_class(page, "tabs")
    (current,) = (a for a in tabs.iter("a") if a.get("aria-current"))
    return (current.text or "").strip()


def ways(page: ET.Element) -> dict[str, str]:
    """The ways to the pages before and behind."""
    every = (a for one in of_class(page, "pager") for a in one.iter("a"))
    return {a.get("rel", ""): a.get("href", "") for a in every}
