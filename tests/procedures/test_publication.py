"""A revision goes in force by two persons, in exactly its words, on its day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from procedures import catalogue, publication
from procedures.catalogue import NotInForce, UnknownProcedure
from procedures.models import Publication
from procedures.publication import AssumedNotPublishable, RevisionChanged, SamePerson
from procedures.schema import Procedure
from tests.people import MONDAY

from .makers import ASSUMED, a_channel, a_definition, a_procedure, text, write

KEY = "1.000001"
FIRST, SECOND = date(2025, 7, 1), date(2026, 1, 1)
LAN, MINH = uuid4(), uuid4()

pytestmark = pytest.mark.django_db


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A catalogue of two revisions in place of the one that comes with the program."""
    monkeypatch.setattr(catalogue, "DATA", tmp_path)
    write(tmp_path, a_definition())
    write(tmp_path, a_definition(revision="2026-01-01"))
    catalogue.current.cache_clear()
    yield tmp_path
    catalogue.current.cache_clear()


@pytest.fixture(autouse=True)
def outside_the_demo(settings: Any) -> None:
    settings.DEMO = False


def test_what_nobody_published_is_not_in_force(shelf: Path) -> None:
    with pytest.raises(NotInForce):
        publication.in_force(KEY, on=FIRST)


def test_a_procedure_nobody_wrote_is_unknown(shelf: Path) -> None:
    with pytest.raises(UnknownProcedure):
        publication.in_force("9.999999", on=FIRST)


def test_a_published_revision_is_in_force_from_its_day(shelf: Path) -> None:
    publish(catalogue.get(KEY, FIRST))
    assert publication.in_force(KEY, on=FIRST).revision == FIRST
    with pytest.raises(NotInForce):
        publication.in_force(KEY, on=date(2025, 6, 30))


def test_until_the_newer_revision_is_published_the_older_stays_in_force(shelf: Path) -> None:
    publish(catalogue.get(KEY, FIRST))
    assert publication.in_force(KEY, on=SECOND).revision == FIRST
    publish(catalogue.get(KEY, SECOND))
    assert publication.in_force(KEY, on=SECOND).revision == SECOND
    assert publication.in_force(KEY, on=date(2025, 12, 31)).revision == FIRST


def test_an_ended_procedure_is_not_in_force(shelf: Path) -> None:
    write(shelf, a_definition(revision="2026-01-01", ends="2026-06-30"))
    catalogue.current.cache_clear()
    publish(catalogue.get(KEY, SECOND))
    assert publication.in_force(KEY, on=date(2026, 6, 30)).revision == SECOND
    with pytest.raises(NotInForce):
        publication.in_force(KEY, on=date(2026, 7, 1))


def test_one_person_does_not_publish_alone(shelf: Path) -> None:
    with pytest.raises(SamePerson):
        publish(catalogue.get(KEY, FIRST), prepared_by=LAN, approved_by=LAN)
    with pytest.raises(IntegrityError, match="a_publication_takes_two_persons"):
        Publication.objects.create(
            key=KEY,
            revision=FIRST,
            bundle_hash="0" * 64,
            prepared_by=LAN,
            approved_by=LAN,
            at=MONDAY,
        )


def test_the_same_words_once_more_change_nothing(shelf: Path) -> None:
    first = publish(catalogue.get(KEY, FIRST))
    assert publish(catalogue.get(KEY, FIRST), prepared_by=uuid4()) == first
    assert Publication.objects.get().prepared_by == LAN


def test_an_edited_revision_is_neither_published_again_nor_in_force(shelf: Path) -> None:
    publish(catalogue.get(KEY, FIRST))
    write(shelf, a_definition(title=text("Tên đã sửa")))
    catalogue.current.cache_clear()
    with pytest.raises(RevisionChanged, match="2025-07-01"):
        publish(catalogue.get(KEY, FIRST))
    with pytest.raises(NotInForce):
        publication.in_force(KEY, on=FIRST)


def test_a_revision_that_rests_on_assumptions_is_for_the_demo_only(settings: Any) -> None:
    trial = an_assumed_revision()
    with pytest.raises(AssumedNotPublishable):
        publish(trial)
    assert not Publication.objects.exists()
    settings.DEMO = True
    assert publish(trial).bundle_hash == trial.bundle_hash


def test_what_the_demo_published_is_not_in_force_outside_it(shelf: Path, settings: Any) -> None:
    write(shelf, an_assumed_definition())
    catalogue.current.cache_clear()
    settings.DEMO = True
    publish(catalogue.get(KEY, FIRST))
    assert publication.in_force(KEY, on=FIRST).assumed
    settings.DEMO = False
    with pytest.raises(NotInForce):
        publication.in_force(KEY, on=FIRST)


def test_a_dossier_is_filed_under_the_very_revision_in_force(shelf: Path) -> None:
    first, second = catalogue.get(KEY, FIRST), catalogue.get(KEY, SECOND)
    publish(first)
    publish(second)
    publication.check_in_force(first, on=FIRST)
    publication.check_in_force(second, on=SECOND)
    with pytest.raises(NotInForce):
        publication.check_in_force(first, on=SECOND)


def an_assumed_definition() -> dict[str, Any]:
    return a_definition(
        assumed=True, assumed_reason=text("Chưa rõ thời hạn"), channels=[a_channel(basis=ASSUMED)]
    )


def an_assumed_revision() -> Procedure:
    return a_procedure(**an_assumed_definition())


def publish(
    procedure: Procedure, *, prepared_by: UUID = LAN, approved_by: UUID = MINH
) -> Publication:
    return publication.publish(
        procedure, prepared_by=prepared_by, approved_by=approved_by, at=MONDAY
    )
