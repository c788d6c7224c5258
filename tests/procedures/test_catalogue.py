"""Finding a revision: by its date, and by the hash of what it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from procedures import catalogue
from procedures.catalogue import UnknownProcedure, UnknownRevision
from procedures.reading import LOADERS, InvalidDefinition
from procedures.schema import Procedure, UnknownWord

from .makers import a_definition, a_following_definition, a_procedure, a_question, parsed, write

FIRST, SECOND = date(2025, 7, 1), date(2026, 1, 1)
# Computed once. If it changes, every dossier on earth has lost its revision.
HASH_OF_THE_PLAIN_DEFINITION = "31a025aaa17ee1eca47fb4934c440975cef51abc349b79a34440ad002bd5caa3"


@pytest.fixture
def two_revisions(tmp_path: Path) -> catalogue.Catalogue:
    write(tmp_path, a_definition())
    write(tmp_path, a_definition(revision="2026-01-01"))
    return catalogue.load(tmp_path)


def test_a_revision_is_got_by_key_and_date(two_revisions: catalogue.Catalogue) -> None:
    assert two_revisions.get("1.000001", FIRST).revision == FIRST
    assert two_revisions.get("1.000001", SECOND).revision == SECOND


def test_what_does_not_exist_is_named(two_revisions: catalogue.Catalogue) -> None:
    with pytest.raises(UnknownProcedure, match=r"9\.999999"):
        two_revisions.get("9.999999", FIRST)
    with pytest.raises(UnknownRevision, match="2025-07-02"):
        two_revisions.get("1.000001", date(2025, 7, 2))


def test_a_catalogue_with_a_fault_is_not_loaded_and_every_fault_is_told(tmp_path: Path) -> None:
    write(tmp_path, a_definition(colour="red"))
    write(tmp_path, a_following_definition(area="taxes"), at="funds/1.000002/2025-07-01.yaml")
    with pytest.raises(InvalidDefinition) as refused:
        catalogue.load(tmp_path)
    assert [finding.place for finding in refused.value.findings] == ["colour", "area"]


def test_every_schema_ever_published_is_still_read() -> None:
    assert set(LOADERS) == {"1"}


def test_a_procedure_is_never_changed_once_read() -> None:
    procedure = a_procedure()
    with pytest.raises(ValidationError):
        procedure.slug = "other"  # type: ignore[misc]  # that it may not is what is tested


@pytest.mark.parametrize(
    "edit",
    [
        {"slug": "other"},
        {"questions": [a_question(required=False)]},
        {"supplement_effect": "PAUSE"},
        {"ends": "2026-12-31"},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_any_other_word_makes_another_hash(edit: dict[str, Any]) -> None:
    assert a_procedure(**edit).bundle_hash != a_procedure().bundle_hash


def test_the_hash_is_of_what_is_said_not_of_how_it_is_written() -> None:
    definition = a_definition()
    turned = dict(reversed(definition.items()))
    said_anyway = definition | {"questions": [a_question(required=True, hint=None)]}
    hashes = {a_procedure(**d).bundle_hash for d in (definition, turned, said_anyway)}
    assert len(hashes) == 1


def a_plain() -> Procedure:
    """As the first schema had it, before it knew levels and signers."""
    said = a_definition()
    del said["level"], said["results"][0]["signer"], said["refusal"]["signer"]
    return parsed(said)


def test_the_hash_of_a_published_revision_never_changes() -> None:
    """A later schema may add words; what was published before keeps its hash."""
    assert a_plain().bundle_hash == HASH_OF_THE_PLAIN_DEFINITION


@pytest.mark.parametrize("ask", ["case", "channel", "result_type"])
def test_a_word_the_procedure_does_not_have_is_named(ask: str) -> None:
    with pytest.raises(UnknownWord, match="lost"):
        getattr(a_procedure(), ask)("lost")


def test_a_procedure_without_a_code_is_known_by_its_slug() -> None:
    reason = {"vi": "Chưa có mã", "en": "No code yet"}
    assert a_procedure(code=None, code_reason=reason).key == "first"
    assert a_procedure().key == "1.000001"
