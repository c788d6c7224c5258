"""News is written with its cause, once, and names nobody."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from tests.people import MONDAY
from workflows.outbox.models import Message
from workflows.outbox.post import NotACode, post

from .makers import a_message, at_once


@pytest.mark.django_db
def test_an_act_undone_posts_nothing() -> None:
    with transaction.atomic():
        post("notice", uuid4(), at=MONDAY, key="1:notice", act="receive")
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_key_posted_again_stays_the_message_it_was() -> None:
    first = a_message(key="1:notice", act="receive")
    again = a_message(key="1:notice", act="issue", at=MONDAY + timedelta(days=1))
    assert (again.pk, again.payload, again.created_at) == (first.pk, {"act": "receive"}, MONDAY)


@pytest.mark.django_db(transaction=True)
def test_a_key_posted_by_many_at_once_is_one_message() -> None:
    ready = Barrier(8)

    def posting(number: int) -> None:
        with transaction.atomic():
            ready.wait()
            post("notice", uuid4(), at=MONDAY, key="1:notice", act="receive")

    at_once(8, posting)
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_posted_without_the_transaction_of_its_cause() -> None:
    with pytest.raises(TransactionManagementError):
        post("notice", uuid4(), at=MONDAY, key="1:notice", act="receive")
    assert not Message.objects.exists()


@pytest.mark.django_db
def test_a_message_carries_the_transaction_of_its_cause() -> None:
    message = a_message()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert cursor.fetchone() == (message.xact,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "told", ["Nguyễn Thị Hoa", "hoa@example.vn", "099100000001", "0900000001", "", "a" * 41]
)
def test_what_is_no_code_is_not_posted(told: str) -> None:
    with pytest.raises(NotACode) as refused:
        a_message(act=told)
    assert not told or told not in str(refused.value)
    assert not Message.objects.exists()
