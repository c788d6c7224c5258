"""Signing: what is shown is what is signed, once, by the PIN of whose name stands under it."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from onestop.demo.cast import PIN
from onestop.demo.office import DemoOffice
from signing.models import SignatureRequest
from tests.lives import Life, a_life
from tests.markup import by_id, controls, of_class, words
from tests.onestop.doors import as_officer
from tests.people import a_post
from tests.trust import a_free_port
from tests.unchanged import everything, nothing_changes
from workflows.dossiers.models import Paper
from workflows.dossiers.status import Status
from workflows.files import store
from workflows.files.register import enter as register
from workflows.people.models import Role

from .signing import (
    WRONG,
    address,
    buttons,
    done,
    enter,
    form_of,
    opened,
    papers,
    read,
    send,
    shown,
    sign,
)

# Without BEGIN, COMMIT and savepoints. A change of the number is a decision, not an accident.
CANARY = "4711-chim-vang"
WRONG_PIN = "The PIN is wrong, so nothing was signed. Type it again."


@pytest.fixture
def life(office: DemoOffice, client: Client) -> Life:
    """Before Minh, who has just given a code."""
    one = a_life(office).until("approve")
    enter(client, one)
    return one


def test_what_is_shown_is_what_is_signed(client: Client, life: Life) -> None:
    page = read(client, address(life))
    (draft,) = papers(life, Paper.Kind.DRAFT)
    image = next(one for one in page.iter("img") if one.get("class") == "page")
    assert image.get("src") == reverse(
        "viewer:page", args=[life.dossier.public_id, draft.public_id, 1]
    )
    assert draft.file.digest in words(page).replace(" ", "")
    answer = sign(client, life, form_of(page))
    assert (answer.status_code, answer["Location"]) == (302, address(life))
    (signed,) = papers(life)
    assert life.fresh.approved_digest == draft.file.digest
    assert store.read(signed.file.digest).startswith(store.read(draft.file.digest))
    assert done(life) == ["approve", "sign"]


def test_the_page_turns_to_the_page_asked_for_and_never_beyond(client: Client, life: Life) -> None:
    (draft,) = papers(life, Paper.Kind.DRAFT)
    for asked, page in (("2", 2), ("99", 2), ("0", 1), ("x", 1), ("-1", 1)):
        root = read(client, f"{address(life)}?trang={asked}")
        image = next(one for one in root.iter("img") if one.get("class") == "page")
        assert image.get("src", "").endswith(f"{draft.public_id}/trang/{page}.png")


def test_what_is_signed_waits_no_longer_and_the_next_is_at_hand(
    client: Client, life: Life, office: DemoOffice
) -> None:
    following = a_life(office).until("approve")
    sign(client, life, opened(client, life))
    page = read(client, address(life))
    assert buttons(page) == []
    assert not [one for one in controls(page) if one.get("name") == "pin"]
    (filled,) = (one for one in of_class(page, "btn") if one.get("class") == "btn")
    assert filled.get("href") == address(following)
    assert "Signed, to be numbered and sealed" in words(page)


def test_a_wrong_pin_signs_nothing_and_the_next_one_signs_once(client: Client, life: Life) -> None:
    form = opened(client, life)
    answer = sign(client, life, form, pin=WRONG)
    page = shown(answer)
    assert answer.status_code == 422
    assert words(next(page.iter("title"))).startswith("Error:")
    (told,) = of_class(page, "errors")
    assert (told.get("role"), WRONG_PIN in words(told)) == ("alert", True)
    assert WRONG_PIN in words(by_id(page, "id_pin-error"))
    assert papers(life) == []
    # The approval was given; its intent waits for the signature.
    assert (done(life), buttons(page)) == (["approve"], ["sign"])
    assert send(client, life, form_of(page), "sign", pin=PIN).status_code == 302
    assert (done(life), len(papers(life))) == (["approve", "sign"], 1)


def test_the_first_form_too_still_ends_what_it_began(client: Client, life: Life) -> None:
    form = opened(client, life)
    sign(client, life, form, pin=WRONG)
    assert sign(client, life, form).status_code == 302
    assert (done(life), len(papers(life))) == (["approve", "sign"], 1)


def test_without_a_pin_nothing_is_even_approved(client: Client, life: Life) -> None:
    form = opened(client, life)
    with nothing_changes():
        answer = sign(client, life, form, pin="")
    assert answer.status_code == 422
    assert "Type the PIN; without it nothing is signed." in words(shown(answer))
    assert form_of(shown(answer))["key"] == form["key"]


def test_the_pin_is_nowhere(client: Client, life: Life, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = sign(client, life, opened(client, life), pin=CANARY)
    assert answer.status_code == 422
    assert CANARY not in answer.content.decode()
    assert CANARY not in caplog.text
    assert CANARY not in str(dict(client.session))
    assert not [row for table in everything().values() for row in table if CANARY in row]
    # Nor on a page that tells what went wrong in our code.
    assert answer.wsgi_request.sensitive_post_parameters == ("pin",)


def test_with_no_time_stamp_to_be_had_the_approval_stands_and_one_retry_signs(
    client: Client, life: Life, settings: LazySettings
) -> None:
    there, settings.TSA_URLS = settings.TSA_URLS, [f"http://127.0.0.1:{a_free_port()}/"]
    answer = sign(client, life, opened(client, life))
    assert answer.status_code == 422
    assert "No time-stamp could be had, so nothing was signed." in words(shown(answer))
    intent = SignatureRequest.objects.get(subject_ref=life.dossier.public_id)
    assert (intent.state, intent.signed_digest, papers(life)) == ("open", "", [])
    settings.TSA_URLS = there
    again = send(client, life, form_of(shown(answer)), "sign", pin=PIN)
    assert (again.status_code, len(papers(life))) == (302, 1)


def test_a_form_sent_twice_signs_once_and_answers_alike(client: Client, life: Life) -> None:
    form = opened(client, life)
    first = sign(client, life, form)
    with nothing_changes():
        second = sign(client, life, form)
    assert (first.status_code, first["Location"]) == (302, address(life))
    assert (second.status_code, second["Location"]) == (302, address(life))
    assert (done(life), len(papers(life))) == (["approve", "sign"], 1)


def test_of_two_tabs_the_second_is_told_what_happened_in_the_first(
    client: Client, life: Life
) -> None:
    one, other = opened(client, life), opened(client, life)
    sign(client, life, one)
    with nothing_changes():
        answer = sign(client, life, other)
    assert answer.status_code == 409
    said = words(of_class(shown(answer), "errors")[0])
    assert "The dossier has changed since you opened it" in said
    assert "sign, by Trần Quang Minh" in said


def test_a_draft_proposed_anew_is_read_anew(client: Client, life: Life) -> None:
    form = opened(client, life)
    life.act("send_back")
    life.act("propose", outcome="refusal", reason="Chưa đủ tài sản.")
    with nothing_changes():
        answer = sign(client, life, form)
    assert answer.status_code == 409
    page = shown(answer)
    assert form_of(page)["draft"] == life.fresh.draft_digest != form["draft"]
    assert "to refuse" in words(page)
    assert "Reason given by the handler: Chưa đủ tài sản." in words(page)


def test_another_digest_than_the_one_shown_is_not_approved(client: Client, life: Life) -> None:
    form = opened(client, life)
    with nothing_changes():
        answer = sign(client, life, form | {"draft": "0" * 64})
    assert answer.status_code == 422
    assert "The draft has changed since you opened it." in words(shown(answer))


def test_where_another_file_stands_in_its_place_there_is_nothing_to_sign_with(
    client: Client, life: Life
) -> None:
    other = register(store.keep_bytes(b"%PDF-1.7 another decision"), at=timezone.now())
    Paper.objects.filter(dossier=life.dossier, kind=Paper.Kind.DRAFT).update(file=other)
    page = read(client, address(life))
    assert (buttons(page), [one for one in page.iter("img") if one.get("class") == "page"]) == (
        [],
        [],
    )
    assert "Nothing can be signed; tell the administrator." in words(page)


def test_whoever_prepared_the_draft_reads_why_they_may_not_sign_it(
    client: Client, office: DemoOffice
) -> None:
    minh = office.posts["minh"]
    handling = a_post(Role.HANDLER, office.posts["hanh"].unit, minh.account)
    life = a_life(office).until("assign")
    life.act("assign", handler=str(handling.public_id))
    life.act("propose", by=minh.account)
    enter(client, life)
    page = read(client, address(life))
    assert "Whoever prepared the draft may not approve it." in words(page)
    assert "approve" not in buttons(page)


def test_an_old_code_is_asked_again_before_anything_is_signed(client: Client, life: Life) -> None:
    form = opened(client, life)
    as_officer(client, life.who("sign"), proved_at=timezone.now() - timedelta(minutes=16))
    asks = reverse("desk:step_up", query={"next": address(life)})
    page = read(client, address(life))
    assert not [one for one in controls(page) if one.get("name") == "pin"]
    (filled,) = (one for one in of_class(page, "btn") if one.get("class") == "btn")
    assert filled.get("href") == asks
    with nothing_changes():
        answer = sign(client, life, form)
    assert (answer.status_code, answer["Location"]) == (302, asks)


def test_approved_and_not_signed_it_waits_for_the_pin_alone(client: Client, life: Life) -> None:
    life.act("approve")
    page = read(client, address(life))
    assert buttons(page) == ["sign"]
    assert "It is not signed yet" in words(page)
    assert send(client, life, form_of(page), "sign", pin=PIN).status_code == 302
    assert life.fresh.status == Status.SIGNED
