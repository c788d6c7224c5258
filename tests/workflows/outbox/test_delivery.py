"""A message is ours for a while, in its turn, and its failures are counted."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.people import MONDAY
from workflows.outbox import delivery
from workflows.outbox.models import Message

from .makers import a_message, afresh, at_once

LATER = MONDAY + delivery.LEASE


def claimed(at: datetime = MONDAY) -> Message:
    message = delivery.claim(at=at)
    assert message is not None
    return message


def test_each_wait_is_twice_the_last_up_to_an_hour() -> None:
    waits = [delivery.wait_after(n).total_seconds() for n in range(1, 13)]
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]


def test_a_message_is_tried_for_three_days_before_it_is_given_up() -> None:
    waits = [delivery.wait_after(n) for n in range(1, delivery.TRIES)]
    assert timedelta(days=2, hours=22) < sum(waits, timedelta()) < timedelta(days=3, hours=2)


@pytest.mark.django_db
def test_nobody_else_gets_a_message_while_the_lease_lasts() -> None:
    message = a_message()
    assert claimed() == message
    assert delivery.claim(at=LATER - timedelta(seconds=1)) is None
    assert claimed(LATER) == message


@pytest.mark.django_db
def test_nothing_leaves_before_its_time() -> None:
    a_message(at=MONDAY)
    assert delivery.claim(at=MONDAY - timedelta(seconds=1)) is None


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once_get_two_messages() -> None:
    for _ in range(8):
        a_message()
    got = at_once(8, lambda _: claimed().pk)
    assert len(set(got)) == 8


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_message_that_another_is_claiming() -> None:
    held, free = a_message(), a_message()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT FROM outbox_message WHERE id = %s FOR UPDATE", [held.pk])
        assert claimed() == free
        assert delivery.claim(at=MONDAY) is None
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_nobody_claims_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        delivery.claim(at=MONDAY)


@pytest.mark.django_db
def test_news_of_a_dossier_leaves_in_the_order_it_was_written() -> None:
    dossier = uuid4()
    first, second = a_message(subject=dossier), a_message(subject=dossier)
    assert claimed() == first
    assert delivery.claim(at=MONDAY) is None
    delivery.put_off(claimed(LATER), "smtp 451", at=LATER)
    assert delivery.claim(at=LATER) is None
    delivery.sent(first, at=LATER)
    assert claimed(LATER) == second


@pytest.mark.django_db
def test_other_dossiers_and_other_topics_do_not_wait() -> None:
    dossier = uuid4()
    messages = [a_message("email", dossier), a_message("notice", dossier), a_message("email")]
    assert [claimed() for _ in messages] == messages


@pytest.mark.django_db
def test_what_was_given_up_is_in_nobodys_way() -> None:
    dossier = uuid4()
    a_message(subject=dossier)
    second = a_message(subject=dossier)
    delivery.give_up(claimed(), "recipient_refused 550")
    assert claimed() == second


@pytest.mark.django_db
def test_an_absent_mail_server_is_asked_until_the_last_try() -> None:
    message, at = a_message(), MONDAY
    for attempt in range(1, delivery.TRIES):
        assert delivery.put_off(claimed(at), "smtp 421", at=at)
        at += delivery.wait_after(attempt)
    assert not delivery.put_off(claimed(at), "smtp 421", at=at)
    dead = afresh(message)
    assert (dead.state, dead.last_error) == (Message.State.DEAD, "smtp 421")
    assert dead.attempts == delivery.TRIES


@pytest.mark.django_db
def test_faults_are_counted_only_in_a_row() -> None:
    message, at = a_message(), MONDAY
    for fault in (True, True, False, True, True):
        assert delivery.put_off(claimed(at), "unforeseen KeyError", at=at, fault=fault)
        at += timedelta(hours=1)
    assert not delivery.put_off(claimed(at), "unforeseen KeyError", at=at, fault=True)
    assert afresh(message).state == Message.State.DEAD


@pytest.mark.django_db
def test_a_failure_is_not_believed_once_somebody_else_has_the_message() -> None:
    message = a_message()
    slow = claimed()
    claimed(LATER)
    delivery.give_up(slow, "smtp 421")
    assert afresh(message).state == Message.State.WAITING


@pytest.mark.django_db
def test_what_was_sent_was_sent_even_if_the_lease_ran_out() -> None:
    message = a_message()
    slow, quick = claimed(), claimed(LATER)
    delivery.sent(slow, at=LATER)
    delivery.put_off(quick, "smtp 421", at=LATER)
    assert afresh(message).state == Message.State.SENT


@pytest.mark.django_db
def test_what_was_given_up_is_sent_again_once_somebody_revives_it() -> None:
    message = a_message()
    for _ in range(delivery.DEATHS + 1):
        Message.objects.update(next_at=MONDAY)
        tried = claimed()
    delivery.give_up(tried, delivery.LOST)
    delivery.revive(message.key, by="operator", at=LATER)
    revived = afresh(message)
    assert (revived.state, revived.last_error) == (Message.State.WAITING, delivery.LOST)
    assert delivery.claim(at=LATER - timedelta(seconds=1)) is None
    again = claimed(LATER)
    assert (again.pk, again.attempts, again.faults) == (message.pk, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["waiting", "sent", "unknown"])
def test_only_what_was_given_up_can_be_revived(state: str) -> None:
    message = a_message()
    if state == "sent":
        delivery.sent(claimed(), at=MONDAY)
    before = Message.objects.values().get()
    with pytest.raises(delivery.NotGivenUp):
        delivery.revive("no key" if state == "unknown" else message.key, by="operator", at=LATER)
    assert Message.objects.values().get() == before


@pytest.mark.django_db
def test_only_what_was_sent_long_ago_is_forgotten() -> None:
    old, new, dead, waiting = (a_message(subject=uuid4()) for _ in range(4))
    for message, at in ((old, MONDAY), (new, LATER)):
        delivery.sent(message, at=at)
    Message.objects.filter(pk=dead.pk).update(state="dead", last_error="smtp 550")
    assert delivery.clear_sent(before=LATER) == 1
    assert set(Message.objects.all()) == {new, dead, waiting}
    assert delivery.clear_sent(before=LATER) == 0
