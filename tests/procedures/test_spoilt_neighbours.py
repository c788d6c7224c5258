"""What ties files together: a procedure like another, one that was abolished, what was renamed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from procedures.checks import check_all

from .makers import LAW, a_definition, a_question, text, write
from .spoiling import assert_found

pytestmark = pytest.mark.usefixtures("in_english")


def test_what_was_renamed_was_there_before(tmp_path: Path) -> None:
    write(tmp_path, a_definition(ends="2025-12-31"))
    later = a_definition(revision="2026-01-01", questions=[a_question(was="lost")])
    assert_found(tmp_path, write(tmp_path, later), "questions[0].was", "not “lost”")


LIKE = {"schema": 1, "like": {"procedure": "1.000001", "revision": "2025-07-01"}}
CENTRAL = {"code": None, "code_reason": text("Chưa có mã"), "slug": "first-central"}


def write_like(folder: Path, **what: Any) -> Path:
    definition: Mapping[str, Any] = LIKE | CENTRAL | {"area": "funds", "revision": "2025-07-01"}
    assumed = {"assumed": True, "assumed_reason": text("Chưa xác lập được mã.")}
    at = "funds/first-central/2025-07-01.yaml"
    return write(folder, {**definition, **assumed, "level": "central"} | what, at=at)


def test_a_procedure_like_another_says_only_what_differs(tmp_path: Path) -> None:
    write(tmp_path, a_definition())
    write_like(tmp_path)
    assert check_all(folder=tmp_path) == []


@pytest.mark.parametrize(
    ("what", "place", "expected"),
    [
        ({"like": {"procedure": "1.000009", "revision": "2025-07-01"}}, "like", "1.000009"),
        ({"like": {"procedure": "1.000001"}}, "like.revision", "a value"),
        ({"colour": "red"}, "colour", "no such field"),
        ({"title": {"vi": "Cấp bộ"}}, "title.en", "a value"),
    ],
    ids=["nothing", "no revision", "an unknown field", "a missing translation"],
)
def test_what_it_is_like_is_there_and_what_differs_is_lawful(
    tmp_path: Path, what: dict[str, Any], place: str, expected: str
) -> None:
    write(tmp_path, a_definition())
    assert_found(tmp_path, write_like(tmp_path, **what), place, expected)


def test_nothing_is_like_what_is_itself_like_another(tmp_path: Path) -> None:
    write(tmp_path, a_definition())
    write_like(tmp_path)
    like = {"procedure": "first-central", "revision": "2025-07-01"}
    again = LIKE | CENTRAL | {"like": like, "slug": "second-central", "level": "commune"}
    path = write(tmp_path, again, at="funds/second-central/2025-07-01.yaml")
    assert_found(tmp_path, path, "like", "stands by itself")


GONE = {"schema": 1, "code": "1.000001", "slug": "gone", "area": "funds", "title": text("Thủ tục")}


@pytest.mark.parametrize(
    ("what", "place", "expected"),
    [
        ({"area": "archives"}, "area", "funds"),
        ({"ended": "soon"}, "ended", "a date"),
        ({"schema": 9}, "schema", "one of"),
    ],
    ids=["in a strange area", "on no day", "by a strange schema"],
)
def test_what_was_abolished_says_since_when_and_by_what(
    tmp_path: Path, what: dict[str, Any], place: str, expected: str
) -> None:
    gone = GONE | {"ended": "2026-08-30", "basis": LAW} | what
    path = write(tmp_path, gone, at="funds/1.000001/retired.yaml")
    assert_found(tmp_path, path, place, expected)


def test_the_last_revision_ends_the_day_before_it_was_abolished(tmp_path: Path) -> None:
    gone = GONE | {"ended": "2026-08-30", "basis": LAW}
    write(tmp_path, gone, at="funds/1.000001/retired.yaml")
    assert_found(tmp_path, write(tmp_path, a_definition()), "ends", "2026-08-29")
