"""An approver before one document, with a browser that runs no script and reads English."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from django.conf import settings
from django.test import Client
from django.urls import reverse

from onestop.demo.cast import PIN
from tests.lives import Life
from tests.markup import of_class, tree
from tests.onestop.doors import as_officer
from tests.onestop.portal.filing import inside_main, values
from workflows.dossiers.models import Paper

WRONG = "000000"


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(life: Life) -> str:
    return reverse("desk:sign", args=[life.dossier.public_id])


def enter(client: Client, life: Life) -> None:
    """As the one whose name stands under the draft."""
    as_officer(in_english(client), life.who("sign"))


def read(client: Client, where: str) -> ET.Element:
    answer = client.get(where)
    assert answer.status_code == 200
    return shown(answer)


def shown(answer: Any) -> ET.Element:
    return tree(answer.content.decode())


def form_of(page: ET.Element) -> dict[str, str]:
    """What the form of the decision holds before anybody types."""
    (form,) = (one for one in page.iter("form") if inside_main(page, one))
    return values(form)


def buttons(page: ET.Element) -> list[str]:
    return [one.get("value", "") for one in of_class(page, "btn") if one.get("name") == "act"]


def opened(client: Client, life: Life) -> dict[str, str]:
    return form_of(read(client, address(life)))


def send(client: Client, life: Life, form: dict[str, str], act: str, **typed: Any) -> Any:
    return client.post(address(life), form | {"act": act} | typed)


def sign(client: Client, life: Life, form: dict[str, str], *, pin: str = PIN) -> Any:
    return send(client, life, form, "approve", pin=pin)


def papers(life: Life, kind: str = Paper.Kind.SIGNED) -> list[Paper]:
    return list(life.dossier.papers.filter(kind=kind).select_related("file"))


def done(life: Life) -> list[str]:
    """What the journal says was done at the desk."""
    acts = life.dossier.entries.order_by("seq").values_list("act", flat=True)
    return [act for act in acts if act in ("approve", "sign", "send_back")]
