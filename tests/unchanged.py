"""That a refusal leaves nothing behind: every row of every table, before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import override

from tests.lives import Life
from workflows.journal.models import Access

Rows = dict[str, list[str]]


def everything() -> Rows:
    """All rows of all tables, as PostgreSQL writes them; only its own counters are left out."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        return {table: _rows(table) for table in tables}


def refusals() -> int:
    """What was read before an act was refused has its own trace, which stays."""
    return Access.objects.filter(kind=Access.Kind.REFUSED).count()


@contextmanager
def nothing_changes(*, refused: int = 0) -> Iterator[None]:
    """Holds the block to its word; `refused` rows may be added to the log of refusals."""
    before, noted = everything(), refusals()
    yield
    after = everything()
    assert refusals() == noted + refused
    log = Access._meta.db_table
    del before[log], after[log]
    assert after == before


def _rows(table: str) -> list[str]:
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {name} AS t ORDER BY 1")  # noqa: S608  a table's name
        return [row for (row,) in cursor.fetchall()]


def refusal(
    life: Life, act: str, error: type[Exception], *, refused: int = 0, **details: Any
) -> str:
    """What is said, in English, when the act is refused; nothing has changed then."""
    with nothing_changes(refused=refused), pytest.raises(error) as told, override("en"):
        life.act(act, **details)
    with override("en"):
        return str(told.value)
