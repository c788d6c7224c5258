"""What is due leaves, once where nobody dies, and one message's trouble is its own."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from uuid import uuid4

import pytest
from django.db import connection

from onestop.connectors import dispatch
from onestop.connectors.dispatch import Counts
from onestop.connectors.errors import Away, NobodyToTell, Undeliverable
from tests.people import MONDAY
from tests.workflows.outbox.makers import a_message, afresh, at_once
from workflows.outbox import delivery
from workflows.outbox.models import Message

HOUR = timedelta(hours=1)
CANARY = "hoa.nguyen@example.vn"

Use = Callable[[Callable[[Message], None]], None]


class Recorder:
    """A sender that remembers what it sent, in order."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._lock = Lock()

    def __call__(self, message: Message) -> None:
        assert not connection.in_atomic_block
        with self._lock:
            self.keys.append(message.key)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Use:
    """Puts a sender in charge of the topic `test`."""
    return lambda sender: monkeypatch.setitem(dispatch.SENDERS, "test", sender)


def empty(*, hours: int = 0, limit: int = 1000) -> Counts:
    return dispatch.empty(clock=lambda: MONDAY + hours * HOUR, limit=limit)


def failing(error: Exception) -> Callable[[Message], None]:
    def sender(message: Message) -> None:
        raise error

    return sender


@pytest.mark.django_db(transaction=True)
def test_eight_workers_send_two_hundred_messages_once_each(use: Use) -> None:
    sender = Recorder()
    use(sender)
    posted = {a_message().key for _ in range(200)}
    counts = at_once(8, lambda _: empty())
    assert sum(count.sent for count in counts) == 200
    assert Counter(sender.keys) == Counter(posted)
    assert not Message.objects.exclude(state="sent", sent_at=MONDAY, attempts=1).exists()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_keep_the_order_of_each_dossier(use: Use) -> None:
    sender = Recorder()
    use(sender)
    dossiers = [uuid4() for _ in range(10)]
    for number in range(100):
        a_message(subject=dossiers[number % 10], key=f"{number % 10}:{number:03}")
    while Message.objects.waiting().exists():
        at_once(8, lambda _: empty())
    assert len(sender.keys) == 100
    for dossier in "0123456789":
        sent = [key for key in sender.keys if key.startswith(dossier)]
        assert sent == sorted(sent)


@pytest.mark.django_db(transaction=True)
def test_a_round_ends_at_its_limit(use: Use) -> None:
    use(Recorder())
    for _ in range(5):
        a_message()
    assert empty(limit=3) == Counts(sent=3)
    assert empty(limit=3) == Counts(sent=2)


@pytest.mark.django_db(transaction=True)
def test_what_a_dead_worker_held_is_sent_when_its_lease_ends(use: Use) -> None:
    sender = Recorder()
    use(sender)
    message = a_message()
    delivery.claim(at=MONDAY)
    assert empty().tried == 0
    assert empty(hours=1) == Counts(sent=1)
    assert sender.keys == [message.key]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_was_there_when_nine_workers_died_is_still_sent(use: Use) -> None:
    sender = Recorder()
    use(sender)
    message = a_message()
    for hour in range(9):
        delivery.claim(at=MONDAY + hour * HOUR)
    assert empty(hours=9) == Counts(sent=1)
    assert sender.keys == [message.key]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_kills_its_workers_is_given_up_after_ten(use: Use) -> None:
    sender = Recorder()
    use(sender)
    message = a_message()
    for hour in range(10):
        delivery.claim(at=MONDAY + hour * HOUR)
    assert empty(hours=10) == Counts(dead=1)
    assert afresh(message).last_error == "worker_lost"
    assert sender.keys == []


@pytest.mark.django_db(transaction=True)
def test_a_poisoned_message_stops_no_other_and_is_given_up_after_three_tries(use: Use) -> None:
    sender = Recorder()
    poison = a_message()

    def sends(message: Message) -> None:
        if message.key == poison.key:
            raise KeyError(CANARY)
        sender(message)

    use(sends)
    others = [a_message().key for _ in range(10)]
    assert empty() == Counts(sent=10, put_off=1)
    assert sender.keys == others
    assert [empty(hours=hour) for hour in (1, 2)] == [Counts(put_off=1), Counts(dead=1)]
    assert afresh(poison).last_error == "unforeseen KeyError"


@pytest.mark.django_db(transaction=True)
def test_what_can_never_be_delivered_is_given_up_at_once_with_its_reason(use: Use) -> None:
    use(failing(Undeliverable("recipient_refused 550")))
    message = a_message()
    assert empty() == Counts(dead=1)
    dead = afresh(message)
    assert (dead.state, dead.last_error) == (Message.State.DEAD, "recipient_refused 550")
    assert empty(hours=100).tried == 0


@pytest.mark.django_db(transaction=True)
def test_while_the_other_side_is_away_the_message_waits_and_says_why(use: Use) -> None:
    use(failing(Away("smtp 421")))
    message = a_message()
    assert empty() == Counts(put_off=1)
    waiting = afresh(message)
    assert waiting.next_at == MONDAY + delivery.wait_after(1)
    assert (waiting.state, waiting.last_error) == (Message.State.WAITING, "smtp 421")
    use(Recorder())
    assert empty(hours=1) == Counts(sent=1)
    assert afresh(message).last_error == ""


@pytest.mark.django_db(transaction=True)
def test_where_nobody_is_to_be_told_the_message_is_done(use: Use) -> None:
    use(failing(NobodyToTell("no_address")))
    message = a_message()
    assert empty() == Counts(needless=1)
    done = afresh(message)
    assert (done.state, done.last_error) == (Message.State.SENT, "no_address")


@pytest.mark.django_db(transaction=True)
def test_a_topic_without_a_sender_waits_for_a_worker_that_knows_it() -> None:
    message = a_message("test")
    assert empty() == Counts(put_off=1)
    assert afresh(message).last_error == "no_sender"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [KeyError(CANARY), RuntimeError(CANARY), ValueError(CANARY)])
def test_the_text_of_an_error_is_neither_kept_nor_logged(
    use: Use, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    use(failing(error))
    caplog.set_level(logging.DEBUG)
    a_message()
    for hour in range(3):
        empty(hours=hour)
    assert "was given up" in caplog.text
    assert CANARY not in caplog.text
    assert CANARY not in str(list(Message.objects.values()))
