"""`manage.py procedures` checks, lists and shows the catalogue, and opens no database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
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
    every = catalogue.current()
    assert sorted(row["key"] for row in rows) == sorted({**every.revisions, **every.retired})
    assert {row["area"] for row in rows} == {"civil-servants", "archives", "funds"}
    in_force = [row for row in rows if row["retired"] is None]
    assert {row["notice"] for row in in_force} == {"giả định để chạy thử"}
    assert {level for row in in_force for level in row["levels"]} == {
        "central",
        "province",
        "commune",
    }
    assert rows[0].keys() == {
        *("key", "code", "name", "area", "levels", "provisional", "notice", "route"),
        *("revisions", "retired"),
    }


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
        (("show", "1.013017", "--on", "2020-01-01"), "01/01/2020"),
        (("diff", "1.013017@soon", "1.013018"), "soon"),
        (("diff", "1.013017@2020-01-01", "1.013018"), "2020-01-01"),
        (("schema", "1.013017", "--case", "lost"), "lost"),
        (("check", "nowhere.yaml"), "nowhere.yaml"),
        (("new", "Quỹ mới"), "Quỹ mới"),
        (("sing",), "sing"),
    ],
    ids=[
        *("unknown procedure", "unknown revision", "no date", "before its day", "diff: no date"),
        *("diff: unknown revision", "unknown case", "no file", "no key", "unknown act"),
    ],
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


def test_a_file_outside_the_catalogue_is_checked_beside_it(tmp_path: Path) -> None:
    inside = catalogue.DATA / "funds/1.013018/2025-07-01.yaml"
    copied = tmp_path / "mine.yaml"
    copied.write_bytes(inside.read_bytes())
    text = copied.read_text(encoding="utf-8").replace('"1.013018"', '"1.999998"')
    copied.write_text(text, encoding="utf-8")
    assert "slug" in manage("check", str(copied)).stderr
    copied.write_text(text.replace("slug: fund-recognition", "slug: mine"), encoding="utf-8")
    done = manage("check", str(copied))
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_is_checked_by_itself(tmp_path: Path) -> None:
    write(tmp_path, a_definition())
    assert manage("check", str(tmp_path)).returncode == 0
    write(tmp_path, a_definition(code="1.000002", slug="second", colour="red"))
    done = manage("check", str(tmp_path), "--json")
    assert [finding["place"] for finding in json.loads(done.stdout)] == ["colour"]


def test_show_tells_of_what_was_abolished(tmp_path: Path) -> None:
    done = manage("show", "1.014116")
    assert "30/08/2026" in done.stdout
    assert "Quyết định 3500/QĐ-UBND" in done.stdout
    assert json.loads(manage("show", "1.014116", "--json").stdout)["ended"] == "2026-08-30"


def test_diff_is_in_words_a_lawyer_reads() -> None:
    lines = manage("diff", "1.013017", "fund-establishment-central").stdout.splitlines()
    assert "sửa: cấp: province → central" in lines
    assert any(line.startswith("sửa: điều kiện “Tài sản đóng góp thành lập”") for line in lines)
    rows = json.loads(manage("diff", "1.013017", "fund-establishment-central", "--json").stdout)
    assert {"kind": "altered", "place": "level", "before": "province", "after": "central"} in rows


def test_diff_of_a_revision_with_itself_is_empty() -> None:
    done = manage("diff", "1.013017@2025-07-01", "1.013017")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize("act", ["NĐ 93/2019", "Nghị định 93/2019", "nghị định 93/2019/NĐ-CP"])
def test_review_lists_each_fact_that_rests_on_an_act_however_it_is_written(
    act: str, capsys: Any
) -> None:
    call_command("procedures", "review", "--act", act, "--json")
    rows = json.loads(capsys.readouterr().out)
    assert {row["text"] for row in rows} == {"Nghị định 93/2019/NĐ-CP"}
    limit = {"key": "1.013017", "place": "channels[0].basis", "article": "17", "mark": "secondary"}
    assert any(limit.items() <= row.items() for row in rows)


@pytest.mark.parametrize("act", ["NĐ 93/2018", "TT 93/2019", "NĐ 3/2019", "193/2019"])
def test_review_finds_no_act_that_is_only_alike(act: str, capsys: Any) -> None:
    call_command("procedures", "review", "--act", act, "--json")
    assert json.loads(capsys.readouterr().out) == []


def test_review_leaves_out_what_no_longer_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    write(tmp_path, a_definition(ends="2025-12-31"))
    write(tmp_path, a_definition(revision="2026-01-01"))
    monkeypatch.setattr(catalogue, "current", cache(lambda: catalogue.load(tmp_path)))
    for since, revisions in (("2025-12-31", 2), ("2026-01-01", 1)):
        call_command("procedures", "review", "--act", "Luật mẫu", "--since", since, "--json")
        rows = json.loads(capsys.readouterr().out)
        assert len({row["revision"] for row in rows}) == revisions


@pytest.mark.parametrize("key", ["1.099999", "my-own-procedure"])
@pytest.mark.parametrize("area", ["funds", "archives", "civil-servants"])
def test_a_new_file_passes_the_checks_as_it_is(
    tmp_path: Path, key: str, area: str, capsys: Any
) -> None:
    call_command("procedures", "new", key, "--area", area, "--json")
    made = json.loads(capsys.readouterr().out)
    path = tmp_path / made["path"]
    path.parent.mkdir(parents=True)
    path.write_text(made["text"], encoding="utf-8")
    call_command("procedures", "check", str(path))
    call_command("procedures", "check", str(tmp_path))
    capsys.readouterr()
    call_command("procedures", "new", key, "--area", area)
    assert capsys.readouterr().out == made["text"]


def spoilt(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue with one fault, in the place of the shipped one."""
    monkeypatch.setattr(catalogue, "DATA", folder)
    return write(folder, a_definition(colour="red"))
