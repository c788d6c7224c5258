"""Two tabs of one citizen on one draft: neither undoes what the other has kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction

from procedures import catalogue
from tests.people import MONDAY, Citizens, an_office, citizens
from tests.workflows.routes.racing import until_it_waits
from workflows.dossiers import drafts
from workflows.dossiers.models import Component, Dossier
from workflows.files import store

from .makers import a_dossier

PAPER = "draft-charter"


@pytest.fixture
def hoa(transactional_db: None) -> Citizens:
    return citizens()


@pytest.fixture
def draft(hoa: Citizens) -> Dossier:
    return a_dossier(an_office(), hoa)


def test_answers_kept_at_once_are_all_kept(draft: Dossier, hoa: Citizens) -> None:
    def answer(key: str) -> Dossier:
        return drafts.answer(draft, {key: "Quỹ Nắng Mai"}, by=hoa.hoa, at=MONDAY)

    with transaction.atomic():
        answer("fund_name")
        other = until_it_waits(lambda: answer("purpose"))
    assert isinstance(other.result(), Dossier)
    draft.refresh_from_db()
    assert set(draft.answers) == {"fund_name", "purpose"}


def test_papers_handed_in_at_once_are_two_versions(
    draft: Dossier, hoa: Citizens, tmp_path: Path, settings: LazySettings
) -> None:
    settings.FILES_DIR = tmp_path
    procedure = catalogue.get(draft.procedure_key, draft.procedure_revision)

    def attach(content: bytes) -> Component:
        paper = drafts.HandedIn(store.keep_paper([content], name="a.pdf"), "Điều lệ quỹ.pdf")
        return drafts.attach(draft, procedure, PAPER, paper, by=hoa.hoa, at=MONDAY)

    with transaction.atomic():
        first = attach(b"%PDF-1.7\nfirst\n%%EOF\n")
        other = until_it_waits(lambda: attach(b"%PDF-1.7\nsecond\n%%EOF\n"))
    second = other.result()
    assert isinstance(second, Component)
    assert (first.version, second.version) == (1, 2)
