"""An officer before the counter's pages, and dossiers whose papers can be turned over."""

from __future__ import annotations

from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, words
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import Visit, a_file
from workflows.files import store
from workflows.files.register import enter
from workflows.journal.models import Entry

# Whose turn it is, by the act that a dossier waits for.
AT_COUNTER = ("receive", "assign", "propose", "number", "issue", "hand_over")


@cache
def one_page() -> bytes:
    return bytes(a_file().read())


def a_case(office: DemoOffice, act: str = "receive", **what: Any) -> Life:
    """A dossier that waits for `act`; each of its papers has a page that can be shown."""
    life = a_life(office, **what).until(act)
    file = enter(store.keep_bytes(one_page()), at=timezone.now())
    life.dossier.components.update(file=file)
    return life


def address(life: Life, act: str = "") -> str:
    name, where = ("counter:act", [act]) if act else ("counter:dossier", [])
    return reverse(name, args=[life.dossier.public_id, *where])


def before(client: Client, life: Life, act: str, *, page: str = "") -> Visit:
    """Whoever does `act` has opened the dossier, or the page of an act."""
    as_officer(client, life.who(act))
    visit = Visit(client)
    visit.go(address(life, page))
    return visit


def main_of(page: ET.Element) -> ET.Element:
    (main,) = page.iter("main")
    return main


def offered(page: ET.Element) -> set[str]:
    """The acts of the page that can be done, by where their buttons lead."""
    return {
        one.get("value") or one.get("href", "").rstrip("/").rpartition("/")[2]
        for bar in of_class(page, "acts")
        for one in bar.iter()
        if one.tag in {"a", "button"}
    }


def filled(page: ET.Element) -> list[ET.Element]:
    """The red buttons."""
    others = {"second", "stop", "not"}
    return [b for b in of_class(main_of(page), "btn") if not others & {*b.get("class", "").split()}]


def failed(paper: str, reason: str = "Ảnh mờ.") -> dict[str, Any]:
    """What is marked of a paper that will not do."""
    return {f"check-{paper}": "fail", f"check-{paper}-reason": reason}


def all_right(visit: Visit) -> Visit:
    visit.send(go="rest")
    return visit


def at_act(client: Client, life: Life, act: str) -> Visit:
    """Before its page, with all that has to be done first."""
    visit = before(client, life, act)
    if act == "receive":
        all_right(visit)
    visit.go(address(life, act))
    return visit


def refused(visit: Visit) -> str:
    """What the page says at its top, as every refusal does."""
    (errors,) = of_class(visit.page, "errors")
    assert errors.get("role") == "alert"
    (title,) = visit.page.iter("title")
    assert words(title).startswith(("Lỗi:", "Error:"))
    return words(errors)


def done(life: Life) -> list[str]:
    return list(
        Entry.objects.filter(dossier=life.dossier).order_by("seq").values_list("act", flat=True)
    )


def told(visit: Visit) -> str:
    """What the page says of the act just done, and where it leads."""
    (notice,) = [n for n in of_class(visit.page, "notice") if n.get("role") == "alert"]
    return " ".join([words(notice), *(a.get("href", "") for a in notice.iter("a"))])
