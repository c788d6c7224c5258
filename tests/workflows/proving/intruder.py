"""What the owner of the database can do to any table, guards switched off; and undoing it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from workflows.files import store

FIND = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = %s AND {column} = %s::regclass
"""


def plant(model: type[Model], statement: str, **values: Any) -> None:
    """Runs one statement, in which `{table}` is the table, with its triggers lifted."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement.format(table=table), values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def put(row: Model, change: str, **values: Any) -> None:
    """Changes one row in any way SQL can say."""
    plant(type(row), f"UPDATE {{table}} SET {change} WHERE id = {row.pk}", **values)  # noqa: S608


def drop(row: Model) -> None:
    plant(type(row), "DELETE FROM {table} WHERE id = %(pk)s", pk=row.pk)


def lift(model: type[Model], kind: str) -> None:
    """Drops the constraints of a table: `u`, what must be unique; `c`, what is checked.

    Of kind `f`, the foreign keys that lead to it.
    """
    column = "confrelid" if kind == "f" else "conrelid"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(FIND.format(column=column), [kind, model._meta.db_table])
        for table, name in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')


@contextmanager
def undone() -> Iterator[None]:
    """Whatever the block does to the base is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def on_disk(digest: str, content: bytes | None) -> Iterator[None]:
    """Other bytes lie under a digest, or none, while the block runs."""
    path = store.path_of(digest)
    before = path.read_bytes()
    path.unlink()
    try:
        if content is not None:
            path.write_bytes(content)
        yield
    finally:
        path.write_bytes(before)
