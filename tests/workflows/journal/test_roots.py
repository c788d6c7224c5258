"""A day is closed once, by a file outside the database that names every head of that day."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import rfc8785

from tests.people import HANOI, MONDAY
from workflows.dossiers.models import Dossier
from workflows.journal import roots
from workflows.journal.roots import DayNotOver, RootDiffers
from workflows.journal.verify import verify

from .intruder import rewrite
from .makers import a_stamp, an_entry, is_stamp, some_dossiers
from .test_verify import found

pytestmark = pytest.mark.django_db

TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=days) for days in (1, 2))
LATER = MONDAY + timedelta(days=9)


class NoAnswer(Exception):
    """What the fake authority says when it is down."""


def no_stamp(data: bytes) -> bytes:
    raise NoAnswer


def close(day: datetime, *, at: datetime = LATER) -> list[date]:
    return roots.make(through=day.date(), at=at, stamp=a_stamp)


def three_days() -> Dossier:
    """One dossier with an entry on Monday, none on Tuesday, one on Wednesday and on Thursday."""
    (dossier,) = some_dossiers(1)
    an_entry(dossier, at=WEDNESDAY)
    an_entry(dossier, at=WEDNESDAY + timedelta(days=1))
    return dossier


def test_a_root_names_the_last_entry_of_each_dossier_of_the_day(roots_dir: Path) -> None:
    one, two, _idle = some_dossiers(3, 1, 0)
    close(MONDAY)
    heads = [
        {"dossier": str(dossier.public_id), "count": count, "hash": dossier.journal_head}
        for dossier, count in ((one, 3), (two, 1))
    ]
    told: dict[str, Any] = {
        "schema": 1,
        "day": "2026-11-23",
        "heads": sorted(heads, key=lambda head: str(head["dossier"])),
        "previous": None,
    }
    assert (roots_dir / "2026-11-23.json").read_bytes() == rfc8785.dumps(told)


def test_the_token_beside_a_root_is_over_its_bytes(roots_dir: Path) -> None:
    some_dossiers(1)
    close(MONDAY)
    root, token = (roots_dir / f"2026-11-23.{kind}" for kind in ("json", "tsr"))
    assert is_stamp(token.read_bytes(), root.read_bytes())
    assert sorted(roots_dir.iterdir()) == [root, token]


def test_each_root_names_the_root_before(roots_dir: Path) -> None:
    three_days()
    assert close(WEDNESDAY) == [MONDAY.date(), WEDNESDAY.date()]
    first, second = sorted(roots_dir.glob("*.json"))
    assert json.loads(second.read_bytes())["previous"] == (
        hashlib.sha256(first.read_bytes()).hexdigest()
    )


def test_a_legal_day_begins_at_midnight_in_hanoi() -> None:
    (dossier,) = some_dossiers(0)
    midnight = datetime(2026, 11, 24, tzinfo=HANOI)
    an_entry(dossier, at=midnight - timedelta(microseconds=1))
    an_entry(dossier, at=midnight)
    assert close(TUESDAY) == [MONDAY.date(), TUESDAY.date()]
    assert [roots.Root.kept(day).heads[0].count for day in roots.kept_days()] == [1, 2]


def test_making_a_root_again_changes_nothing(roots_dir: Path) -> None:
    some_dossiers(2)
    close(MONDAY)
    before = {file: (file.read_bytes(), file.stat().st_ino) for file in roots_dir.iterdir()}
    assert close(MONDAY) == []
    assert before == {file: (file.read_bytes(), file.stat().st_ino) for file in roots_dir.iterdir()}


def test_a_root_is_stamped_once() -> None:
    some_dossiers(1)
    close(MONDAY)
    assert roots.make(through=MONDAY.date(), at=LATER, stamp=no_stamp) == []


def test_a_missed_day_is_made_up_and_the_order_of_days_kept() -> None:
    three_days()
    thursday = WEDNESDAY + timedelta(days=1)
    assert close(MONDAY) == [MONDAY.date()]
    assert close(thursday) == [WEDNESDAY.date(), thursday.date()]
    assert close(TUESDAY) == []
    assert found() == set()


def test_a_root_is_never_written_over_by_another(roots_dir: Path) -> None:
    (dossier,) = some_dossiers(2)
    close(MONDAY)
    kept = (roots_dir / "2026-11-23.json").read_bytes()
    rewrite(dossier, 1, act="approve")
    with pytest.raises(RootDiffers):
        close(MONDAY)
    assert (roots_dir / "2026-11-23.json").read_bytes() == kept


def test_a_day_without_a_root_is_not_closed_behind_a_later_one() -> None:
    dossier = three_days()
    close(WEDNESDAY)
    an_entry(dossier, at=TUESDAY)
    with pytest.raises(RootDiffers):
        close(TUESDAY)
    assert ("root-missing", None, None, None, "2026-11-24") in found()


@pytest.mark.parametrize("minutes", [-1, 0, 59])
def test_a_day_is_not_closed_while_an_act_of_it_may_still_be_committed(minutes: int) -> None:
    some_dossiers(1)
    midnight = datetime(2026, 11, 24, tzinfo=HANOI)
    with pytest.raises(DayNotOver):
        close(MONDAY, at=midnight + timedelta(minutes=minutes))
    assert close(MONDAY, at=midnight + timedelta(minutes=60)) == [MONDAY.date()]


def test_a_day_is_closed_though_no_time_stamp_can_be_had_and_stamped_later(roots_dir: Path) -> None:
    some_dossiers(1)
    with pytest.raises(NoAnswer):
        roots.make(through=MONDAY.date(), at=LATER, stamp=no_stamp)
    assert [file.name for file in roots_dir.iterdir()] == ["2026-11-23.json"]
    assert found() == {("token-missing", None, None, None, "2026-11-23")}
    assert close(MONDAY) == []
    assert found() == set()


def test_a_journal_without_roots_is_well_and_says_so() -> None:
    three_days()
    report = verify()
    assert (report.faults, report.roots, report.rooted_to) == ((), 0, None)


def test_a_token_that_stamps_something_else_is_named(roots_dir: Path) -> None:
    three_days()
    close(WEDNESDAY)
    first, second = sorted(roots_dir.glob("*.tsr"))
    second.write_bytes(first.read_bytes())
    (fault,) = verify(check_token=is_stamp).faults
    assert (fault.what.value, fault.day) == ("token-wrong", WEDNESDAY.date())
    report = verify()
    assert (report.faults, report.tokens_checked) == ((), False)


def test_a_root_that_was_taken_away_is_named(roots_dir: Path) -> None:
    three_days()
    close(LATER - timedelta(days=2))
    (roots_dir / "2026-11-25.json").unlink()
    assert found() == {
        ("root-unchained", None, None, None, "2026-11-26"),
        ("root-missing", None, None, None, "2026-11-25"),
    }


def test_the_first_root_that_was_taken_away_is_named(roots_dir: Path) -> None:
    three_days()
    close(WEDNESDAY)
    (roots_dir / "2026-11-23.json").unlink()
    assert found() == {
        ("root-unchained", None, None, None, "2026-11-25"),
        ("root-missing", None, None, None, "2026-11-23"),
    }


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"\xff",
        b"null",
        b'{"schema":1}',
        b'{"heads":[1]}',
        b"{}\n",
        b'{"heads":{"a":1}}',
    ],
)
def test_a_root_that_cannot_be_read_is_named(roots_dir: Path, content: bytes) -> None:
    some_dossiers(1)
    close(MONDAY)
    (roots_dir / "2026-11-23.json").write_bytes(content)
    assert found() == {("root-unreadable", None, None, None, "2026-11-23")}


def test_a_root_of_other_spelling_or_another_day_is_named(roots_dir: Path) -> None:
    three_days()
    close(WEDNESDAY)
    first, second = sorted(roots_dir.glob("*.json"))
    spelt = json.dumps(json.loads(first.read_bytes()))
    for content in (spelt.encode(), second.read_bytes()):
        first.write_bytes(content)
        assert ("root-unreadable", None, None, None, "2026-11-23") in found()


def test_a_head_changed_in_a_root_is_named_with_the_broken_chain_of_roots(roots_dir: Path) -> None:
    dossier = three_days()
    close(WEDNESDAY)
    first = roots_dir / "2026-11-23.json"
    said = json.loads(first.read_bytes())
    said["heads"][0]["hash"] = "0" * 64
    first.write_bytes(rfc8785.dumps(said))
    assert found() == {
        ("unrooted", str(dossier.public_id), 1, None, "2026-11-23"),
        ("root-unchained", None, None, None, "2026-11-25"),
    }
    wrong = {fault.what.value: fault.day for fault in verify(check_token=is_stamp).faults}
    assert wrong["token-wrong"] == MONDAY.date()
