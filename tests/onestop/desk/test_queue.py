"""The queue: what waits for this approver, the most urgent first, and what was done today."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from onestop.demo.office import DemoOffice
from onestop.desk import queue
from tests.lives import Life, a_life
from tests.markup import of_class, words
from workflows.dossiers.models import Dossier

from .signing import address, enter, read

QUEUE = "/ky-duyet/"
# Without BEGIN, COMMIT and savepoints. A change of the number is a decision, not an accident.


def links(client: Client, where: str = QUEUE) -> list[str]:
    page = read(client, where)
    return [a.get("href", "") for h2 in page.findall(".//ul/li//h2") for a in h2.iter("a")]


def due_in(life: Life, days: int) -> None:
    Dossier.objects.filter(pk=life.dossier.pk).update(due_at=timezone.now() + timedelta(days=days))


def test_the_most_urgent_document_stands_first(client: Client, office: DemoOffice) -> None:
    lives = [a_life(office).until("approve") for _time in range(3)]
    for life, days in zip(lives, (9, -3, 2), strict=True):
        due_in(life, days)
    enter(client, lives[0])
    assert links(client) == [address(lives[1]), address(lives[2]), address(lives[0])]


def test_a_row_tells_what_is_proposed_by_whom_and_until_when(
    client: Client, office: DemoOffice
) -> None:
    life = a_life(office).until("approve")
    enter(client, life)
    (row,) = of_class(read(client, QUEUE), "queue")[0].findall("li")
    said = words(row)
    for fact in ("to grant", "Quỹ Học bổng Bến Trăng", "Võ Thị Hạnh", str(life.fresh), "days left"):
        assert fact in said
    assert "Approved, not signed yet" not in said


@pytest.mark.parametrize(
    ("kind", "proposed"),
    [
        ("amend", "to correct the result by a letter"),
        ("replace", "to replace the result"),
        ("revoke", "to revoke the result"),
    ],
)
def test_what_puts_a_result_right_is_not_called_a_grant(
    client: Client, office: DemoOffice, kind: str, proposed: str
) -> None:
    life = a_life(office).through("hand_over")
    life.act("correct", kind=kind)
    opened = Dossier.objects.get(corrects__dossier_code=life.fresh.code)
    correction = replace(life, dossier=opened, done=["submit", "receive", "assign"])
    correction.act("propose", reason="Ghi sai ngày cấp.")
    enter(client, correction)
    for page in (QUEUE, address(correction)):
        said = words(read(client, page))
        assert proposed in said, page
        assert "to grant" not in said, page


def test_what_is_approved_waits_until_it_is_signed(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("sign")
    enter(client, life)
    assert "Approved, not signed yet" in words(read(client, QUEUE))
    life.act("sign")
    page = read(client, QUEUE)
    assert not of_class(page, "queue")
    assert of_class(page, "empty")
    assert f"{life.fresh}: signed" in words(page)


def test_one_page_leads_to_the_next(
    client: Client, office: DemoOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "SIZE", 2)
    lives = [a_life(office).until("approve") for _time in range(3)]
    for days, life in enumerate(lives):
        due_in(life, days + 1)
    enter(client, lives[0])
    page = read(client, QUEUE)
    (onward,) = (a.get("href", "") for a in page.iter("a") if "sau=" in a.get("href", ""))
    assert links(client, onward) == [address(lives[2])]
    assert "3 documents wait for you to sign" in words(page)
    assert links(client, f"{QUEUE}?sau=nonsense") == links(client)


def test_from_a_document_one_comes_to_the_next_and_from_the_last_to_the_first(
    client: Client, office: DemoOffice
) -> None:
    lives = [a_life(office).until("approve") for _time in range(3)]
    for days, life in enumerate(lives):
        due_in(life, days + 1)
    enter(client, lives[0])
    for life, following in zip(lives, (*lives[1:], lives[0]), strict=True):
        page = read(client, address(life))
        onward = [a.get("href") for a in page.iter("a") if a.get("rel") == "next"]
        assert onward == [address(following)]


def test_the_only_document_has_no_next_one(client: Client, office: DemoOffice) -> None:
    life = a_life(office).until("approve")
    enter(client, life)
    page = read(client, address(life))
    assert not [a for a in page.iter("a") if a.get("rel") == "next"]
