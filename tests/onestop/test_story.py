"""The story on the command line: whole in every area, and judged by programs not ours."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any, get_args

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from onestop.demo.filings import Area
from signing.demo import pki, server
from signing.demo.address import tsa_url
from signing.validation import Verdict
from tests.judges import needs_pdfsig, pdfsig, pyhanko
from tests.lives import DETOURS, ROAD
from tests.onestop.embedded import manage

FIELDS = {"at", "by", "act", "dossier", "status", "national_code", "due", "digest"}
CODE = re.compile(r"H99\.01-\d{6}-\d{4,}")
PAPERS = {"result-1.pdf", "result-2.pdf", "slip-01-1.pdf", "slip-01-2.pdf", "slip-02-1.pdf"}
# What the second dossier of each area takes from the result of the first.
REUSED: dict[Area, set[str]] = {
    "civil-servants": {"recruitment-decision"},
    "archives": {"certificate"},
    "funds": {"licence", "council-papers"},
}


@dataclass(frozen=True)
class Told:
    """What a run of the command left: its papers, its lines, and its last line."""

    area: Area
    out: Path
    acts: list[dict[str, Any]]
    end: dict[str, Any]

    @property
    def results(self) -> list[Path]:
        return [self.out / f"result-{number}.pdf" for number in (1, 2)]


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pki")


@pytest.fixture(autouse=True)
def services_of_its_own(keys: Path, settings: LazySettings) -> None:
    """The port of the other tests' services is served already."""
    settings.PKI_DIR, settings.KEYS_DIR = keys, keys / "keys"
    settings.TRUST_ROOTS, settings.TSA_URLS = str(keys / "roots"), [tsa_url(keys)]


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Area], Told]:
    """The story of an area, told once for all who look at what it left."""

    @cache
    def once(area: Area) -> Told:
        out = tmp_path_factory.mktemp(area)
        *acts, end = map(json.loads, lines(area, out, "--json"))
        return Told(area, out, acts, end)

    return once


@pytest.fixture(params=get_args(Area))
def story(
    transactional_db: None, tell: Callable[[Area], Told], request: pytest.FixtureRequest
) -> Told:
    return tell(request.param)


def lines(area: Area, out: Path, *options: str) -> list[str]:
    said = StringIO()
    call_command("story", "--area", area, "--out", str(out), *options, stdout=said)
    return said.getvalue().splitlines()


def test_each_act_is_one_line_and_the_last_tells_what_was_reused(story: Told) -> None:
    assert [line["act"] for line in story.acts] == [*DETOURS, *ROAD]
    assert all(line.keys() == FIELDS for line in story.acts)
    assert story.end.keys() == {"reused", "uploads", "questions"}
    assert (story.end["uploads"], story.end["questions"]) == (0, 0)
    assert {one["requirement"] for one in story.end["reused"]} == REUSED[story.area]
    assert len({one["result"] for one in story.end["reused"]}) == 1


def test_it_leaves_the_papers_of_both_dossiers_and_the_journal(story: Told) -> None:
    assert {path.name for path in story.out.iterdir()} == {"journal.json", *PAPERS}
    assert all((story.out / name).read_bytes().startswith(b"%PDF-") for name in PAPERS)
    kept = json.loads((story.out / "journal.json").read_text(encoding="utf-8"))
    assert [line["act"] for line in kept] == [*DETOURS, *ROAD]
    assert all(line.keys() == FIELDS for line in kept)
    # The journal knows the code of a dossier also where it had none yet.
    assert all(CODE.fullmatch(line["dossier"]) for line in kept)
    assert [line | {"dossier": ""} for line in kept] == [
        line | {"dossier": ""} for line in story.acts
    ]


@needs_pdfsig
def test_poppler_calls_both_signatures_of_each_result_valid(story: Told) -> None:
    for result in story.results:
        assert pdfsig(result) == {"Personal": True, "Agency": True}


def test_pyhanko_calls_both_signatures_of_each_result_trusted(story: Told, keys: Path) -> None:
    made = pki.ensure(keys)
    with server.serve(made):
        for result in story.results:
            personal, agency = pyhanko("adesverify", result, of=made)
            assert "INTACT:TRUSTED" in personal & agency


def test_its_results_are_valid_once_all_services_have_stopped(story: Told, keys: Path) -> None:
    files = [str(result) for result in story.results]
    done = manage("verify", *files, "--trust", str(keys / "roots" / "root.pem"), "--json")
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [one["verdict"] for one in said] == [Verdict.VALID] * 2
    assert [one["file"] for one in said] == files
    assert {one["embedded"]["number"] for one in said} >= {
        reused["number"] for reused in story.end["reused"]
    }


@pytest.mark.django_db(transaction=True)
def test_it_may_be_told_again_into_the_same_folder(tmp_path: Path) -> None:
    *_acts, once = lines("archives", tmp_path, "--json")
    *acts, again = lines("archives", tmp_path)
    assert [act.split()[-6] for act in acts] == [*DETOURS, *ROAD]
    assert json.loads(once)["reused"][0]["number"] not in again
    assert {path.name for path in tmp_path.iterdir()} == {"journal.json", *PAPERS}


def test_outside_the_demo_there_is_no_story(tmp_path: Path, settings: LazySettings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError):
        lines("archives", tmp_path)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="file"):
        lines("archives", tmp_path / "file")
