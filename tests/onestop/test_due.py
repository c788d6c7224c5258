"""`manage.py due`: a due date for whoever asks, on a machine with nothing but the code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

ROOT = Path(__file__).parents[2]


def run(received: str, limit: str, *options: str) -> str:
    out = StringIO()
    call_command("due", "--received", received, "--limit", limit, *options, stdout=out)
    return out.getvalue()


def answer(received: str, limit: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(run(received, limit, "--json"))
    return said


def test_a_limit_in_days_is_answered_with_a_day() -> None:
    said = answer("2026-11-23T09:00", "30 working days")
    assert said["due"] == "2027-01-06"
    assert said["derivation"][0]["step"] == "rule"
    assert "Ngày Văn hóa Việt Nam" in str(said["derivation"])


def test_a_limit_in_hours_is_answered_with_a_minute() -> None:
    assert answer("2026-11-23T16:00", "2 working hours")["due"] == "2026-11-25T08:00"


def test_calendar_days_are_a_unit_too() -> None:
    assert answer("2026-04-16T09:00", "15 calendar days")["due"] == "2026-05-04"


def test_a_moment_without_an_offset_is_vietnam_time() -> None:
    assert answer("2026-11-25T23:30", "1 working day")["due"] == "2026-11-26"
    assert answer("2026-11-25T23:30Z", "1 working day")["due"] == "2026-11-27"


def test_people_are_told_in_sentences_each_on_its_line() -> None:
    with override("en"):
        told = run("2026-11-23T09:00", "1 working day").splitlines()
    assert told[0].startswith("Time limit: 1 working day")
    assert "Vietnamese Culture Day" in told[2]
    assert told[-1].startswith("Due at 17:00")


@pytest.mark.parametrize(
    ("received", "limit", "said"),
    [
        ("2026-11-23T09:00", "30 weeks", "no time limit"),
        ("2026-11-23T09:00", "0 working days", "at least 1"),
        ("2026-11-23T09:00", "-2 working hours", "at least 1"),
        ("2026-11-23T09:00", "by plan", "the plan names the day"),
        ("2026-02-30T09:00", "1 working day", "no moment such as"),
        ("23/11/2026", "1 working day", "no moment such as"),
        ("2026-11-23", "8 working hours", "no moment such as"),
        ("2026-W48-1T09:00", "1 working day", "no moment such as"),
        ("0001-01-01T00:00+14:00", "1 working day", "no moment such as"),
        ("9999-12-31T23:59", "1 working day", "9999.yaml"),
        ("2024-12-31T09:00", "1 working day", "2024.yaml"),
        ("2027-12-01T09:00", "60 working days", "2028.yaml"),
    ],
)
def test_bad_input_is_answered_with_a_sentence(received: str, limit: str, said: str) -> None:
    with override("en"), pytest.raises(CommandError, match=said):
        run(received, limit)


def test_no_database_is_needed() -> None:
    asked = ["due", "--received", "2026-12-31T09:00", "--limit", "1 working days", "--json"]
    done = subprocess.run(  # noqa: S603  our own command line
        [sys.executable, "manage.py", *asked],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nowhere"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert date.fromisoformat(json.loads(done.stdout)["due"]) == date(2027, 1, 4)
    assert done.stderr == ""
