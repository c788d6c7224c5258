"""A file is scanned by one worker at a time, the longest waiting first; one verdict stands."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import MONDAY
from tests.workflows.outbox.makers import at_once
from workflows.files.models import StoredFile
from workflows.files.register import enter
from workflows.files.scanning import LEASE, claim, note
from workflows.files.store import Kept

Scan = StoredFile.Scan


def a_file(number: int = 0, *, scan: str = Scan.PENDING) -> StoredFile:
    kept = Kept(f"{number:064x}", 1, "application/pdf")
    return enter(kept, at=MONDAY + timedelta(seconds=number), scan=scan)


def claimed(at: datetime = MONDAY) -> int | None:
    file = claim(at=at)
    return file.pk if file else None


@pytest.mark.django_db
def test_only_what_waits_is_claimed_and_the_longest_waiting_first() -> None:
    second, first = a_file(2), a_file(1)
    a_file(0, scan=Scan.OWN)
    assert [claimed(), claimed(), claimed()] == [first.pk, second.pk, None]


@pytest.mark.django_db
def test_what_got_no_verdict_comes_again_after_the_lease_behind_what_is_new() -> None:
    broken = a_file(0)
    assert claimed() == broken.pk
    assert claimed(MONDAY + LEASE - timedelta(seconds=1)) is None
    new = a_file(1)
    assert [claimed(MONDAY + LEASE), claimed(MONDAY + LEASE)] == [new.pk, broken.pk]


@pytest.mark.django_db(transaction=True)
def test_two_who_claim_at_once_get_two_files() -> None:
    for number in range(8):
        a_file(number)
    assert len(set(at_once(8, lambda _: claimed()))) == 8


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_file_that_an_act_is_entering() -> None:
    entering, free = a_file(0), a_file(1)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT FROM files_storedfile WHERE id = %s FOR UPDATE", [entering.pk])
        assert [claimed(), claimed()] == [free.pk, None]
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_nobody_claims_inside_a_transaction() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError):
        claim(at=MONDAY)


@pytest.mark.django_db
@pytest.mark.parametrize("first", ["", "Eicar"])
def test_the_first_verdict_stands(first: str) -> None:
    file = a_file()
    note(file, malware=first)
    note(file, malware="" if first else "Eicar")
    file.refresh_from_db()
    assert (file.infected, file.malware) == (bool(first), first)


@pytest.mark.django_db
def test_the_same_bytes_handed_in_again_are_as_infected_as_before() -> None:
    note(a_file(), malware="Eicar")
    assert a_file().infected


@pytest.mark.django_db
@pytest.mark.parametrize(("scan", "name"), [(Scan.INFECTED, ""), (Scan.CLEAN, "Eicar")])
def test_malware_has_a_name_and_nothing_else_has_one(scan: str, name: str) -> None:
    a_file()
    with pytest.raises(IntegrityError, match="malware_is_named_where_it_was_found"):
        StoredFile.objects.update(scan=scan, malware=name)
