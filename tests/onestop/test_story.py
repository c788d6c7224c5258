"""The story on the command line: whole, again and again, and with an exit code that tells."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from signing.demo.address import tsa_url
from signing.validation import Verdict
from tests.onestop.embedded import manage

FIELDS = {"at", "by", "act", "dossier", "status", "national_code", "due", "digest"}
CODE = re.compile(r"H99\.01-\d{6}-\d{4,}")


@pytest.fixture(autouse=True)
def services_of_its_own(tmp_path_factory: pytest.TempPathFactory, settings: LazySettings) -> None:
    """The port of the other tests' services is served already."""
    folder = tmp_path_factory.mktemp("pki")
    settings.PKI_DIR, settings.KEYS_DIR = folder, folder / "keys"
    settings.TRUST_ROOTS, settings.TSA_URLS = str(folder / "roots"), [tsa_url(folder)]


@pytest.mark.django_db(transaction=True)
def test_it_may_be_told_again_and_leaves_the_same_papers(tmp_path: Path) -> None:
    for time in ("once", "again"):
        *acts, last = told(tmp_path / time)
        assert [act["act"] for act in acts].count("hand_over") == 2
        assert all(act.keys() == FIELDS for act in acts)
        assert (last["uploads"], last["questions"]) == (0, 0)
        assert {one["requirement"] for one in last["reused"]} == {"certificate"}
        assert {path.name for path in (tmp_path / time).iterdir()} == {
            "journal.json",
            "result-1.pdf",
            "result-2.pdf",
            "slip-01-1.pdf",
            "slip-01-2.pdf",
            "slip-02-1.pdf",
        }


@pytest.mark.django_db(transaction=True)
def test_the_journal_it_leaves_is_the_journal_s_own(tmp_path: Path) -> None:
    *acts, _last = told(tmp_path)
    kept = json.loads((tmp_path / "journal.json").read_text(encoding="utf-8"))
    assert [line["act"] for line in kept] == [line["act"] for line in acts]
    assert all(CODE.fullmatch(line["dossier"]) for line in kept)
    assert kept[-1] == acts[-1]


@pytest.mark.django_db(transaction=True)
def test_its_results_are_valid_once_all_services_have_stopped(
    tmp_path: Path, settings: LazySettings
) -> None:
    told(tmp_path)
    results = [str(tmp_path / f"result-{number}.pdf") for number in (1, 2)]
    root = str(Path(settings.TRUST_ROOTS) / "root.pem")
    done = manage("verify", *results, "--trust", root, "--json")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [one["verdict"] for one in said] == [Verdict.VALID] * 2
    assert [one["file"] for one in said] == results


def test_outside_the_demo_there_is_no_story(tmp_path: Path, settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        told(tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        told(tmp_path / "file")


def told(out: Path) -> list[dict[str, Any]]:
    said = StringIO()
    call_command("story", area="archives", out=out, as_json=True, stdout=said)
    return [json.loads(line) for line in said.getvalue().splitlines()]
