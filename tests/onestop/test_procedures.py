"""`manage.py procedures` checks, lists and shows the catalogue, and opens no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from procedures import catalogue
from tests.procedures.makers import a_definition, write

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql://nobody@nowhere.invalid:1/nothing"


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    set_by_us = {"DATABASE_URL": NOWHERE, "PYTHONWARNINGS": "error"} | variables
    return subprocess.run(  # noqa: S603  our own command line
        [sys.executable, "manage.py", "procedures", *words],
        cwd=ROOT,
        env={**os.environ, **set_by_us},
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_finds_the_shipped_catalogue_in_order() -> None:
    done = manage("check", "--json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], "")


def test_list_names_each_procedure_once_and_says_which_are_for_trial() -> None:
    done = manage("list", "--json")
    rows = json.loads(done.stdout)
    assert done.returncode == 0
    assert sorted(row["key"] for row in rows) == sorted(catalogue.current().revisions)
    assert {row["area"] for row in rows} == {"civil-servants", "archives", "funds"}
    assert {row["notice"] for row in rows} == {"giả định để chạy thử"}
    assert rows[0].keys() == {
        "key", "code", "area", "title", "assumed", "notice", "route", "revisions"
    }  # fmt: skip


def test_show_says_what_is_assumed_and_what_was_read() -> None:
    done = manage("show", "1.013017")
    assert done.returncode == 0
    assert "(giả định để chạy thử) Chưa xác lập được:" in done.stdout
    assert ": 40 ngày làm việc [" in done.stdout
    assert "; 0 ₫ [" in done.stdout
    assert "01/07/2025" in done.stdout
    assert catalogue.current().of("1.013017")[-1].bundle_hash in done.stdout


def test_show_speaks_english_where_it_is_asked_to() -> None:
    done = manage("show", "1.013017", CLI_LANGUAGE="en")
    assert "(assumed, for trial only) Not established:" in done.stdout
    assert "online: 40 working days [secondary source]; 0 VND [assumed]" in done.stdout


def test_show_json_holds_the_whole_revision_with_its_hash_and_notice() -> None:
    done = manage("show", "practice-certificate-reissue", "--revision", "2025-07-21", "--json")
    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert (said["code"], said["key"]) == (None, "practice-certificate-reissue")
    assert said["notice"]["vi"] == "giả định để chạy thử"
    assert len(said["bundle_hash"]) == 64
    assert said["requirements"][0]["from_register"] == ["archives-practice-certificate"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("show", "9.999999"), "9.999999"),
        (("show", "1.013017", "--revision", "2020-01-01"), "2020-01-01"),
        (("show", "1.013017", "--revision", "soon"), "soon"),
        (("sing",), "sing"),
    ],
    ids=["unknown procedure", "unknown revision", "no date", "unknown act"],
)
def test_what_cannot_be_done_is_said_in_one_sentence(words: tuple[str, ...], named: str) -> None:
    done = manage(*words)
    assert done.returncode != 0
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_check_names_file_place_and_what_was_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    path = spoilt(tmp_path, monkeypatch)
    with pytest.raises(CommandError, match="1"):
        call_command("procedures", "check")
    assert f"{path}, " in capsys.readouterr().err


def test_check_json_lists_every_finding_and_still_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    path = spoilt(tmp_path, monkeypatch)
    with pytest.raises(CommandError):
        call_command("procedures", "check", "--json")
    [finding] = json.loads(capsys.readouterr().out)
    assert (finding["file"], finding["place"]) == (str(path), "colour")
    assert finding["expected"]


def spoilt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one fault, in the place of the shipped one."""
    monkeypatch.setattr(catalogue, "DATA", folder)
    return write(folder, a_definition(colour="red"))
