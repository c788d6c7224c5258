"""The list of stored files: one row for the same bytes, whoever hands them in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import MONDAY
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.files.store import Kept

KEPT = Kept("ab" * 32, 1_234, "application/pdf")


@pytest.mark.django_db
def test_a_file_handed_in_waits_for_its_scan() -> None:
    file = enter(KEPT, at=MONDAY)
    assert (file.digest, file.size, file.media_type) == (KEPT.digest, 1_234, "application/pdf")
    assert (file.scan, file.stored_at) == (StoredFile.Scan.PENDING, MONDAY)


@pytest.mark.django_db
def test_the_same_bytes_have_one_row_and_keep_their_first_day_and_scan() -> None:
    first = enter(KEPT, at=MONDAY, scan=StoredFile.Scan.OWN)
    again = enter(KEPT, at=MONDAY + timedelta(days=1))
    assert again == first
    assert (again.stored_at, again.scan) == (MONDAY, StoredFile.Scan.OWN)


@pytest.mark.django_db
def test_a_digest_is_sha256_in_hex() -> None:
    with pytest.raises(IntegrityError, match="digest_is_sha256_hex"):
        enter(Kept("ab", 1, "application/pdf"), at=MONDAY)


@pytest.mark.django_db(transaction=True)
def test_many_acts_may_enter_the_same_bytes_at_once() -> None:
    begin = Barrier(8)
    with ThreadPoolExecutor(8) as acts:
        rows = set(acts.map(_enter, [begin] * 8))
    assert rows == {StoredFile.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_who_refers_to_a_file_need_not_wait_for_who_enters_it_again() -> None:
    """But whoever would discard it passes it by."""
    file = enter(KEPT, at=MONDAY)
    with transaction.atomic():
        enter(KEPT, at=MONDAY)
        with ThreadPoolExecutor(1) as other:
            referred, free = other.submit(_locked_as_foreign_keys_do, file.pk).result(timeout=30)
    assert (referred, free) == ([file.pk], [])


def _locked_as_foreign_keys_do(pk: int) -> tuple[list[int], list[int]]:
    rows = f"SELECT id FROM files_storedfile WHERE id = {pk:d}"  # noqa: S608  a number
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{rows} FOR KEY SHARE NOWAIT")
            referred = [row[0] for row in cursor.fetchall()]
            cursor.execute(f"{rows} FOR UPDATE SKIP LOCKED")
            return referred, [row[0] for row in cursor.fetchall()]
    finally:
        connection.close()


def _enter(begin: Barrier) -> int:
    try:
        begin.wait(timeout=30)
        return enter(KEPT, at=MONDAY).pk
    finally:
        connection.close()
