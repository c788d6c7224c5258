"""Who looked and who was refused stays on record, whatever becomes of the act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.people import MONDAY
from workflows.journal import access
from workflows.journal.models import Access

LAN = UUID("00000000-0000-4000-8000-00000000001a")
DOSSIER = UUID("00000000-0000-4000-8000-0000000000d1")
HOA = UUID("00000000-0000-4000-8000-00000000002a")

pytestmark = pytest.mark.django_db


def test_a_refused_attempt_is_kept() -> None:
    access.refused(account=LAN, dossier=DOSSIER, what="approve", purpose="act", at=MONDAY)
    row = Access.objects.get()
    assert (row.kind, row.account, row.dossier) == ("refused", LAN, DOSSIER)
    assert (row.what, row.purpose, row.at, row.person) == ("approve", "act", MONDAY, None)


@pytest.mark.parametrize("whose", [{"dossier": DOSSIER}, {"person": HOA}])
def test_a_look_at_personal_data_is_kept(whose: dict[str, UUID]) -> None:
    access.read(account=LAN, what="answers", purpose="reception", at=MONDAY, **whose)
    row = Access.objects.get()
    assert row.kind == "read"
    assert {"dossier": row.dossier, "person": row.person} == {
        "dossier": None,
        "person": None,
    } | whose


@pytest.mark.parametrize("log", [access.refused, access.read])
def test_nothing_is_logged_inside_a_transaction_that_could_be_rolled_back(log: Any) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        log(account=LAN, dossier=DOSSIER, what="approve", purpose="act", at=MONDAY)
    assert not Access.objects.exists()


@pytest.mark.parametrize("words", ["Nguyễn Thị Hoa", "hoa nguyen", "099190012345", "Hoa", ""])
@pytest.mark.parametrize("where", ["what", "purpose"])
def test_the_log_takes_codes_only(where: str, words: str) -> None:
    codes: dict[str, Any] = {"what": "search", "purpose": "reception", where: words}
    with pytest.raises(IntegrityError, match="access_holds_codes_only"):
        access.read(account=LAN, person=HOA, at=MONDAY, **codes)
