"""Proving on the command line and by night: what was held against what, and what does not hold."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils.translation import override

from onestop.celery import SWEEPS
from onestop.demo.office import DemoOffice
from onestop.tasks import prove_all
from signing.demo.pki import DemoPki
from tests.lives import Life, a_life
from tests.workflows.journal.intruder import change
from tests.workflows.proving.intruder import put
from workflows.dossiers.models import Book
from workflows.proving.proof import INVARIANTS


@pytest.fixture(autouse=True)
def site(settings: LazySettings, tmp_path: Path, demo_pki: DemoPki) -> Iterator[None]:
    settings.ROOTS_DIR = tmp_path / "roots"
    settings.TRUST_ROOTS = str(demo_pki.roots)
    with override("en"):
        yield


@pytest.fixture
def issued(office: DemoOffice) -> Life:
    return a_life(office).through("issue")


def prove(*words: str) -> list[str]:
    out = StringIO()
    call_command("prove", *words, stdout=out)
    return out.getvalue().splitlines()


def refused(*words: str) -> tuple[list[str], str]:
    """What a proof that fails prints, and what it fails with."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("prove", *words, stdout=out)
    return out.getvalue().splitlines(), str(error.value)


def test_each_rule_says_against_how_many_rows_it_was_held(issued: Life) -> None:
    lines = prove()
    assert len(lines) == len(INVARIANTS) + 1
    assert "I2: One act for each key. 8 rows checked: holds." in lines
    assert "I6: No number is missing, none is given twice. 1 row checked: holds." in lines
    assert lines[-1] == "All is well."


def test_where_there_is_nothing_nothing_is_proven(db: None) -> None:
    lines = prove()
    assert "I10: A second clock finds every due date. 0 rows checked: nothing proven." in lines
    assert not any(line.endswith(": holds.") for line in lines)


def test_what_does_not_hold_is_named_and_fails(issued: Life) -> None:
    put(Book.objects.get(), "last = last + 1")
    lines, told = refused()
    place = lines.index(
        "I6: No number is missing, none is given twice. 1 row checked: 1 violation."
    )
    assert lines[place - 1].startswith("  ! I6, H99 ")
    assert told == "1 violation."


def test_machines_are_told_one_object_a_line(issued: Life) -> None:
    told: list[dict[str, Any]] = [json.loads(line) for line in prove("--json")]
    assert [one["invariant"] for one in told] == [one.code for one in INVARIANTS]
    assert all(one["proven"] and one["rows"] and not one["violations"] for one in told)
    put(Book.objects.get(), "last = last + 1")
    lines, _error = refused("--json")
    (broken,) = (one for one in map(json.loads, lines) if "sentence" in one)
    assert broken["invariant"] == "I6"
    assert broken["subject"].startswith("H99 ")


def test_without_roots_to_trust_signatures_are_not_called_proven(
    issued: Life, settings: LazySettings, tmp_path: Path
) -> None:
    settings.TRUST_ROOTS = str(tmp_path / "nowhere")
    lines, _error = refused()
    assert any("nothing is proven of the signatures" in line for line in lines)


def test_by_night_it_is_loud_about_what_must_never_be(
    issued: Life, caplog: pytest.LogCaptureFixture
) -> None:
    assert ("onestop.tasks.prove_all", 86_400) in SWEEPS.values()
    prove_all()
    assert not [one for one in caplog.records if one.levelno > logging.WARNING]
    put(Book.objects.get(), "last = last + 1")
    prove_all()
    loud = [one.getMessage() for one in caplog.records if one.levelno > logging.WARNING]
    assert loud[0].startswith("what must never be: I6, H99 ")
    assert loud[1] == "1 violations of what must always hold"


def test_a_rule_that_cannot_be_looked_at_is_broken_and_hides_none_of_the_others(
    issued: Life, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, logger="workflows.proving.proof")
    change(issued.dossier, 2, "details = '[]'")
    lines, _told = refused()
    assert "  ! I11, -: It could not be looked at to its end (AttributeError)." in lines
    assert any(line.startswith("  ! I8, ") for line in lines)
    assert any(line.startswith("I12: ") and line.endswith(": holds.") for line in lines)
