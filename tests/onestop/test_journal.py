"""The journal on the command line, with a real time-stamp authority on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from signing.demo import pki, server
from tests.workflows.journal.intruder import change
from tests.workflows.journal.makers import some_dossiers
from workflows.dossiers.models import Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    """A site that trusts nobody and has no authority yet; read in English."""
    settings.ROOTS_DIR = tmp_path / "roots"
    settings.TRUST_ROOTS = str(tmp_path / "nowhere")
    settings.TSA_URLS = []
    with override("en"):
        yield


@pytest.fixture
def authority(settings: LazySettings, tmp_path: Path) -> Iterator[None]:
    made = pki.ensure(tmp_path / "pki")
    settings.TRUST_ROOTS = str(made.roots)
    settings.TSA_URLS = [made.tsa_url]
    with server.serve(made):
        yield


def two_days_ago() -> datetime:
    return timezone.localtime(timezone.now() - timedelta(days=2)).replace(hour=9)


def dossiers(*lengths: int) -> list[Dossier]:
    return some_dossiers(*lengths, at=two_days_ago())


def journal(*words: str) -> str:
    out = StringIO()
    call_command("journal", *words, stdout=out)
    return out.getvalue()


def faulty(*words: str) -> tuple[str, str]:
    """What a command that fails prints, and what it fails with."""
    out = StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("journal", *words, stdout=out)
    return out.getvalue(), str(failed.value)


def test_a_journal_that_is_well_is_counted() -> None:
    dossiers(3, 2)
    assert journal("verify").splitlines() == [
        "2 dossiers, 5 entries, 5 private values, 0 roots.",
        "No day has been closed yet.",
        "All is well.",
    ]


def test_an_empty_journal_is_well() -> None:
    assert journal("verify").splitlines()[-1] == "All is well."


def test_each_fault_is_named_and_the_command_fails() -> None:
    dossier, _other = dossiers(3, 2)
    change(dossier, 2, "act = 'approve'")
    said, failed = faulty("verify")
    assert said.splitlines()[0] == (f"dossier {dossier.public_id}, entry 2: The entry was altered.")
    assert failed == "1 fault in the journal."


def test_a_machine_reads_the_report_too() -> None:
    dossier, _other = dossiers(3, 2)
    assert json.loads(journal("verify", "--json"))["faults"] == []
    change(dossier, 2, "act = 'approve'")
    report: dict[str, Any] = json.loads(faulty("verify", "--json")[0])
    sentence = f"dossier {dossier.public_id}, entry 2: The entry was altered."
    where = {"dossier": str(dossier.public_id), "seq": 2, "until": None, "day": None}
    assert report.pop("faults") == [where | {"what": "altered", "sentence": sentence}]
    assert report == {
        "dossiers": 2,
        "entries": 5,
        "private_values": 5,
        "roots": 0,
        "rooted_to": None,
        "tokens_checked": False,
    }


@pytest.mark.usefixtures("authority")
def test_a_day_is_closed_with_a_time_stamp_that_verifies() -> None:
    dossiers(1)
    day = two_days_ago().date().isoformat()
    assert journal("root") == f"Closed {day}.\n"
    assert journal("root", "--day", day) == f"Nothing to close up to {day}.\n"
    assert f"Closed up to {day}." in journal("verify")


@pytest.mark.usefixtures("authority")
def test_a_time_stamp_over_another_root_is_named(tmp_path: Path) -> None:
    dossiers(1)
    journal("root")
    (root,) = (tmp_path / "roots").glob("*.json")
    root.write_bytes(root.read_bytes() + b"\n")
    said, _failed = faulty("verify")
    assert f"day {root.stem}: The time-stamp is not one of this root." in said.splitlines()


@pytest.mark.usefixtures("authority")
def test_time_stamps_that_could_not_be_checked_are_said_to_be_so(settings: LazySettings) -> None:
    dossiers(1)
    journal("root")
    settings.TRUST_ROOTS = "/nowhere"
    assert "The time-stamps were not checked" in journal("verify")


def test_a_day_that_is_not_over_is_not_closed() -> None:
    today = timezone.localdate().isoformat()
    assert "is not over yet" in faulty("root", "--day", today)[1]


def test_a_root_without_an_authority_stays_and_waits_for_its_time_stamp(tmp_path: Path) -> None:
    dossiers(1)
    assert "No certificates to trust" in faulty("root")[1]
    (root,) = (tmp_path / "roots").iterdir()
    assert f"day {root.stem}: The root has no time-stamp." in faulty("verify")[0].splitlines()
