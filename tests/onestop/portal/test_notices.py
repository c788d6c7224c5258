"""Notices: what was done with one's dossiers, new until one says that it was read."""

from __future__ import annotations

from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop import heard
from onestop.connectors import notices as connector
from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import of_class, tree, words
from tests.onestop.doors import as_citizen
from tests.unchanged import nothing_changes
from workflows.outbox.models import Message, Notice

from .filing import inside_main, values

NOTICES = "/thong-bao/"


@pytest.fixture
def life(office: DemoOffice) -> Life:
    """Filed, and completion asked: two notices."""
    life = a_life(office).through("submit")
    life.act("ask_completion")
    delivered()
    return life


def delivered() -> None:
    for message in Message.objects.filter(topic="notice").order_by("pk"):
        connector.send(message)


def read(client: Client) -> ET.Element:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get(NOTICES)
    assert answer.status_code == 200
    return tree(answer.content.decode())


def told(page: ET.Element) -> list[str]:
    return [words(li) for one in of_class(page, "list") for li in one.findall("li")]


def new(page: ET.Element) -> list[str]:
    return [said for said in told(page) if "New" in said]


def shown(page: ET.Element) -> list[str]:
    return [one.get("value", "") for one in page.iter("input") if one.get("name") == "shown"]


def in_header(page: ET.Element) -> str:
    (who,) = of_class(page, "who")
    return words(who)


def test_the_newest_stands_first_and_leads_to_its_dossier(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    page = read(client)
    asked, filed = told(page)
    assert asked.startswith("The one-stop unit asked for it to be completed")
    assert filed.startswith("The dossier was filed")
    track = reverse("portal:track", args=[life.dossier.public_id])
    assert [a.get("href") for a in of_class(page, "list")[0].iter("a")] == [track, track]


def test_the_header_counts_what_is_new(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    assert "Notices 2" in in_header(read(client))
    Notice.objects.update(read_at=timezone.now())
    assert "Notices 2" not in in_header(read(client))


def test_reading_the_page_marks_nothing(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    with nothing_changes():
        read(client)


def test_one_is_marked_by_its_button_and_all_by_one(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    page = read(client)
    (form,) = (one for one in page.iter("form") if inside_main(page, one))
    first = shown(page)[0]
    sent = values(form) | {"shown": shown(page)}
    assert client.post(NOTICES, sent | {"notice": first})["Location"] == NOTICES
    assert new(read(client)) == [told(page)[1]]
    client.post(NOTICES, {"shown": shown(page)})
    assert not new(read(client))
    assert len(told(read(client))) == 2


def test_what_came_in_meanwhile_stays_new(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    before = shown(read(client))
    life.act("resubmit")
    life.act("receive")
    delivered()
    client.post(NOTICES, {"shown": before})
    (left,) = new(read(client))
    assert left.startswith("The one-stop unit received it")


def test_the_moment_of_reading_is_the_first(client: Client, life: Life) -> None:
    as_citizen(client, "hoa")
    before = shown(read(client))
    client.post(NOTICES, {"shown": before})
    with nothing_changes():
        client.post(NOTICES, {"shown": before})


@pytest.mark.parametrize("meant", ["x", "", "\0", "5b0f2f3a-6f0e-4a0e-9a43-0c3de1f0a001"])
def test_what_names_no_notice_of_theirs_marks_none(client: Client, life: Life, meant: str) -> None:
    as_citizen(client, "hoa")
    read(client)
    with nothing_changes():
        assert client.post(NOTICES, {"notice": meant}).status_code == 302


def test_nobody_marks_or_reads_the_notices_of_another(client: Client, life: Life) -> None:
    assert client.get(NOTICES).status_code == 302
    as_citizen(client, "khach")
    assert of_class(read(client), "empty")
    theirs = [str(one.public_id) for one in Notice.objects.all()]
    with nothing_changes():
        client.post(NOTICES, {"shown": theirs})


def test_of_a_dossier_out_of_sight_it_says_the_act_alone(client: Client, life: Life) -> None:
    Notice.objects.update(dossier=uuid4())
    as_citizen(client, "hoa")
    page = read(client)
    assert len(told(page)) == 2
    assert not list(of_class(page, "list")[0].iter("a"))


def test_of_many_the_newest_are_shown(
    client: Client, life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    hoa = as_citizen(client, "hoa")
    Notice.objects.bulk_create(
        Notice(
            key=f"test:{n}",
            account=hoa.public_id,
            dossier=life.dossier.public_id,
            act="receive",
            at=timezone.now(),
        )
        for n in range(40)
    )
    assert len(told(read(client))) == 42
    monkeypatch.setattr(heard, "SIZE", 10)
    page = read(client)
    assert len(told(page)) == 10
    assert "Older notices are not shown" in words(page)
