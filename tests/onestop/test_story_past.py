"""A story of a lateness begins months ago: also where the journal has closed those days."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from onestop.demo import past
from onestop.demo.filings import PAIRS
from signing.demo.address import tsa_url
from tests.lives import ROAD
from tests.onestop.embedded import a_folder, manage
from tests.workflows.journal.makers import a_stamp, some_dossiers
from workflows.journal import roots
from workflows.journal.models import Entry
from workflows.journal.verify import verify

LATE = ["submit", "receive", "assign", "apologise"]
DECIDED = ["propose", "approve", "sign", "number", "issue", "hand_over"]


@pytest.fixture
def site(settings: LazySettings) -> Iterator[Path]:
    """A site of whose journal no day is closed."""
    with a_folder() as folder:
        settings.VAR = folder.parent
        settings.ROOTS_DIR = settings.VAR / "roots"
        settings.PKI_DIR = keys = settings.VAR / "pki"
        settings.KEYS_DIR, settings.TRUST_ROOTS = keys / "keys", str(keys / "roots")
        settings.TSA_URLS = [tsa_url(keys)]
        yield settings.VAR


def close_all() -> None:
    at = timezone.now()
    roots.make(through=roots.last_over(at), at=at, stamp=a_stamp)


def tell(out: Path) -> None:
    call_command("story", "--area=archives", "--with=late", f"--out={out}", "--json")


@pytest.mark.django_db(transaction=True)
def test_it_is_told_to_a_site_of_its_own(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Signed by the keys of this one, so that who trusts these trusts its results."""
    tell(site / "before")
    close_all()
    entries = Entry.objects.count()
    capfd.readouterr()
    tell(site / "out")
    said = capfd.readouterr()
    *acts, end = map(json.loads, said.out.splitlines())
    assert [line["act"] for line in acts] == [*LATE, *DECIDED, *ROAD]
    assert end["reused"]
    # Nothing came to this one, and whoever asks further is told where to.
    assert Entry.objects.count() == entries
    assert not verify().faults
    there = str(site / past.NAME)
    assert f"VAR_DIR={there}" in said.err
    explained = manage("due", "--dossier", acts[-1]["dossier"], VAR_DIR=there)
    assert explained.returncode == 0, explained.stderr
    root = str(site / "pki" / "roots" / "root.pem")
    results = [str(site / "out" / f"result-{number}.pdf") for number in (1, 2)]
    assert manage("verify", *results, "--trust", root).returncode == 0


@pytest.mark.django_db
def test_what_goes_wrong_there_is_told_here(site: Path) -> None:
    some_dossiers(2, at=timezone.now() - timedelta(days=2))
    close_all()
    (site / "out").write_text("a file")
    with pytest.raises(SystemExit) as ended:
        tell(site / "out")
    assert ended.value.code == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("later", "is_closed"), [(-1, False), (0, True), (1, True)])
def test_a_day_closed_earlier_is_not_in_the_way(
    settings: LazySettings, tmp_path: Path, later: int, is_closed: bool
) -> None:
    settings.ROOTS_DIR = tmp_path
    begun = PAIRS["funds"].late_after
    some_dossiers(2, at=timezone.now() - begun + timedelta(days=later))
    close_all()
    assert past.is_closed("funds", at=timezone.now()) is is_closed


def test_where_no_day_is_closed_none_is_in_the_way(settings: LazySettings, tmp_path: Path) -> None:
    settings.ROOTS_DIR = tmp_path
    assert not past.is_closed("funds", at=timezone.now())
