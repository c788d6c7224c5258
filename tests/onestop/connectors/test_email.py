"""A mail says which dossier and what was done, in two languages, and nothing about a person."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from onestop.connectors import email
from onestop.connectors.dispatch import Counts, empty
from tests import people
from tests.fakes import FakeSmtp
from tests.people import MONDAY, person_of
from tests.workflows.dossiers.makers import a_dossier
from tests.workflows.outbox.makers import a_message, afresh
from workflows.dossiers.models import Contact, Dossier
from workflows.outbox.models import Message
from workflows.people.models import Account
from workflows.steps import settle

pytestmark = pytest.mark.django_db(transaction=True)

CODE = "H99.01-261123-0001"


@pytest.fixture
def smtp(settings: Settings) -> Iterator[FakeSmtp]:
    with FakeSmtp() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "Một cửa <mot-cua@example.vn>"
        yield server


@pytest.fixture
def citizens() -> people.Citizens:
    return people.citizens()


@pytest.fixture
def hoa(citizens: people.Citizens) -> Account:
    return citizens.hoa


@pytest.fixture
def dossier(citizens: people.Citizens) -> Dossier:
    return a_dossier(people.an_office(), citizens, code=CODE, received_at=MONDAY)


@pytest.fixture
def message(dossier: Dossier) -> Message:
    return a_message("email", dossier.public_id, act="receive")


def sent() -> Counts:
    return empty(clock=lambda: MONDAY, limit=10)


def address_of(account: Account) -> str:
    return person_of(account).email


def test_a_mail_names_the_dossier_in_both_languages(
    smtp: FakeSmtp, message: Message, hoa: Account
) -> None:
    assert sent() == Counts(sent=1)
    (mail,) = smtp.mails
    assert smtp.recipients == [mail["To"]] == [address_of(hoa)]
    assert mail["From"] == "Một cửa <mot-cua@example.vn>"
    assert mail["Subject"].strip() == f"Hồ sơ {CODE}: có tin mới / News of your dossier"
    body = mail.get_content()
    assert f"Hồ sơ {CODE} đã được tiếp nhận." in body
    assert f"Dossier {CODE} has been received." in body
    assert body.index("Kính gửi Ông/Bà") < body.index("Dear applicant")


def test_before_reception_the_dossier_is_simply_yours(smtp: FakeSmtp, dossier: Dossier) -> None:
    Dossier.objects.filter(pk=dossier.pk).update(code=None, received_at=None)
    a_message("email", dossier.public_id, act="submit")
    assert sent() == Counts(sent=1)
    body = smtp.mails[0].get_content()
    assert "Hồ sơ của Ông/Bà đã được nộp" in body
    assert "Your dossier has been submitted" in body


def test_a_second_copy_reads_like_the_first_whatever_was_done_meanwhile(
    smtp: FakeSmtp, dossier: Dossier
) -> None:
    filed = a_message("email", dossier.public_id, act="submit", at=MONDAY - timedelta(days=1))
    Dossier.objects.filter(pk=dossier.pk).update(code=None, received_at=None)
    email.send(filed)
    Dossier.objects.filter(pk=dossier.pk).update(code=CODE, received_at=MONDAY)
    email.send(filed)
    first, second = smtp.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert (first["Subject"], first.get_content()) == (second["Subject"], second.get_content())


def test_nothing_but_the_address_is_about_a_person(
    smtp: FakeSmtp, message: Message, hoa: Account, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    sent()
    person = person_of(hoa)
    mail = smtp.mails[0]
    address = mail["To"]
    del mail["To"]
    for told in (person.full_name, person.personal_id, person.phone, "Bờ Sông", address):
        assert told
        assert told not in mail.as_string() + mail.get_content()
        assert told not in caplog.text + str(list(Message.objects.values()))


def test_the_contact_is_written_to_rather_than_the_submitter(
    smtp: FakeSmtp, message: Message, dossier: Dossier
) -> None:
    contact = Contact.objects.create(name="Hòa", email="lien-he@example.vn")
    Dossier.objects.filter(pk=dossier.pk).update(contact=contact)
    sent()
    assert smtp.recipients == ["lien-he@example.vn"]


def test_a_mail_sent_twice_can_be_told_by_its_message_id(
    smtp: FakeSmtp, message: Message, dossier: Dossier
) -> None:
    email.send(message)
    email.send(message)
    email.send(a_message("email", dossier.public_id, act="issue"))
    first, again, other = (mail["Message-ID"] for mail in smtp.mails)
    assert first == again == email.message_id(message.key)
    assert other != first
    assert first.endswith("@example.vn>")
    assert str(dossier.public_id) not in first


def test_a_refused_recipient_is_given_up_with_the_reason(
    smtp: FakeSmtp, message: Message, hoa: Account, caplog: pytest.LogCaptureFixture
) -> None:
    smtp.refusals[address_of(hoa)] = 550
    assert sent() == Counts(dead=1)
    assert afresh(message).last_error == "recipient_refused 550"
    assert address_of(hoa) not in caplog.text


def test_a_recipient_put_off_by_the_server_is_tried_again(
    smtp: FakeSmtp, message: Message, hoa: Account
) -> None:
    smtp.refusals[address_of(hoa)] = 451
    assert sent() == Counts(put_off=1)
    assert afresh(message).last_error == "recipient_put_off 451"


@pytest.mark.parametrize("code", [421, 554])
def test_a_server_that_turns_everybody_away_is_asked_again(
    smtp: FakeSmtp, message: Message, code: int
) -> None:
    smtp.turned_away = code
    assert sent() == Counts(put_off=1)
    assert afresh(message).last_error == f"smtp {code}"


def test_a_server_that_is_not_there_is_asked_again(
    smtp: FakeSmtp, message: Message, settings: Settings
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = taken.getsockname()[1]
        assert sent() == Counts(put_off=1)
    assert afresh(message).last_error == "smtp ConnectionRefusedError"


def test_a_server_that_never_answers_is_left_in_time(
    smtp: FakeSmtp, message: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email, "SECONDS", 0.2)
    smtp.hold_at = 1
    assert sent() == Counts(put_off=1)
    assert afresh(message).last_error.startswith("smtp ")


def test_without_an_address_the_message_is_done(
    smtp: FakeSmtp, message: Message, hoa: Account
) -> None:
    person = person_of(hoa)
    person.email = ""
    person.save()
    assert sent() == Counts(needless=1)
    assert afresh(message).last_error == "no_address"
    assert smtp.mails == []


@pytest.mark.parametrize(
    "address", ["hoa@example.vn\nBcc: all@example.vn", "a@example.vn, b@example.vn", "hoa"]
)
def test_what_is_more_than_an_address_is_not_written_to(
    smtp: FakeSmtp, message: Message, hoa: Account, address: str
) -> None:
    person = person_of(hoa)
    person.email = address
    person.save()
    assert sent() == Counts(dead=1)
    assert afresh(message).last_error == "address_unusable"
    assert smtp.mails == []


def test_every_act_the_applicant_is_told_of_has_its_words() -> None:
    for act in settle.TOLD:
        assert "Hồ sơ H1 " in email._text(act, "H1")
