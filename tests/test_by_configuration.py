"""A procedure is a file: the README's own runs to its result, and a later one changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import LazySettings, settings
from django.utils import timezone
from django.utils.timezone import localdate

from onestop.demo.cast import AgencyKey
from onestop.demo.filings import Filing
from onestop.demo.office import DemoOffice, citizen
from procedures import catalogue, checks, publication
from procedures.schema import Procedure
from signing.demo.pki import DemoPki
from signing.trust import TrustServices
from signing.validation import validate
from tests import lives
from tests.lives import Life, a_draft
from workflows.dossiers.models import Paper
from workflows.dossiers.pinned import procedure_of
from workflows.files import store
from workflows.results.models import Result

README = Path(settings.ROOT) / "procedures/README.md"
KEY = "archive-transfer-confirmation"
FILING = Filing(
    KEY,
    "transfer",
    answers={"archive": "Lưu trữ lịch sử", "many": True, "boxes": 3, "declaration": True},
    papers=("record-list",),
)


@pytest.fixture
def example() -> dict[str, Any]:
    """As the README has it, word by word."""
    (told,) = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    said: dict[str, Any] = yaml.safe_load(told)
    return said


@pytest.fixture
def shelve(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """Puts a file in a catalogue of its own, which is then the one in use."""

    def put(definition: dict[str, Any]) -> None:
        path = tmp_path / f"archives/{KEY}/{definition['revision']}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(definition, allow_unicode=True), encoding="utf-8")
        assert checks.check_all(folder=tmp_path) == []
        loaded = catalogue.load(tmp_path)
        monkeypatch.setattr(catalogue, "current", lambda: loaded)

    return put


@pytest.fixture
def taught(
    example: dict[str, Any],
    shelve: Callable[[dict[str, Any]], None],
    demo_pki: DemoPki,
    db: None,
    settings: LazySettings,
) -> DemoOffice:
    """An office whose catalogue holds the example alone."""
    settings.TSA_URLS = [demo_pki.tsa_url]
    shelve(example)
    return lives.an_office(demo_pki, at=timezone.now())


def filed(office: DemoOffice) -> Life:
    """Hoa's, at the department that receives and decides."""
    at = AgencyKey.DEPARTMENT
    hoa = citizen("hoa", at=timezone.now())
    draft = a_draft(office, FILING, at, at, hoa)
    return Life(office, FILING, at, at, hoa, draft).through("submit")


def issued(life: Life) -> tuple[Result, dict[str, Any]]:
    """The result on the register, and what is embedded in its file."""
    life.through("issue")
    paper = life.dossier.papers.get(kind=Paper.Kind.RESULT)
    assert paper.file is not None
    sealed = store.read(paper.file.digest)
    report = validate(sealed, trust=TrustServices.configured().trust, at=timezone.now())
    assert report.embedded is not None
    return Result.objects.get(dossier_code=life.fresh.code), dict(report.embedded.result)


def test_the_example_of_the_readme_becomes_an_issued_result(taught: DemoOffice) -> None:
    result, data = issued(filed(taught))
    assert result.facts == {"archive": "Lưu trữ lịch sử", "boxes": 3, "holder": "Nguyễn Thị Hoa"}
    assert data["procedure"]["bundle_hash"] == catalogue.current().of(KEY)[-1].bundle_hash


def test_a_dossier_ends_under_the_revision_it_was_filed_under(
    taught: DemoOffice, example: dict[str, Any], shelve: Callable[[dict[str, Any]], None]
) -> None:
    today, life = localdate(), filed(taught)
    first = procedure_of(life.dossier)

    shelve(example | {"ends": (today - timedelta(days=1))})
    later = example | {"revision": today, "title": {"vi": "Xác nhận nộp lưu", "en": "Confirm"}}
    with pytest.raises(publication.RevisionChanged):
        in_force(taught)
    shelve(example)
    shelve(later)
    in_force(taught)
    second = publication.in_force(KEY, on=today)

    assert second.bundle_hash != first.bundle_hash
    _result, data = issued(life)
    assert data["procedure"]["bundle_hash"] == first.bundle_hash
    assert data["procedure"]["revision"] == str(first.revision)
    anew = replace(life, dossier=filed(taught).dossier)
    assert anew.dossier.bundle_hash == second.bundle_hash


def in_force(office: DemoOffice) -> tuple[Procedure, ...]:
    """Everything of the catalogue, published by two persons."""
    every = catalogue.all_procedures()
    one, other = (post.account.public_id for post in list(office.posts.values())[:2])
    publication.publish_all(every, prepared_by=one, approved_by=other, at=timezone.now())
    return every
