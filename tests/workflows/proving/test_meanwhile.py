"""Proving goes on while people work, and takes nobody's half of an act for a fault."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from onestop.demo.office import DemoOffice
from signing.demo.pki import DemoPki
from tests.lives import DETOURS, a_life
from tests.workflows.routes.racing import race
from workflows.proving import paths, proof
from workflows.proving.look import Look, Violation

from .proving import proved


def test_what_is_written_meanwhile_contradicts_nothing(
    transactional_db: None, office: DemoOffice, demo_pki: DemoPki
) -> None:
    lives, over = [a_life(office), a_life(office, "archives")], Event()

    def work() -> None:
        try:
            for life in lives:
                for act in DETOURS:
                    life.act(act)
        finally:
            over.set()

    def look() -> tuple[int, list[Violation]]:
        rounds, faults = 0, list[Violation]()
        while not over.is_set():
            faults += proved(demo_pki)[0]
            rounds += 1
        return rounds, faults

    worked, looked = race(work, look)
    assert worked is None
    assert isinstance(looked, tuple)
    rounds, faults = looked
    assert rounds > 1
    assert faults == []


def test_each_rule_sees_one_moment_and_writes_nothing(
    transactional_db: None, office: DemoOffice, demo_pki: DemoPki
) -> None:
    a_life(office).through("receive")
    seen: list[str] = []

    def looking(look: Look) -> Iterator[Violation]:
        with connection.cursor() as cursor:
            cursor.execute("SHOW transaction_isolation")
            seen.append(cursor.fetchone()[0])
            yield from paths.check(look)
            with pytest.raises(DatabaseError, match="read-only"), transaction.atomic():
                cursor.execute("DELETE FROM steps_performedact")

    told = proof.Invariant("test", proof.INVARIANTS[0].title, looking)
    (came,) = proof.prove(at=timezone.now(), trust=None, rules=[told])
    assert seen == ["repeatable read"]
    assert isinstance(came, proof.Proved)
    assert (came.rows, came.violations) == (1, 0)
