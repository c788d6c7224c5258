"""The command says of each file whether it holds, needs no database, and never breaks off."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from signing import anchors
from signing.demo.pki import DemoPki
from tests.trust import Papers
from tests.workflows.documents import reading

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def result(papers: Papers, tmp_path: Path) -> Path:
    return kept(tmp_path / "kết quả.pdf", papers.lasting)


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def told(*files: object, of: DemoPki) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and an object for each file."""
    code, lines = said(*map(str, files), "--json", of=of)
    return code, [json.loads(line) for line in lines]


def said(*arguments: str, of: DemoPki) -> tuple[int, list[str]]:
    out = StringIO()
    try:
        call_command("verify", *arguments, "--trust", str(of.roots), stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_a_valid_result_is_told_with_all_that_was_read(result: Path, pki: DemoPki) -> None:
    code, (told_of,) = told(result, of=pki)
    assert code == 0
    assert told_of["file"] == str(result)
    assert (told_of["verdict"], told_of["reasons"]) == ("valid", [])
    assert (told_of["integrity"], told_of["indication"]) == ("intact", "TOTAL-PASSED")
    assert told_of["embedded"]["number"] == "05/QĐ-SNV"
    assert told_of["embedded"]["date"] == "2026-11-24"
    assert told_of["embedded"]["result"]["type"] == "fund-licence"
    personal, *_others = told_of["signatures"]
    assert (personal["field"], personal["level"], personal["trusted"]) == (
        "Personal",
        "B-LTA",
        True,
    )
    assert personal["proven_time"].endswith("+07:00")


def test_the_policy_and_the_roots_are_named_so_that_it_can_be_judged_again(
    result: Path, pki: DemoPki, tmp_path: Path
) -> None:
    _code, (named,) = told(result, of=pki)
    assert named["policy"] == {"key": "own", "version": "2026-11-26"}
    (anchor,) = pki.trust.anchors
    as_named = {
        "subject": "Root (DEMO)",
        "fingerprint": anchor.fingerprint,
        "domain": "test",
        "source": "made by the demo",
        "from": None,
        "until": None,
    }
    assert named["anchors"] == [as_named]
    assert [one["anchor"] for one in named["signatures"]] == [as_named] * 3
    assert (named["warnings"], len(named["information"])) == ([], 1)
    _code, (absent,) = told(tmp_path / "nowhere.pdf", of=pki)
    assert (absent["policy"], absent["anchors"], absent["warnings"]) == (None, [], [])


def test_a_file_is_judged_at_a_moment_and_by_the_rules_that_are_named(
    result: Path, papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    _code, (early,) = told(result, "--at", "2025-12-01T09:00:00+07:00", of=pki)
    assert (early["verdict"], early["integrity"]) == ("indeterminate", "intact")
    assert early["sub_indication"] == "TIMESTAMP_ORDER_FAILURE"
    code, (foreign,) = told(result, "--policy", "foreign", of=pki)
    assert foreign["reasons"] == []
    assert (code, foreign["verdict"], foreign["embedded"]) == (0, "valid", None)
    slip = kept(tmp_path / "signed.pdf", papers.signed)
    _code, (own,) = told(slip, "--policy", "own", of=pki)
    assert own["verdict"] == "indeterminate"


def test_the_moment_that_a_file_was_judged_at_is_told(result: Path, pki: DemoPki) -> None:
    _code, (then,) = told(result, "--at", "2025-12-01T02:00:00.5+00:00", of=pki)
    assert then["at"] == "2025-12-01T09:00:00.500000+07:00"
    before = timezone.now()
    _code, (now,) = told(result, of=pki)
    assert before <= datetime.fromisoformat(now["at"]) <= timezone.now()


def test_a_root_may_count_until_the_end_of_time(result: Path, pki: DemoPki, tmp_path: Path) -> None:
    for file in pki.roots.iterdir():
        shutil.copy(file, tmp_path)
    with (tmp_path / anchors.FILE).open("a") as stated:
        stated.write("from = 0001-01-01T00:00:00+07:00\nuntil = 9999-12-31T23:59:59Z\n")
    out = StringIO()
    call_command("verify", str(result), "--json", "--trust", str(tmp_path), stdout=out)
    (anchor,) = json.loads(out.getvalue())["anchors"]
    assert anchor["from"] == "0001-01-01T00:00:00+07:00"
    assert anchor["until"] == "9999-12-31T23:59:59+00:00"


def test_one_file_that_does_not_hold_is_enough(
    result: Path, papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    files = (
        kept(tmp_path / "draft.pdf", papers.draft),
        result,
        kept(tmp_path / "signed.pdf", papers.signed),
        kept(tmp_path / "changed.pdf", papers.lasting.replace(b"05", b"50", 1)),
    )
    code, reports = told(*files, of=pki)
    assert code == 1
    verdicts = [one["verdict"] for one in reports]
    assert verdicts == ["unsigned", "valid", "indeterminate", "invalid"]
    assert all(one["reasons"] for one in reports if one["verdict"] != "valid")
    assert reports[0]["embedded"] is None


def test_what_cannot_be_read_is_said_and_the_rest_is_examined(
    result: Path, pki: DemoPki, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    bad = (
        tmp_path / "nowhere.pdf",
        tmp_path,
        pipe,
        "/dev/zero",
        kept(tmp_path / "empty.pdf", b""),
        kept(tmp_path / "letter.txt", b"Dear Lan"),
        "\0",
    )
    code, reports = told(*bad, result, of=pki)
    assert code == 1
    assert [one["verdict"] for one in reports[:-1]] == [
        "indeterminate", "indeterminate", "indeterminate", "indeterminate",
        "invalid", "invalid", "indeterminate",
    ]  # fmt: skip
    assert all(len(one["reasons"]) == 1 for one in reports[:-1])
    assert reports[-1]["verdict"] == "valid"


def test_each_reason_is_given_in_both_languages(
    papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    files = (
        kept(tmp_path / "draft.pdf", papers.draft),
        kept(tmp_path / "signed.pdf", papers.signed),
        kept(tmp_path / "changed.pdf", papers.lasting.replace(b"05", b"50", 1)),
        tmp_path / "nowhere.pdf",
        # Before anything was stamped, nothing proves the certificates.
        kept(tmp_path / "early.pdf", papers.lasting),
    )
    _code, reports = told(*files, "--at", "2020-01-01T09:00:00+07:00", of=pki)
    signatures = [one for report in reports for one in report["signatures"]]
    assert any("Trần Quang Minh" in why for one in signatures for why in one["reasons"])
    for one in (*reports, *signatures):
        vietnamese, english = one["reasons_vi"], one["reasons_en"]
        assert one["reasons"] == vietnamese
        assert len(vietnamese) == len(english)
        assert not set(vietnamese) & set(english)


def test_people_are_told_in_lines(result: Path, pki: DemoPki) -> None:
    with translation.override("en"):
        code, lines = said(str(result), of=pki)
    assert code == 0
    assert lines[0] == f"{result}: valid"
    assert lines[1].startswith("  Number 05/QĐ-SNV of ")
    assert "Trần Quang Minh" in lines[2]


def test_a_file_cannot_command_the_terminal(pki: DemoPki, tmp_path: Path) -> None:
    file = kept(tmp_path / "\x1b[2J\u202efdp.exe", b"")
    _code, lines = said(str(file), of=pki)
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("content", [None, b"", b"no certificate"], ids=["absent", "empty", "none"])
def test_trust_in_nothing_is_an_error_of_usage(
    content: bytes | None, result: Path, tmp_path: Path
) -> None:
    roots = tmp_path / "roots.pem"
    if content is not None:
        kept(roots, content)
    with pytest.raises(CommandError, match=r"roots\.pem.*--trust") as error:
        call_command("verify", str(result), "--trust", str(roots))
    assert error.value.returncode == 2


def by_itself(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command as people call it, where no database answers."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "verify", *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_needs_no_database_and_no_service(
    papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    file = kept(tmp_path / "result.pdf", papers.lasting)
    done = by_itself(str(file), "--trust", str(pki.roots / "root.pem"), "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["verdict"] == "valid"


def test_wrong_usage_is_told_from_a_bad_file(pki: DemoPki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUST_ROOTS", str(pki.roots))
    assert by_itself("x.pdf").returncode == 1
    wrong = (
        (),
        ("x.pdf", "--trust", "/nowhere"),
        ("x.pdf", "--trust", ""),
        ("x.pdf", "--at", "yesterday"),
        ("x.pdf", "--at", "9999-12-31T23:59:59+00:00"),
        ("x.pdf", "--at", "0001-01-01"),
    )
    for arguments in wrong:
        done = by_itself(*arguments)
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr


# What is kept -------------------------------------------------------------------------------------


def refused(*arguments: object, of: DemoPki) -> str:
    with pytest.raises(CommandError) as error:
        call_command("verify", *map(str, arguments), "--trust", str(of.roots), stdout=StringIO())
    assert error.value.returncode == 2
    return str(error.value)


def test_a_report_is_kept_as_a_paper_a_page_or_data(result: Path, pki: DemoPki) -> None:
    drawn, page, data = (result.with_name(f"report.{kind}") for kind in ("pdf", "html", "xml"))
    for out in (drawn, page, data):
        code, _lines = said(str(result), "--report", str(out), of=pki)
        assert code == 0
    digest = hashlib.sha256(result.read_bytes()).hexdigest()
    assert digest in page.read_text(encoding="utf-8")
    assert b"mainindication:total-passed" in data.read_bytes()
    assert digest[:20] in reading.words(drawn.read_bytes(), 0)


def test_reports_on_several_files_stand_in_a_folder(
    result: Path, papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    folder, other = tmp_path / "reports", tmp_path / "other"
    folder.mkdir()
    other.mkdir()
    again = kept(other / result.name, papers.signed)
    nowhere = tmp_path / "nowhere.pdf"
    said(str(result), str(again), str(nowhere), "--report", str(folder), of=pki)
    assert sorted(one.name for one in folder.iterdir()) == [
        "kết quả.report-2.pdf",
        "kết quả.report.pdf",
    ]


def test_nothing_is_ever_written_over(result: Path, pki: DemoPki, tmp_path: Path) -> None:
    before = result.read_bytes()
    link = tmp_path / "link.pdf"
    link.symlink_to(result)
    for out in (result, link):
        refused(result, "--report", out, of=pki)
        refused(result, "--revision", "Personal", out, of=pki)
    assert result.read_bytes() == before


def test_a_report_needs_a_place_that_can_be_written(
    result: Path, pki: DemoPki, tmp_path: Path
) -> None:
    for out in (tmp_path / "report.docx", tmp_path / "none" / "report.pdf", tmp_path / "report"):
        refused(result, "--report", out, of=pki)
    refused(result, result, "--report", tmp_path / "report.pdf", of=pki)
    refused(result, result, "--revision", "Personal", tmp_path / "seen.pdf", of=pki)
    assert [one.name for one in tmp_path.iterdir()] == [result.name]


def test_the_file_as_a_signer_saw_it_is_kept(result: Path, papers: Papers, pki: DemoPki) -> None:
    seen = result.with_name("seen.pdf")
    code, _lines = said(str(result), "--revision", "Agency", str(seen), of=pki)
    assert code == 0
    assert seen.read_bytes().rstrip() == papers.sealed.rstrip()
    refused(result, "--revision", "Nobody", result.with_name("other.pdf"), of=pki)


def test_what_a_broken_signature_was_made_over_is_not_shown(
    papers: Papers, pki: DemoPki, tmp_path: Path
) -> None:
    broken = kept(tmp_path / "broken.pdf", papers.lasting.replace(b"/MediaBox", b"/mediaBox", 1))
    refused(broken, "--revision", "Personal", tmp_path / "seen.pdf", of=pki)
    assert not (tmp_path / "seen.pdf").exists()
