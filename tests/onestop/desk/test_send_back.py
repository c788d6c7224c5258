"""Sending back: with a reason, once, and whoever comes too late is told."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from onestop.demo.office import DemoOffice
from tests.lives import Life, a_life
from tests.markup import by_id, of_class, words
from tests.unchanged import nothing_changes
from workflows.dossiers.status import Status
from workflows.journal.private import values_of

from .signing import address, done, enter, opened, read, send, shown, sign

QUEUE = "/ky-duyet/"
REASON = "Số tiền tại Phụ lục chưa khớp với hồ sơ."


@pytest.fixture
def life(office: DemoOffice, client: Client) -> Life:
    one = a_life(office).until("approve")
    enter(client, one)
    return one


def unfolded(page: ET.Element) -> bool:
    (more,) = of_class(page, "more")
    return "open" in more.attrib


def test_it_is_folded_away_until_it_is_wanted(client: Client, life: Life) -> None:
    assert not unfolded(read(client, address(life)))


def test_it_goes_back_to_the_handler_with_the_reason(client: Client, life: Life) -> None:
    answer = send(client, life, opened(client, life), "send_back", reason=REASON)
    assert (answer.status_code, answer["Location"]) == (302, QUEUE)
    assert life.fresh.status == Status.PROCESSING
    assert REASON in values_of(life.dossier, "reason").values()
    assert client.get(address(life)).status_code == 404
    page = read(client, reverse("desk:queue"))
    assert not of_class(page, "queue")
    assert f"{life.fresh}: sent back" in words(page)


def test_proposed_again_its_history_tells_why_it_went_back(client: Client, life: Life) -> None:
    send(client, life, opened(client, life), "send_back", reason=REASON)
    life.act("propose")
    page = read(client, address(life))
    assert REASON in words(of_class(page, "trail")[0])
    # The approver's own reason is not told as the handler's.
    assert words(page).count(REASON) == 1


def test_without_a_reason_nothing_goes_back(client: Client, life: Life) -> None:
    form = opened(client, life)
    with nothing_changes():
        answer = send(client, life, form, "send_back", reason=" ")
    assert answer.status_code == 422
    said = "Write what has to be changed in the draft."
    assert said in words(of_class(shown(answer), "errors")[0])
    assert said in words(by_id(shown(answer), "id_reason-error"))
    assert unfolded(shown(answer))


def test_the_reason_typed_stays_when_the_pin_is_missing(client: Client, life: Life) -> None:
    answer = sign(client, life, opened(client, life) | {"reason": REASON}, pin="")
    assert words(by_id(shown(answer), "id_reason")) == REASON
    assert unfolded(shown(answer))


def test_a_form_sent_twice_sends_back_once_and_answers_alike(client: Client, life: Life) -> None:
    form = opened(client, life)
    answers = [send(client, life, form, "send_back", reason=REASON) for _time in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, QUEUE)] * 2
    assert done(life) == ["send_back"]


@pytest.mark.parametrize("act", ["approve", "send_back"])
def test_what_has_gone_back_is_neither_signed_nor_sent_back_by_another_tab(
    client: Client, life: Life, act: str
) -> None:
    one, other = opened(client, life), opened(client, life)
    send(client, life, one, "send_back", reason=REASON)
    with nothing_changes(refused=1):
        answer = send(client, life, other, act, reason=REASON, pin="000000")
    assert answer.status_code == 409
    page = shown(answer)
    assert "send back, by Trần Quang Minh" in words(of_class(page, "errors")[0])
    # No longer the approver's to see.
    assert str(life.owner) not in words(page)
