"""A citizen before the pages of filing: every field, click and file is counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.markup import tree
from workflows.documents.render import compile as draw
from workflows.dossiers.models import Dossier

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Visit:
    """A browser without script: it sends back what a page holds, and what is typed over it."""

    client: Client
    typed: int = 0
    clicks: int = 0
    uploads: int = 0
    address: str = ""
    page: ET.Element = field(default_factory=lambda: ET.Element("root"))

    def go(self, address: str) -> None:
        self._shown(self.client.get(address, follow=True), address)

    def follow(self, address: str) -> None:
        """A link on the page."""
        assert address in {a.get("href") for a in self.page.iter("a")}, address
        self.clicks += 1
        self.go(address)

    def send(self, *, press: str = "", nth: int = 0, status: int = 200, **typed: Any) -> None:
        """The form of the page, with what is typed into it."""
        found = [one for one in self.page.iter("form") if inside_main(self.page, one)][nth]
        data: dict[str, Any] = values(found) | typed | ({press: "1"} if press else {})
        self.typed += len(typed)
        self.clicks += 1
        where = found.get("action") or self.address
        answer = self.client.post(where, data, follow=True)
        assert answer.status_code == status, answer.content.decode()
        self._shown(answer, where)

    def upload(self, requirement: str, *files: SimpleUploadedFile, status: int = 200) -> None:
        """Each paper has a form of its own."""
        found = next(
            one for one in self.page.iter("form") if one.get("data-upload") == f"bar-{requirement}"
        )
        self.uploads += len(files)
        self.clicks += 2
        where = found.get("action", "")
        answer = self.client.post(where, values(found) | {"tep": list(files)}, follow=True)
        assert answer.status_code == status, answer.content.decode()
        self._shown(answer, where)

    @property
    def dossier(self) -> Dossier:
        return Dossier.objects.order_by("-pk")[0]

    def _shown(self, answer: Any, address: str) -> None:
        assert answer.status_code in (200, 409, 422), answer.status_code
        self.address = (
            answer.redirect_chain[-1][0].partition("#")[0] if (answer.redirect_chain) else address
        )
        self.page = tree(answer.content.decode())


def inside_main(page: ET.Element, form: ET.Element) -> bool:
    (main,) = page.iter("main")
    return form in main.iter("form")


def values(form: ET.Element) -> dict[str, str]:
    """What a browser would send of a form that nobody touched."""
    sent: dict[str, str] = {}
    for one in form.iter():
        name, kind = one.get("name", ""), one.get("type", "text")
        if one.tag == "input" and kind in ("radio", "checkbox") and "checked" in one.attrib:
            sent[name] = one.get("value", "on")
        elif one.tag == "input" and name and kind not in ("radio", "checkbox", "file"):
            sent[name] = one.get("value", "")
        elif one.tag == "textarea":
            sent[name] = (one.text or "").strip()
        elif one.tag == "select":
            chosen = [o for o in one.iter("option") if "selected" in o.attrib]
            sent[name] = chosen[0].get("value", "") if chosen else ""
    return sent


def a_file(name: str = "giay.pdf") -> SimpleUploadedFile:
    """One page, as somebody scanned it."""
    return SimpleUploadedFile(name, a_page(name), content_type="application/pdf")


def a_page(title: str = "giay.pdf") -> bytes:
    """A PDF of one page that nobody signed."""
    return draw("sample", {"title": title, "owner": "Nguyễn Thị Hoa", "demo": True}, at=NOW).pdf
