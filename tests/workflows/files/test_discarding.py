"""What nothing refers to is discarded after a day, and nothing that anybody is about to need."""

from __future__ import annotations

import os
from concurrent.futures import Future
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction
from pytest_django import Settings

from signing.models import SignatureRequest
from tests.people import MONDAY, an_office, citizens, person_of
from tests.workflows.dossiers.makers import a_dossier
from tests.workflows.results.makers import a_result
from tests.workflows.routes.racing import race, until_it_waits, waits_for_a_file
from workflows.dossiers.models import Component, Paper
from workflows.files import discarding, store
from workflows.files.discarding import discard
from workflows.files.models import StoredFile
from workflows.files.register import enter

OLD, NEW = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES_DIR = tmp_path
    return tmp_path


def kept(content: bytes = b"%PDF-1.7 a paper", *, at: Any = OLD) -> store.Kept:
    """Bytes that were last kept at this moment."""
    one = store.keep_bytes(content)
    os.utime(store.path_of(one.digest), (at.timestamp(), at.timestamp()))
    return one


def is_there(one: store.Kept) -> bool:
    return store.path_of(one.digest).exists()


@pytest.mark.django_db
def test_bytes_of_an_act_that_was_undone_go_after_their_grace() -> None:
    undone = kept(b"undone")
    with transaction.atomic():
        enter(undone, at=OLD)
        transaction.set_rollback(True)
    under_way = kept(b"under way", at=NEW)
    assert discard(before=MONDAY) == 1
    assert (is_there(undone), is_there(under_way)) == (False, True)


@pytest.mark.django_db
def test_a_paper_taken_out_again_goes_with_its_row() -> None:
    old, new = kept(b"old"), kept(b"new", at=NEW)
    enter(old, at=OLD)
    enter(new, at=NEW)
    assert discard(before=MONDAY) == 1
    assert [row.digest for row in StoredFile.objects.all()] == [new.digest]
    assert (is_there(old), is_there(new)) == (False, True)


@pytest.mark.django_db
def test_bytes_are_kept_as_long_as_anything_refers_to_them() -> None:
    people, office = citizens(), an_office()
    dossier = a_dossier(office, people)
    one, other, third = kept(b"1"), kept(b"2"), kept(b"3")
    Component.objects.create(
        dossier=dossier, requirement="x", origin=1, file=enter(one, at=OLD), added_at=OLD
    )
    Paper.objects.create(dossier=dossier, kind="01", file=enter(other, at=OLD), made_at=OLD)
    a_result(person_of(people.hoa), office.committee, b"3", file=enter(third, at=OLD))
    os.utime(store.path_of(third.digest), (0, 0))
    assert discard(before=MONDAY) == 0
    assert all(is_there(file) for file in (one, other, third))
    assert StoredFile.objects.count() == 3


@pytest.mark.django_db
def test_a_row_that_is_used_by_the_time_of_its_turn_stays() -> None:
    one = enter(kept(), at=OLD)
    dossier = a_dossier(an_office(), citizens())
    Paper.objects.create(dossier=dossier, kind="01", file=one, made_at=OLD)
    discarding._discard_row(one.pk)
    assert StoredFile.objects.get() == one


@pytest.mark.django_db
def test_what_was_signed_before_a_crash_waits_for_its_record() -> None:
    signed = kept(b"signed")
    SignatureRequest.objects.create(
        purpose="personal",
        subject_ref=uuid4(),
        digest="a" * 64,
        signer_ref=uuid4(),
        opened_at=OLD,
        until=OLD,
        signed_digest=signed.digest,
        signed_by=uuid4(),
        signed_at=OLD,
        idempotency_key="form-1",
    )
    assert discard(before=MONDAY) == 0
    assert is_there(signed)


@pytest.mark.django_db
def test_bytes_kept_once_more_are_new_again() -> None:
    one = kept()
    store.keep_bytes(b"%PDF-1.7 a paper")
    assert not store.forget(one.digest, before=MONDAY)
    assert is_there(one)


@pytest.mark.django_db
def test_nothing_is_named_while_something_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes kept again between the look and the removal would be gone otherwise."""
    one = kept()
    waiting: list[Future[Any]] = []

    def looked(path: Path, moment: Any) -> bool:
        again = partial(store.keep_bytes, b"%PDF-1.7 a paper")
        waiting.append(until_it_waits(again, waits_for_a_file))
        return True

    monkeypatch.setattr(store, "_is_older", looked)
    assert store.forget(one.digest, before=MONDAY)
    (again,) = waiting
    assert again.result(timeout=60) == one
    assert is_there(one)


@pytest.mark.django_db(transaction=True)
def test_a_row_that_an_act_has_entered_is_left_to_it() -> None:
    """The act holds the row until it commits with what refers to it."""
    one = kept()
    enter(one, at=OLD)
    with transaction.atomic():
        enter(one, at=NEW)
        (discarded,) = race(lambda: discard(before=MONDAY))
        assert discarded == 0
        assert StoredFile.objects.filter(digest=one.digest).exists()
    assert is_there(one)


@pytest.mark.django_db(transaction=True)
def test_an_act_waits_for_a_row_that_is_being_discarded_and_enters_another() -> None:
    one = kept()
    gone = enter(one, at=OLD)

    def entering() -> int:
        try:
            return enter(one, at=NEW).pk
        finally:
            connection.close()

    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=gone.pk).delete()
        waiting = until_it_waits(entering)
    assert waiting.result(timeout=60) == StoredFile.objects.get().pk != gone.pk


@pytest.mark.django_db(transaction=True)
def test_two_who_discard_at_once_do_not_disturb_each_other() -> None:
    for number in range(20):
        enter(kept(b"%d" % number), at=OLD)
    said = race(*[lambda: discard(before=MONDAY)] * 4)
    assert sum(one for one in said if isinstance(one, int)) == 20, said
    assert not StoredFile.objects.exists()


@pytest.mark.django_db
def test_where_nothing_was_ever_kept_nothing_is_discarded() -> None:
    assert discard(before=MONDAY) == 0
