"""Entries are written at the end of a chain, in the act's own transaction, and stay as written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC
from typing import Any

import psycopg
import pytest
import rfc8785
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from pytest_django import DjangoAssertNumQueries

from workflows.dossiers.models import Dossier
from workflows.journal.chain import Link
from workflows.journal.models import Entry, PrivateValue
from workflows.journal.private import forget, values_of
from workflows.journal.record import ChainMoved

from .makers import HOA, an_entry, some_dossiers, written

pytestmark = pytest.mark.django_db

CANARY = "Nguyễn Thị Chim Vàng 099190012345"


def told(entry: Entry) -> dict[str, Any]:
    """The entry as a stranger would tell it from the row alone."""
    return {
        "dossier": str(entry.dossier.public_id),
        "seq": entry.seq,
        "act": entry.act,
        "actor": str(entry.actor),
        "post": str(entry.post) if entry.post else None,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "status_from": entry.status_from,
        "status_to": entry.status_to,
        "national_code": entry.national_code,
        "due": entry.due,
        "digest": entry.digest,
        "details": entry.details,
        "commitments": entry.commitments,
        "previous": entry.previous,
        "xact": str(entry.xact),
    }


def test_the_hash_is_sha256_over_the_canonical_json_of_the_whole_entry() -> None:
    (dossier,) = some_dossiers(2)
    for entry in Entry.objects.filter(dossier=dossier):
        assert entry.hash == hashlib.sha256(rfc8785.dumps(told(entry))).hexdigest()


def test_every_column_but_the_row_number_is_under_the_hash() -> None:
    columns = {field.name for field in Entry._meta.concrete_fields}
    assert {field.name for field in fields(Link)} | {"id", "hash", "xact"} == columns


def test_the_entry_returned_is_the_entry_that_was_written() -> None:
    (dossier,) = some_dossiers(1)
    entry = an_entry(dossier, by=HOA, due=None, digest=None, national_code=None)
    kept = Entry.objects.get(pk=entry.pk)
    names = [field.attname for field in Entry._meta.concrete_fields]
    assert {n: getattr(entry, n) for n in names} == {n: getattr(kept, n) for n in names}


def test_a_chain_counts_from_one_and_each_entry_names_the_one_before() -> None:
    (dossier,) = some_dossiers(3)
    first, second, third = Entry.objects.filter(dossier=dossier).order_by("seq")
    assert [first.seq, second.seq, third.seq] == [1, 2, 3]
    assert [first.previous, second.previous, third.previous] == ["", first.hash, second.hash]
    kept = Dossier.objects.get(pk=dossier.pk)
    assert (kept.journal_count, kept.journal_head) == (3, third.hash)


def test_what_one_act_writes_carries_the_number_of_its_transaction() -> None:
    (dossier,) = some_dossiers(0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (number,) = cursor.fetchone()
    assert an_entry(dossier).xact == number


@pytest.mark.parametrize(("private", "statements"), [({}, 1), ({"a": 1, "b": [2], "c": ""}, 2)])
def test_an_entry_takes_one_statement_and_its_private_values_another(
    django_assert_num_queries: DjangoAssertNumQueries, private: dict[str, Any], statements: int
) -> None:
    (dossier,) = some_dossiers(3)
    saved = 1
    savepoints = 2
    with django_assert_num_queries(statements + saved + savepoints):
        an_entry(dossier, private=private)


@pytest.mark.django_db(transaction=True)
def test_no_entry_is_written_outside_a_transaction() -> None:
    (dossier,) = some_dossiers(0)
    with pytest.raises(TransactionManagementError):
        written(dossier)
    assert not Entry.objects.exists()


def test_a_dossier_that_is_behind_its_journal_is_refused() -> None:
    (dossier,) = some_dossiers(2)
    stale = Dossier.objects.get(pk=dossier.pk)
    an_entry(dossier)
    with pytest.raises(ChainMoved):
        an_entry(stale)
    assert Entry.objects.filter(dossier=dossier).count() == 3


def test_a_dossier_that_is_ahead_of_its_journal_is_refused() -> None:
    (dossier,) = some_dossiers(2)
    with transaction.atomic():
        an_entry(dossier)
        transaction.set_rollback(True)
    with pytest.raises(ChainMoved):
        an_entry(dossier)
    assert Entry.objects.filter(dossier=dossier).count() == 2


@pytest.mark.parametrize(("count", "head"), [(1, None), (3, None), (2, "0" * 64)])
def test_a_dossier_must_know_both_the_count_and_the_head(count: int, head: str | None) -> None:
    (dossier,) = some_dossiers(2)
    dossier.journal_count, dossier.journal_head = count, head or dossier.journal_head
    with pytest.raises(ChainMoved):
        an_entry(dossier)


def test_a_place_in_a_chain_is_given_once() -> None:
    (dossier,) = some_dossiers(1)
    entry = Entry.objects.get()
    entry.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save(force_insert=True)
    assert dossier.entries.count() == 1


def test_a_number_that_is_not_whole_is_no_code() -> None:
    (dossier,) = some_dossiers(0)
    with pytest.raises(ValueError, match="not representable"):
        an_entry(dossier, details={"score": [{"of": 0.5}]})
    assert not Entry.objects.exists()


def test_an_entry_says_nothing_of_a_person() -> None:
    (dossier,) = some_dossiers(1)
    an_entry(dossier, private={"answers": {"name": {"value": CANARY}}, "note": CANARY})
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(row::text, E'\\n') FROM journal_entry AS row")
        (everything,) = cursor.fetchone()
    assert str(dossier.public_id) not in everything
    assert "Vàng" not in everything
    assert "099190012345" not in everything
    assert "Vàng" in PrivateValue.objects.get(name="note").value


def test_equal_private_values_leave_different_commitments() -> None:
    (dossier,) = some_dossiers(0)
    first, second = (an_entry(dossier, private={"note": CANARY}) for _time in range(2))
    assert first.commitments["note"] != second.commitments["note"]


def test_forgetting_erases_value_and_salt_of_this_dossier_only() -> None:
    dossier, other = some_dossiers(2, 1)
    assert forget(dossier) == 2
    assert list(PrivateValue.objects.values_list("entry__dossier", flat=True)) == [other.pk]


REWRITINGS = [
    "UPDATE journal_entry SET act = 'approve'",
    "UPDATE journal_entry SET act = 'approve' WHERE false",
    "DELETE FROM journal_entry",
    "INSERT INTO journal_entry SELECT * FROM journal_entry ON CONFLICT (id) DO UPDATE SET act = ''",
    "MERGE INTO journal_entry USING journal_entry AS old ON true WHEN MATCHED THEN DELETE",
    "UPDATE journal_access SET what = 'another'",
    "DELETE FROM journal_access",
]


@pytest.mark.parametrize("statement", REWRITINGS)
def test_the_database_refuses_to_rewrite_a_log(statement: str) -> None:
    some_dossiers(1)
    with (
        pytest.raises(IntegrityError, match="only ever added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_refuses_to_rewrite_an_entry_through_the_model() -> None:
    (dossier,) = some_dossiers(1)
    entry = Entry.objects.get()
    forget(dossier)
    for rewriting in (entry.save, entry.delete, Entry.objects.all().delete):
        with pytest.raises(DatabaseError, match="only ever added to"), transaction.atomic():
            rewriting()


@pytest.fixture
def a_database_that_is_no_test() -> Iterator[str]:
    """The tables of the test database under a name that does not begin with test_."""
    settings = connection.settings_dict
    name = f"kept_{settings['NAME']}"
    connection.close()
    with connection._nodb_cursor() as cursor:
        # A run that was killed may have left it.
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    yield name
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["journal_entry CASCADE", "journal_access"])
def test_a_log_is_emptied_in_a_test_database_only(
    a_database_that_is_no_test: str, table: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table}")
    elsewhere = connection.get_connection_params() | {"dbname": a_database_that_is_no_test}
    with (
        psycopg.connect(**elsewhere) as kept,
        pytest.raises(psycopg.errors.RestrictViolation, match="TRUNCATE is refused"),
    ):
        kept.execute(f"TRUNCATE {table}")


def test_what_was_hidden_is_read_by_its_place_until_it_is_forgotten() -> None:
    (dossier,) = some_dossiers(0)
    an_entry(dossier, private={"reason": "Thiếu số liệu."})
    an_entry(dossier, private={"note": CANARY})
    an_entry(dossier, private={"reason": "Đã đủ."})
    assert values_of(dossier, "reason") == {1: "Thiếu số liệu.", 3: "Đã đủ."}
    forget(dossier)
    assert values_of(dossier, "reason") == {}
